import { Type } from 'typebox';
import { after } from '../../platform/clock.ts';
import type { Platform } from '../../platform/platform.ts';
import { deleteHalfUploads } from '../store.ts';

const day = 86_400;

/** Job `imports.tidy`, hourly: what a crash in mid-upload left behind is deleted after a day; no upload takes as long. */
export function tidyUploads({ clock, database, jobs, log }: Platform): void {
  jobs.define({
    name: 'imports.tidy',
    payload: Type.Object({}),
    schedule: '37 * * * *',
    run: async () => {
      const deleted = await database.asSystem((tx) => deleteHalfUploads(tx, after(clock.now(), -day)));
      if (deleted > 0) log.info('imports.tidied', { halfUploads: deleted });
    },
  });
}
