import { Type } from 'typebox';
import type { BatchId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { findBatch } from '../store.ts';

/** Job `invitations.review-ended`: the undo window of a batch is over, and with it the review, unless it was undone. */
export function endReview({ database, jobs }: Platform) {
  return {
    name: 'invitations.review-ended',
    payload: Type.Object({ batchId: Type.Unsafe<BatchId>(Type.String()) }),
    run: async ({ batchId }: { batchId: BatchId }) => {
      const batch = await database.asSystem((tx) => findBatch(tx, batchId));
      if (batch === undefined || batch.undone_at !== null || batch.import_id === null) return;
      await jobs.enqueue('imports.forget', { ownerId: batch.inviter_id, importId: batch.import_id });
    },
  };
}
