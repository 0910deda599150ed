import type { Violation } from '../auditor.ts';
import type { Ask } from './ask.ts';

interface Line {
  readonly what: 'no' | 'lifted' | 'intent';
  readonly key: string;
  readonly inviter: string | null;
  readonly row: string | null;
}

const everyone = '00000000-0000-0000-0000-000000000000';

/** I4: by the journal where one is kept, in the order of commits; else by the times that stand in the rows. */
export async function optOutViolations(ask: Ask): Promise<Violation[]> {
  const [journal] = await ask<{ kept: boolean; commits: string }>(
    `select to_regclass('audit.journal') is not null as kept, current_setting('track_commit_timestamp') as commits`,
  );
  if (journal?.kept !== true) return byTimes(ask);
  const order = journal.commits === 'on' ? 'pg_xact_commit_timestamp(xid::xid), n' : 'n';
  const lines = await ask<Line>(
    `select what, encode(key, 'hex') as key, inviter_id as inviter, row_id as row from audit.journal order by ${order}`,
  );
  return byOrder(lines);
}

function byOrder(lines: readonly Line[]): Violation[] {
  const found: Violation[] = [];
  const said = new Map<string, Set<string>>();
  for (const { what, key, inviter, row } of lines) {
    const by = said.get(key) ?? new Set<string>();
    said.set(key, by);
    if (what === 'no') by.add(inviter ?? everyone);
    else if (what === 'lifted') by.delete(inviter ?? everyone);
    else if (by.has(everyone) || (inviter !== null && by.has(inviter)))
      found.push({
        invariant: 'I4',
        what: 'a message was begun after the recipient said no',
        row: `delivery ${row}`,
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
