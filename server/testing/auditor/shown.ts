import type { Violation } from '../auditor.ts';
import type { Ask } from './ask.ts';

/** What the API said of a batch. */
export interface ShownBatch {
  readonly id: string;
  readonly count: number;
  readonly queued: number;
  readonly sent: number;
  readonly withdrawn: number;
  /** Personal links, which the member hands over. */
  readonly links: number;
}

/** I8: the figures a member is shown are those of the rows. */
export async function shownViolations(ask: Ask, batches: readonly ShownBatch[]): Promise<Violation[]> {
  if (batches.length === 0) return [];
  const found: Violation[] = [];
  const invitations = await ask<{
    batch: string;
    sent: boolean;
    withdrawn: boolean;
    expired: boolean;
    link: boolean;
    taken: boolean;
  }>(
    `select i.batch_id as batch, i.sent_at is not null as sent, i.withdrawn_at is not null as withdrawn, i.expired_at is not null as expired,
       i.way = 'self' as link, i.taken_at is not null as taken
     from invitations i where i.batch_id = any($1::uuid[])`,
    [batches.map(({ id }) => id)],
  );
  const byBatch = Map.groupBy(invitations, ({ batch }) => batch);
  for (const { id, count, queued, sent, withdrawn, links } of batches) {
    const rows = byBatch.get(id) ?? [];
    const real = {
      all: rows.length,
      sent: rows.filter((one) => one.sent).length,
      withdrawn: rows.filter((one) => !one.sent && !one.taken && one.withdrawn).length,
      queued: rows.filter((one) => !one.link && !one.sent && !one.withdrawn && !one.expired).length,
      links: rows.filter((one) => one.link).length,
    };
    const differs =
      real.sent !== sent ||
      real.withdrawn !== withdrawn ||
      real.queued !== queued ||
      real.links !== links ||
      (rows.length > 0 && real.all !== count);
    if (differs)
      found.push({
        invariant: 'I8',
        what: `shown as ${queued} queued, ${sent} sent, ${withdrawn} withdrawn, ${links} links of ${count}; they are ${real.queued}, ${real.sent}, ${real.withdrawn}, ${real.links} of ${real.all}`,
        row: `batch ${id}`,
      });
  }
  return found;
}
