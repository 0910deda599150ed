import { Type } from 'typebox';
import { after } from '../../platform/clock.ts';
import type { Platform } from '../../platform/platform.ts';
import { deleteOldErasures } from '../erasure-store.ts';
import { deleteOldExports } from '../export-store.ts';

const day = 86_400;

/** Job `data.tidy`, hourly: exports and receipts go when their time is over. */
export function tidyExports({ clock, database, log }: Platform) {
  return {
    name: 'data.tidy',
    payload: Type.Object({}),
    schedule: '27 * * * *',
    run: async () => {
      const now = clock.now();
      const exports = await database.asSystem(async (tx) => {
        await deleteOldErasures(tx, now);
        return deleteOldExports(tx, now, after(now, -day));
      });
      if (exports > 0) log.info('data.tidied', { exports });
    },
  };
}
