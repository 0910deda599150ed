import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { lockBook } from '../../contacts/index.ts';
import { tell } from '../../live/index.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { ImportId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { reopen, requireImport } from '../../review/index.ts';
import { openByImport, openOfImport } from '../asked-store.ts';
import { withdrawSome } from '../withdrawal-store.ts';

/** Every open invitation that came of an import: how many there are, and their end. */
export function withdrawImport(app: App, platform: Platform): void {
  const count = {
    tags: ['invitations'],
    summary: 'How many invitations were made and can be withdrawn, by the import that they came of',
    response: {
      200: Type.Object({
        items: Type.Array(
          Type.Object({ importId: Type.String(), open: Type.Integer(), invited: Type.Integer() }),
        ),
      }),
    },
  };
  app.get('/api/invitations/imports', { schema: count }, (request) => {
    const { memberId } = signedIn(request);
    return platform.database.asMember(memberId, async (tx) => ({ items: await openByImport(tx, memberId) }));
  });

  const withdraw = {
    tags: ['invitations'],
    summary: 'Withdraw all invitations of an import that were not accepted, sent or not',
    params: Type.Object({ id: Type.Unsafe<ImportId>(Type.String({ format: 'uuid' })) }),
    response: { 200: Type.Object({ withdrawn: Type.Integer() }) },
  };
  app.post('/api/imports/:id/withdraw-invitations', { schema: withdraw }, async (request) => {
    const { memberId } = signedIn(request);
    const { id } = request.params;
    const done = await platform.database.asMember(memberId, async (tx) => {
      await lockBook(tx, memberId);
      await requireImport(tx, memberId, id);
      const ids = await openOfImport(tx, memberId, id);
      const { withdrawn, unsent } = await withdrawSome(tx, memberId, ids, platform.clock.now());
      await reopen(platform, tx, memberId, unsent);
      return { withdrawn };
    });
    tell(platform.events, memberId, 'invitations', 'imports');
    return done;
  });
}
