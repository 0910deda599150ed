import type { Violation } from '../auditor.ts';
import type { Ask } from './ask.ts';

interface Line {
  readonly what: 'no' | 'lifted' | 'intent';
  readonly key: string;
  readonly inviter: string | null;
  /** Of a no that is no decline. */
  readonly reason: string | null;
  /** The delivery that was begun, or the invitation that was declined. */
  readonly row: string | null;
  /** When it was committed, in milliseconds; null where the server does not keep that. */
  readonly at: number | null;
}

const everyone = '00000000-0000-0000-0000-000000000000';

/** I4: by the journal where one is kept, in the order of commits; else by the times that stand in the rows. */
export async function optOutViolations(ask: Ask): Promise<Violation[]> {
  const journal = await journalOf(ask);
  return journal === undefined ? byTimes(ask) : byOrder(journal.lines);
}

/** What was said and begun, in the order of commits; undefined where nobody kept it. */
async function journalOf(
  ask: Ask,
): Promise<{ readonly lines: readonly Line[]; readonly timed: boolean } | undefined> {
  const [journal] = await ask<{ kept: boolean; commits: string }>(
    `select to_regclass('audit.journal') is not null as kept, current_setting('track_commit_timestamp') as commits`,
  );
  if (journal?.kept !== true) return undefined;
  const timed = journal.commits === 'on';
  const at = timed ? 'pg_xact_commit_timestamp(xid::xid)' : 'null::timestamptz';
  const lines = await ask<Line>(
    `select what, encode(key, 'hex') as key, inviter_id as inviter, reason, row_id as row, (extract(epoch from ${at}) * 1000)::float8 as at
     from audit.journal order by ${timed ? `${at}, n` : 'n'}`,
  );
  return { lines, timed };
}

/** A message that a sink took, and when. */
export interface Arrival {
  readonly delivery: string | null;
  readonly key: string;
  readonly inviter: string;
  readonly takenAt: Date;
  /** Seconds from the intent to where the server gave up waiting for it; null where it never did. */
  readonly overtaken: number | null;
  readonly row: string;
}

/** So many seconds a no waits before it may leave a message behind, less what two readings of a clock may differ by. */
const leastWait = 2.9;

/** I4 on the wire: the last byte came before the no was committed, but for a message that the no waited for in vain and said so. */
export async function wireViolations(ask: Ask, arrivals: readonly Arrival[]): Promise<Violation[]> {
  const journal = arrivals.length === 0 ? undefined : await journalOf(ask);
  if (journal?.timed !== true) return [];
  const said = Map.groupBy(journal.lines, ({ key }) => key);
  const found: Violation[] = [];
  for (const { delivery, key, inviter, takenAt, overtaken, row } of arrivals) {
    const refused = new Set<string>();
    for (const line of said.get(key) ?? []) {
      if (line.what === 'intent' || line.at === null || line.at > takenAt.getTime()) continue;
      if (line.what === 'no') refused.add(nameOf(line));
      else refused.delete(nameOf(line));
    }
    const isRefused = [...refused].some((name) => name.endsWith(everyone) || name.endsWith(inviter));
    if (isRefused && (overtaken === null || overtaken < leastWait))
      found.push({
        invariant: 'I4',
        what: 'a message arrived after the no of its recipient was committed',
        row: `${row}, delivery ${delivery}`,
      });
  }
  return found;
}

/** A decline is one of its invitation, and a suppression one of its inviter or of all; either ends at whom it keeps away. */
function nameOf({ row, reason, inviter }: Line): string {
  return `${row ?? reason ?? ''} ${inviter ?? everyone}`;
}

function byOrder(lines: readonly Line[]): Violation[] {
  const found: Violation[] = [];
  const said = new Map<string, Set<string>>();
  for (const line of lines) {
    const by = said.get(line.key) ?? new Set<string>();
    said.set(line.key, by);
    const { inviter } = line;
    if (line.what === 'no') by.add(nameOf(line));
    else if (line.what === 'lifted') by.delete(nameOf(line));
    else if ([...by].some((name) => name.endsWith(everyone) || (inviter !== null && name.endsWith(inviter))))
      found.push({
        invariant: 'I4',
        what: 'a message was begun after the recipient said no',
        row: `delivery ${line.row}`,
      });
  }
  return found;
}

/** The server reads its clock before it waits for its turn, so within a second the rows cannot say what came first. */
async function byTimes(ask: Ask): Promise<Violation[]> {
  const rows = await ask<{ id: string }>(
    `select distinct d.id from deliveries d join permits p on p.id = d.permit_id join consents c on c.id = p.consent_id
       join suppressions s on s.key = p.recipient_key and s.inviter_id in ($1::uuid, c.member_id)
     where d.intended_at > s.suppressed_at + interval '1 second'`,
    [everyone],
  );
  return rows.map(({ id }) => ({
    invariant: 'I4',
    what: 'a message was begun after the recipient said no',
    row: `delivery ${id}`,
  }));
}
