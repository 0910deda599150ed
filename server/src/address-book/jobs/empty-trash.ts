import { Type } from 'typebox';
import { lockBook } from '../../contacts/index.ts';
import { tell } from '../../live/index.ts';
import { after } from '../../platform/clock.ts';
import type { Platform } from '../../platform/platform.ts';
import { eraseContacts, undoableFor } from '../bulk.ts';
import { deleteBulkActs, longTrashed } from '../bulk-store.ts';
import { forgetLabels } from '../label-store.ts';

/** Seconds that a contact stays in the trash. */
const keptFor = 30 * 86_400;
const part = 1000;

/** Job `address-book.tidy`, hourly: what has been in the trash for 30 days is deleted; acts and labels of yesterday can no longer be brought back. */
export function emptyTrash(platform: Platform) {
  const { clock, database, events, log } = platform;
  return {
    name: 'address-book.tidy',
    payload: Type.Object({}),
    schedule: '23 * * * *',
    run: async () => {
      await database.asSystem(async (tx) => {
        const undoable = after(clock.now(), -undoableFor);
        await deleteBulkActs(tx, undoable);
        await forgetLabels(tx, undoable);
      });
      const before = after(clock.now(), -keptFor);
      let erased = 0;
      for (;;) {
        const due = await database.asSystem((tx) => longTrashed(tx, before, part));
        for (const [owner, contacts] of Map.groupBy(due, (row) => row.owner_id)) {
          await database.asMember(owner, async (tx) => {
            await lockBook(tx, owner);
            await eraseContacts(
              tx,
              owner,
              contacts.map(({ id }) => id),
            );
          });
          tell(events, owner, 'contacts');
        }
        erased += due.length;
        if (due.length < part) break;
      }
      if (erased > 0) log.info('address-book.tidied', { erased });
    },
  };
}
