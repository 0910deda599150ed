import { Type } from 'typebox';
import { deleteContactsWhole, lockBook } from '../../contacts/index.ts';
import { tell } from '../../live/index.ts';
import { after } from '../../platform/clock.ts';
import type { ImportId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { notHereNorInvited } from '../../review/index.ts';
import { longReviewed, openImports } from '../forget-store.ts';
import { forgetAfter } from '../import.ts';
import { isOver } from '../over.ts';
import { deleteProblems } from '../problem-store.ts';
import { deleteChunks, forgetCards, updateImport } from '../store.ts';

const soon = 60;

/**
 * Job `imports.forget`: a review has ended on a network that forgets contacts (`KITH_FORGET_CONTACTS`). Whoever is not here
 * and was not invited leaves the book, whichever import brought them, with what the imports kept of them.
 */
export function forgetContacts(platform: Platform) {
  return {
    name: 'imports.forget',
    payload: Type.Object({
      ownerId: Type.Unsafe<MemberId>(Type.String()),
      importId: Type.Unsafe<ImportId>(Type.String()),
    }),
    run: async ({ ownerId, importId }: { ownerId: MemberId; importId: ImportId }) => {
      if (await forget(platform, ownerId, importId)) return;
      const startAfter = after(platform.clock.now(), soon);
      await platform.jobs.enqueue('imports.forget', { ownerId, importId }, { startAfter });
    },
  };
}

/** False while an import still brings people. With an instant, whoever came later stays, as one who was added by hand. */
async function forget(
  platform: Platform,
  owner: MemberId,
  reviewed: ImportId,
  cameBefore?: Date,
): Promise<boolean> {
  const done = await platform.database.asMember(owner, async (tx) => {
    await lockBook(tx, owner);
    const imports = await openImports(tx, owner);
    if (!imports.every(isOver)) return false;
    const contacts = await notHereNorInvited(tx, owner, cameBefore);
    await forgetCards(tx, owner, await deleteContactsWhole(tx, owner, contacts));
    const now = platform.clock.now();
    for (const { id, contacts_forgotten: before } of imports) {
      await deleteProblems(tx, owner, id);
      await deleteChunks(tx, owner, id);
      await updateImport(tx, owner, id, {
        forgotten_at: now,
        contacts_forgotten: before + (id === reviewed ? contacts.length : 0),
      });
    }
    return true;
  });
  if (done) tell(platform.events, owner, 'imports', 'contacts');
  return done;
}

/** Job `imports.forget-late`, hourly: a review that nobody ended within a day of the import has ended. */
export function forgetLate(platform: Platform) {
  return {
    name: 'imports.forget-late',
    payload: Type.Object({}),
    schedule: '7 * * * *',
    run: async () => {
      const { clock, config, database } = platform;
      if (!config.forgetContacts) return;
      const before = after(clock.now(), -forgetAfter);
      const due = await database.asSystem((tx) => longReviewed(tx, before));
      for (const { owner_id: owner, id } of due) await forget(platform, owner, id, before);
    },
  };
}
