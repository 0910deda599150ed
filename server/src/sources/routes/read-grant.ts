import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { GrantId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { GrantView, grantView } from '../grant-view.ts';
import { findGrant, updateGrant } from '../store.ts';

const params = Type.Object({ id: Type.Unsafe<GrantId>(Type.String({ format: 'uuid' })) });

/** GET /api/sources/grants/:id: how far it is. DELETE: the member waits no more; what the provider answers later counts for nothing. */
export function readGrant(app: App, { clock, database }: Platform): void {
  const one = {
    tags: ['sources'],
    summary: 'How far an authorisation is',
    params,
    response: { 200: GrantView },
  };
  app.get('/api/sources/grants/:id', { schema: one }, async (request) => {
    const { memberId } = signedIn(request);
    const row = await database.asMember(memberId, (tx) => findGrant(tx, memberId, request.params.id));
    if (row === undefined) throw new KithError('request.not_found', 'There is no such authorisation.');
    return grantView(row, clock.now());
  });

  const cancel = {
    tags: ['sources'],
    summary: 'Do not wait for an authorisation any more',
    params,
    response: { 204: Type.Null() },
  };
  app.delete('/api/sources/grants/:id', { schema: cancel }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const now = clock.now();
    await database.asMember(memberId, async (tx) => {
      const row = await findGrant(tx, memberId, request.params.id);
      if (row?.answered_at === null)
        await updateGrant(tx, memberId, row.id, {
          answered_at: now,
          settled_at: now,
          fault: 'grant.refused',
        });
    });
    return reply.code(204).send(null);
  });
}
