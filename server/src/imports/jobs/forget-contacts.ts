import { Type } from 'typebox';
import { deleteContactsWhole } from '../../contacts/index.ts';
import { after } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database.ts';
import type { ImportId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { notHereNorInvited } from '../../review/index.ts';
import { longReviewed, openImports } from '../forget-store.ts';
import { isOver } from '../over.ts';
import { deleteProblems } from '../problem-store.ts';
import { deleteChunks, forgetCards, lockBook, updateImport } from '../store.ts';

const day = 86_400;
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
      const { database, events, jobs, clock } = platform;
      const done = await database.asMember(ownerId, (tx) => forget(platform, tx, ownerId, importId));
      if (done) events.publish(`member:${ownerId}`);
      else
        await jobs.enqueue(
          'imports.forget',
          { ownerId, importId },
          { startAfter: after(clock.now(), soon), key: ownerId },
        );
    },
  };
}

/** False while an import still brings people. */
async function forget(
  { clock }: Platform,
  tx: Transaction,
  owner: MemberId,
  reviewed: ImportId,
): Promise<boolean> {
  await lockBook(tx, owner);
  const imports = await openImports(tx, owner);
  if (!imports.every(isOver)) return false;
  const contacts = await notHereNorInvited(tx, owner);
  const cards = await deleteContactsWhole(tx, owner, contacts);
  await forgetCards(tx, owner, cards);
  const now = clock.now();
  for (const { id, contacts_forgotten: before } of imports) {
    await deleteProblems(tx, owner, id);
    await deleteChunks(tx, owner, id);
    await updateImport(tx, owner, id, {
      forgotten_at: now,
      contacts_forgotten: before + (id === reviewed ? contacts.length : 0),
    });
  }
  return true;
}

/** Job `imports.forget-late`, hourly: a review that nobody ended within a day of the import has ended. */
export function forgetLate({ clock, config, database, jobs }: Platform) {
  return {
    name: 'imports.forget-late',
    payload: Type.Object({}),
    schedule: '7 * * * *',
    run: async () => {
      if (!config.forgetContacts) return;
      const due = await database.asSystem((tx) => longReviewed(tx, after(clock.now(), -day)));
      for (const { owner_id: ownerId, id: importId } of due)
        await jobs.enqueue('imports.forget', { ownerId, importId }, { key: ownerId });
    },
  };
}
