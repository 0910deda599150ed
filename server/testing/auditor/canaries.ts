import type { Violation } from '../auditor.ts';
import type { Ask } from './ask.ts';
import { type SinkRecord, tokensIn } from './messages.ts';

/** Keys of invitations that are looked for beside the canaries: enough to find a column that keeps them. */
const mostTokens = 20;

/** I6: no password, token or recipient's own key stands in any row, in clear, as hex or as base64. */
export async function canaryViolations(
  ask: Ask,
  canaries: readonly string[],
  sinks: readonly SinkRecord[],
): Promise<Violation[]> {
  const tokens = sinks
    .filter(({ channel }) => channel === 'text')
    .flatMap(({ message }) => tokensIn(String(message)))
    .slice(0, mostTokens);
  const sought = [...canaries, ...tokens].flatMap((text) => [
    text,
    Buffer.from(text).toString('hex'),
    Buffer.from(text).toString('base64').replace(/=+$/, ''),
  ]);
  if (sought.length === 0) return [];
  const tables = await ask<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname in ('public', 'jobs') and c.relname <> 'demo_messages'
      and pg_relation_size(c.oid) > 0`);
  const found: Violation[] = [];
  for (const { name } of tables) {
    const [row] = await ask<{ n: string }>(
      `select count(*)::text as n from ${name} as t where exists (select from unnest($1::text[]) as s where strpos(t::text, s) > 0)`,
      [sought],
    );
    if (Number(row?.n ?? 0) > 0)
      found.push({ invariant: 'I6', what: `a secret stands in ${row?.n} rows`, row: `table ${name}` });
  }
  return found;
}
