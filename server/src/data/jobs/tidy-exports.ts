import { Type } from 'typebox';
import { after } from '../../platform/clock.ts';
import type { Platform } from '../../platform/platform.ts';
import { deleteOldExports } from '../export-store.ts';

const day = 86_400;

/** Job `data.tidy`, hourly: exports go when their time is over. */
export function tidyExports({ clock, database, log }: Platform) {
  return {
    name: 'data.tidy',
    payload: Type.Object({}),
    schedule: '27 * * * *',
    run: async () => {
      const now = clock.now();
      const exports = await database.asSystem((tx) => deleteOldExports(tx, now, after(now, -day)));
      if (exports > 0) log.info('data.tidied', { exports });
    },
  };
}
