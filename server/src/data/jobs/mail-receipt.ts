import { Type } from 'typebox';
import { KithError } from '../../platform/errors.ts';
import type { ErasureId } from '../../platform/ids.ts';
import { composeMail } from '../../platform/mail-compose.ts';
import type { Platform } from '../../platform/platform.ts';
import { erasureById, updateErasure } from '../erasure-store.ts';
import { receiptText } from '../receipt.ts';

/** Job `data.receipt`: mails the receipt of an account's end, then forgets the address. */
export function mailReceipt(platform: Platform) {
  return {
    name: 'data.receipt',
    payload: Type.Object({ erasureId: Type.Unsafe<ErasureId>(Type.String()) }),
    run: async ({ erasureId: id }: { erasureId: ErasureId }) => {
      const { config, clock, database, mail } = platform;
      const row = await database.asSystem((tx) => erasureById(tx, id));
      if (row === undefined || row.receipt_to === null) return;
      const message = await composeMail({
        from: { name: config.network.name, address: config.mailFrom },
        to: row.receipt_to,
        ...receiptText(config.network.name, row),
        // The same each time: a mail server that has it already may know it again.
        messageId: `${row.id}@${config.mailFrom.split('@').at(-1) ?? 'localhost'}`,
        date: clock.now(),
      });
      const outcome = await mail.send(message);
      if (outcome.kind === 'deferred')
        throw new KithError('mail.unreachable', 'The receipt could not be handed over yet.');
      if (outcome.kind !== 'handed') platform.log.warn('data.receipt_not_handed', { outcome: outcome.kind });
      await database.asSystem((tx) => updateErasure(tx, id, { receipt_to: null }));
    },
  };
}
