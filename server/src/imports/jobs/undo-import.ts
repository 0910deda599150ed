import { Type } from 'typebox';
import type { ImportId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { finishUndo } from '../undo.ts';

/** Job `imports.undo`: takes back what a large import brought, a page in each transaction; after a crash it goes on there. */
export function undoByPage(platform: Platform) {
  return {
    name: 'imports.undo',
    payload: Type.Object({
      ownerId: Type.Unsafe<MemberId>(Type.String()),
      importId: Type.Unsafe<ImportId>(Type.String()),
    }),
    run: ({ ownerId, importId }: { ownerId: MemberId; importId: ImportId }) =>
      finishUndo(platform, ownerId, importId),
  };
}
