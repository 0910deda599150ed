import type { Violation } from '../auditor.ts';
import type { Ask } from './ask.ts';

/** What the API said of a batch. */
export interface ShownBatch {
  readonly id: string;
  readonly count: number;
  readonly queued: number;
  readonly sent: number;
  readonly withdrawn: number;
}

/** I8: the figures a member is shown are those of the rows. */
export async function shownViolations(ask: Ask, batches: readonly ShownBatch[]): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const { id, count, queued, sent, withdrawn } of batches) {
    const rows = await ask<{ sent: boolean; withdrawn: boolean; expired: boolean; undone: boolean }>(
      `select i.sent_at is not null as sent, i.withdrawn_at is not null as withdrawn, i.expired_at is not null as expired,
         b.undone_at is not null as undone
       from invitation_batches b join invitations i on i.batch_id = b.id where b.id = $1`,
      [id],
    );
    const real = {
      all: rows.length,
      sent: rows.filter((one) => one.sent).length,
      withdrawn: rows.filter((one) => !one.sent && one.withdrawn).length,
      queued: rows.filter((one) => !one.sent && !one.withdrawn && !one.expired).length,
    };
    const differs =
      real.sent !== sent ||
      real.withdrawn !== withdrawn ||
      real.queued !== queued ||
      (rows.length > 0 && real.all !== count);
    if (differs)
      found.push({
        invariant: 'I8',
        what: `shown as ${queued} queued, ${sent} sent, ${withdrawn} withdrawn of ${count}; they are ${real.queued}, ${real.sent}, ${real.withdrawn} of ${real.all}`,
        row: `batch ${id}`,
      });
  }
  return found;
}
