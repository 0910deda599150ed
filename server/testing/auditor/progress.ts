import type { Violation } from '../auditor.ts';
import type { Ask } from './ask.ts';

/** I5 and I7: how much is unknown, and what stands still although nobody has it. */
export async function progressViolations(
  ask: Ask,
  now: Date | undefined,
  inFlight: number | undefined,
): Promise<Violation[]> {
  const found: Violation[] = [];
  if (inFlight !== undefined) {
    const [row] = await ask<{ unknown: string }>(
      `select count(*)::text as unknown from deliveries where handed_at is null and rejected_at is null and deferred_until is null`,
    );
    const unknown = Number(row?.unknown ?? 0);
    if (unknown > inFlight)
      found.push({
        invariant: 'I5',
        what: `more than ${inFlight} are unknown`,
        row: `${unknown} deliveries`,
      });
  }
  const standing = await ask<{ what: string; id: string }>(stillStanding, [now?.toISOString() ?? null]);
  for (const { what, id } of standing) found.push({ invariant: 'I7', what, row: id });
  const [jobs] = await ask<{ there: boolean }>(`select to_regclass('jobs.job') is not null as there`);
  if (jobs?.there !== true) return found;
  const stuck = await ask<{ id: string; name: string }>(`
    select id, name from jobs.job
    where state = 'active' and coalesce(heartbeat_on, started_on) + (coalesce(heartbeat_seconds, 900) + 60) * interval '1 second' < clock_timestamp()
      and name not like '\\_\\_%'`);
  for (const { id, name } of stuck)
    found.push({ invariant: 'I7', what: `a job of ${name} is past its lease`, row: `job ${id}` });
  return found;
}

/** A sender's lease is 20 s, the sweep comes each minute, and a minute is allowed on top. */
const states = [
  {
    what: 'an intent without an answer is not shown as unknown',
    from: { table: 'deliveries d', id: 'd.id' },
    // Taken for unknown after 300 s.
    where: `d.handed_at is null and d.rejected_at is null and d.unknown_at is null and d.deferred_until is null
      and d.intended_at < t.now - interval '420 seconds'`,
  },
  {
    what: 'two outcomes of one delivery',
    from: { table: 'deliveries d', id: 'd.id' },
    where: `num_nonnulls(d.handed_at, d.rejected_at, d.unknown_at, d.deferred_until) > 1`,
  },
  {
    what: 'a batch whose time has come and that nobody sends',
    from: { table: 'invitation_batches b', id: 'b.id' },
    where: `b.undone_at is null and b.undo_until < t.now - interval '140 seconds'
      and coalesce(b.sender_until, b.undo_until) < t.now - interval '140 seconds'
      and not exists (select from sending_pauses where ended_at is null or ended_at > t.now - interval '140 seconds')
      and exists (select from invitations i where i.batch_id = b.id and i.way = 'relay' and i.sent_at is null and i.withdrawn_at is null
        and i.expired_at is null and i.declined_at is null and coalesce(i.waits_until, i.created_at) < t.now - interval '140 seconds'
        and not exists (select from permits p join deliveries d on d.permit_id = p.id
          where p.invitation_id = i.id and d.deferred_until > t.now - interval '140 seconds'))`,
  },
  {
    what: 'a sender that holds its batch past its lease',
    from: { table: 'invitation_batches b', id: 'b.id' },
    where: `b.sender_until < t.now - interval '140 seconds' and b.undone_at is null and exists (select from invitations i
      where i.batch_id = b.id and i.way = 'relay' and i.sent_at is null and i.withdrawn_at is null and i.expired_at is null and i.declined_at is null)`,
  },
  {
    what: 'an account that nobody reads and that is not over',
    from: {
      table: 'import_accounts a join imports i on i.owner_id = a.owner_id and i.id = a.import_id',
      id: 'i.id',
    },
    where: `i.read_at is null and i.failed_at is null and i.stopped_at is null and i.undone_at is null
      and a.alive_at < t.now - interval '180 seconds'`,
  },
  {
    what: 'a token kept for longer than 15 minutes',
    from: { table: 'grants g', id: 'g.id' },
    where: `g.sealed is not null and g.sealed_at < t.now - interval '16 minutes'`,
  },
];

/** One question for all of them: to ask each alone takes longer than to answer it. */
const stillStanding = states
  .map(
    ({ what, from, where }) => `(select '${what}' as what, '${from.table.split(' ')[0]} ' || ${from.id} as id
      from ${from.table}, (select coalesce($1::timestamptz, clock_timestamp()) as now) as t where ${where} limit 100)`,
  )
  .join(' union all ');
