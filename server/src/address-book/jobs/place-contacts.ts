import { Type } from 'typebox';
import { lockBook } from '../../contacts/index.ts';
import type { BulkActId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { placeAround } from '../../review/index.ts';
import { contactsOfAct } from '../bulk-store.ts';

/** Contacts that the review is set right around in one transaction. */
const part = 1000;

/** Job `address-book.place`: after many contacts went to the trash or left it, looks anew at those around them. */
export function placeContacts(platform: Platform) {
  return {
    name: 'address-book.place',
    payload: Type.Object({
      ownerId: Type.Unsafe<MemberId>(Type.String()),
      actId: Type.Unsafe<BulkActId>(Type.String()),
    }),
    run: async ({ ownerId: owner, actId }: { ownerId: MemberId; actId: BulkActId }) => {
      const { database } = platform;
      for (let from = 0, more = true; more; from += part)
        more = await database.asMember(owner, async (tx) => {
          await lockBook(tx, owner);
          const page = await contactsOfAct(tx, owner, actId, from, from + part);
          await placeAround(
            platform,
            tx,
            owner,
            page.map(({ contact }) => contact),
          );
          return page.length === part;
        });
    },
  };
}
