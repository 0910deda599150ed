import { Type } from 'typebox';
import { tell } from '../../live/index.ts';
import type { BulkActId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { nextPage, stopAct } from '../bulk.ts';

/**
 * Job `address-book.act`: does an act on very many contacts, or takes it back, a page in each transaction. Begun again after
 * a crash, it goes on where it was; where that fails each time, the act ends there, and its owner sees how far it came.
 */
export function goOnActing(platform: Platform) {
  const { database, events, log } = platform;
  return {
    name: 'address-book.act',
    payload: Type.Object({
      ownerId: Type.Unsafe<MemberId>(Type.String()),
      actId: Type.Unsafe<BulkActId>(Type.String()),
    }),
    retries: 5,
    gaveUp: async ({ ownerId: owner, actId }: { ownerId: MemberId; actId: BulkActId }) => {
      await database.asMember(owner, (tx) => stopAct(platform, tx, owner, actId));
      tell(events, owner, 'contacts');
      log.error('address-book.act_failed', { act: actId });
    },
    run: async ({ ownerId: owner, actId }: { ownerId: MemberId; actId: BulkActId }) => {
      for (;;) {
        const page = await database.asMember(owner, (tx) => nextPage(platform, tx, owner, actId));
        if (page === undefined) break;
        page.follow();
        tell(events, owner, 'contacts');
      }
      tell(events, owner, 'contacts');
    },
  };
}
