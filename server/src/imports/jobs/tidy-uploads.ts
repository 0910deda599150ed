import { Type } from 'typebox';
import { after } from '../../platform/clock.ts';
import type { Platform } from '../../platform/platform.ts';
import { deleteHalfUploads, deleteKept } from '../store.ts';

const day = 86_400;

/**
 * Job `imports.tidy`, hourly: what a crash in mid-upload left behind is deleted after a day, as no upload takes as long;
 * files that were kept for their columns are deleted when their time is over.
 */
export function tidyUploads({ clock, database, jobs, log }: Platform): void {
  jobs.define({
    name: 'imports.tidy',
    payload: Type.Object({}),
    schedule: '37 * * * *',
    run: async () => {
      const [halfUploads, kept] = await database.asSystem(async (tx) => [
        await deleteHalfUploads(tx, after(clock.now(), -day)),
        await deleteKept(tx, clock.now()),
      ]);
      if (halfUploads + kept > 0) log.info('imports.tidied', { halfUploads, kept });
    },
  });
}
