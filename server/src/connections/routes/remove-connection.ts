import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { tell } from '../../live/index.ts';
import { after } from '../../platform/clock.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { takenBackFor } from '../connection.ts';
import * as store from '../store.ts';

const Params = Type.Object({ memberId: Type.Unsafe<MemberId>(Type.String({ format: 'uuid' })) });

/** DELETE /api/connections/:memberId: for both sides, without a word to the other; and its undo. */
export function removeConnection(app: App, platform: Platform): void {
  const { clock, database, events } = platform;
  const remove = {
    tags: ['connections'],
    summary: 'Remove a connection',
    params: Params,
    response: { 204: Type.Null() },
  };
  app.delete('/api/connections/:memberId', { schema: remove }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const { memberId: other } = request.params;
    const now = clock.now();
    await database.asMember(memberId, async (tx) => {
      await store.removeConnection(tx, memberId, other, now);
      await store.forgetRemovals(tx, after(now, -takenBackFor));
    });
    for (const id of [memberId, other]) tell(events, id, 'connections');
    return reply.code(204).send(null);
  });

  const restore = {
    tags: ['connections'],
    summary: 'Take the removal of a connection back, within a minute',
    params: Params,
    response: { 204: Type.Null() },
  };
  app.post('/api/connections/:memberId/restore', { schema: restore }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const { memberId: other } = request.params;
    const since = after(clock.now(), -takenBackFor);
    const isBack = await database.asMember(memberId, (tx) =>
      store.restoreConnection(tx, memberId, other, since),
    );
    if (!isBack)
      throw new KithError('request.not_found', 'There is nothing to take back. Ask for a connection anew.');
    for (const id of [memberId, other]) tell(events, id, 'connections');
    return reply.code(204).send(null);
  });
}
