import { Type } from 'typebox';
import { forgetOldCodes } from '../../members/index.ts';
import { after } from '../../platform/clock.ts';
import type { Platform } from '../../platform/platform.ts';
import { forgetFullBuckets } from '../../platform/rate.ts';
import { forgetExpired } from '../store.ts';

const day = 86_400;

/** Job `accounts.tidy`, hourly: nothing that lets somebody in, and no trace of who tried, outlives its use. */
export function tidyAccounts({ clock, database, jobs }: Platform): void {
  jobs.define({
    name: 'accounts.tidy',
    payload: Type.Object({}),
    schedule: '17 * * * *',
    run: () =>
      database.asSystem(async (tx) => {
        const now = clock.now();
        await forgetExpired(tx, now, after(now, -30 * day));
        await forgetOldCodes(tx, now);
        await forgetFullBuckets(tx, ['sign-in.', 'code.', 'held.'], after(now, -day));
      }),
  });
}
