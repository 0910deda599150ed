import { Type } from 'typebox';
import type { ImportId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { finishUndo } from '../undo.ts';

/** Seconds after which an undo that failed each time goes on: the import counts as undone, so nobody can press again. */
const pause = 3600;

/**
 * Job `imports.undo`: takes back what a large import brought, a page in each transaction; after a crash it goes on there.
 * Where it fails each time, operators read of it in the log, and it goes on later.
 */
export function undoByPage(platform: Platform) {
  return {
    name: 'imports.undo',
    payload: Type.Object({
      ownerId: Type.Unsafe<MemberId>(Type.String()),
      importId: Type.Unsafe<ImportId>(Type.String()),
    }),
    gaveUp: async (job: { ownerId: MemberId; importId: ImportId }) => {
      platform.log.error('imports.undo_failed', { import: job.importId });
      await platform.jobs.enqueue('imports.undo', job, { startAfter: pause });
    },
    run: ({ ownerId, importId }: { ownerId: MemberId; importId: ImportId }) =>
      finishUndo(platform, ownerId, importId),
  };
}
