import { Type } from 'typebox';
import { lockBook, ownerOfOldTexts, renewSearch } from '../../contacts/index.ts';
import type { Platform } from '../../platform/platform.ts';
import { copySearch } from '../../review/index.ts';

const atOnce = 1000;
/** Pages of one run; the next one goes on. */
const most = 500;

/**
 * Job `address-book.renew-search`, every ten minutes: contacts that an earlier Kith wrote get the text by which this one
 * finds them.
 */
export function renewSearchTexts({ database, log }: Platform) {
  return {
    name: 'address-book.renew-search',
    payload: Type.Object({}),
    schedule: '*/10 * * * *',
    run: async () => {
      let renewed = 0;
      for (let page = 0; page < most; page++) {
        const owner = await database.asSystem(ownerOfOldTexts);
        if (owner === undefined) break;
        renewed += await database.asMember(owner, async (tx) => {
          await lockBook(tx, owner);
          const contacts = await renewSearch(tx, owner, atOnce);
          await copySearch(tx, owner, contacts);
          return contacts.length;
        });
      }
      if (renewed > 0) log.info('address-book.search_renewed', { contacts: renewed });
    },
  };
}
