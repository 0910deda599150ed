import { Type } from 'typebox';
import { lockBook } from '../../contacts/index.ts';
import type { BulkActId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { placeAround } from '../../review/index.ts';
import { lockBulkAct } from '../bulk-store.ts';

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
      const act = await database.asMember(owner, (tx) => lockBulkAct(tx, owner, actId));
      const contacts = act?.contact_ids ?? [];
      for (let from = 0; from < contacts.length; from += part)
        await database.asMember(owner, async (tx) => {
          await lockBook(tx, owner);
          await placeAround(platform, tx, owner, contacts.slice(from, from + part));
        });
    },
  };
}
