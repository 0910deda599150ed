import { Type } from 'typebox';
import { after } from '../../platform/clock.ts';
import type { Platform } from '../../platform/platform.ts';
import { forgetFullBuckets } from '../../platform/rate.ts';
import { deleteOldHandOffs } from '../store.ts';

const day = 86_400;

/** Job `hand-offs.tidy`, hourly: codes are forgotten a day after their end. */
export function tidyHandOffs({ clock, database, jobs }: Platform): void {
  jobs.define({
    name: 'hand-offs.tidy',
    payload: Type.Object({}),
    schedule: '47 * * * *',
    run: async () => {
      const before = after(clock.now(), -day);
      await database.asSystem(async (tx) => {
        await deleteOldHandOffs(tx, before);
        await forgetFullBuckets(tx, ['hand-off.'], before);
      });
    },
  });
}
