import type { MemberId } from '../../../server/src/platform/ids.ts';
import { type TestKith, testMember } from '../../../server/testing/kith.ts';

export interface Filled {
  readonly members: number;
  readonly edges: number;
  readonly connections: number;
  /** Milliseconds. */
  readonly took: number;
  /** The nth member, from 1. */
  idOf(nth: number): MemberId;
  /** Somebody whom nobody holds yet. */
  readonly newcomer: { readonly id: MemberId; readonly email: string };
}

const community = 500;
const idText = (nth: string) => `lpad(to_hex(${nth}), 32, '0')::uuid`;

/**
 * Fills an empty network in the shape of networks of people: seven tenths of a book are of one's own community of 500, a tenth are people
 * whom many hold, the rest is anybody. One in a thousand has 500 connections more than the others' 18; one in twenty is
 * hidden, one in twenty is found by people they hold alone.
 */
export async function fillNetwork(kith: TestKith, members: number, edges: number): Promise<Filled> {
  const { platform } = kith;
  const began = performance.now();
  const each = Math.round(edges / members);
  const client = await platform.database.client();
  const run = (text: string) => client.query(text);
  try {
    await run(`select set_config('kith.owner', 'all', false), set_config('maintenance_work_mem', '512MB', false),
      set_config('synchronous_commit', 'off', false), setseed(0.5)`);
    await run(`insert into members (id, name, created_at, organisation, organisation_key)
      select ${idText('i')}, 'Member ' || i, now(), 'Works', 'works ' || i % 2000 from generate_series(1, ${members}) i`);
    await run(`insert into member_identifiers (key, id, member_id, kind, value, verified_at, is_primary, discoverability)
      select sha256(i::text::bytea), ${idText('i')}, ${idText('i')}, 'email', 'm' || i || '@bench.example', now(), true,
        case i % 20 when 0 then 'nobody' when 1 then 'mutual' else 'everyone' end from generate_series(1, ${members}) i`);
    await withoutIndexes(run, 'connections', () =>
      run(`with pairs as materialized (
        select distinct least(a, b) as a, greatest(a, b) as b from (
          select i as a, (i - 1) / ${community} * ${community} + 1 + floor(random() * ${community})::int as b
            from generate_series(1, ${members}) i, generate_series(1, 8)
          union all select i, 1 + floor(random() * ${members})::int from generate_series(1, ${members}) i
          union all select i * 1000, 1 + floor(random() * ${members})::int
            from generate_series(1, ${Math.floor(members / 1000)}) i, generate_series(1, 500)
        ) e where a <> b and b <= ${members}
      ) insert into connections (member_id, other_id, connected_at)
        select ${idText('a')}, ${idText('b')}, now() from pairs union all select ${idText('b')}, ${idText('a')}, now() from pairs`),
    );
    await withoutIndexes(run, 'candidates', () =>
      run(`insert into candidates (owner_id, contact_id, step, member_id, name, sort_key, search)
        select ${idText('a')}, ${idText('a * 1000 + k')}, 'here', ${idText('b')}, 'n', 'n', 'n' from (
          select i as a, k, case
            when k <= ${Math.floor(each * 0.7)} then (i - 1) / ${community} * ${community} + 1 + (k * (2 * (i % 17) + 3) + i * 31) % ${community - 1}
            when k <= ${Math.floor(each * 0.8)} then 1 + floor(power(random(), 4) * ${members})::int
            else 1 + floor(random() * ${members})::int end as b
          from generate_series(1, ${members}) i, generate_series(1, ${each}) k) e`),
    );
    await run('vacuum analyze candidates, connections, members, member_identifiers');
    const { rows } = await client.query<{ edges: number; connections: number }>(
      'select (select count(*) from candidates) as edges, (select count(*) from connections) as connections',
    );
    const took = performance.now() - began;
    const email = 'newcomer@bench-mail.eu';
    const { id } = await testMember(kith, { name: 'New Comer', email });
    return {
      members,
      edges: rows[0]?.edges ?? 0,
      connections: rows[0]?.connections ?? 0,
      took,
      // Safe: it is the id that the nth member was given above.
      idOf: (nth) => `${'0'.repeat(8)}-0000-0000-0000-${nth.toString(16).padStart(12, '0')}` as MemberId,
      newcomer: { id, email },
    };
  } finally {
    client.release(true);
  }
}

/** Fills a table before its keys and indexes are made: sorted once, they take a third of the time. */
async function withoutIndexes(
  run: (text: string) => Promise<{ rows: { is: string; as: string }[] }>,
  table: string,
  fill: () => Promise<unknown>,
): Promise<void> {
  const keys = await run(`select format('alter table ${table} drop constraint %I', conname) as is,
      format('alter table ${table} add constraint %I %s', conname, pg_get_constraintdef(oid)) as as
    from pg_constraint where conrelid = '${table}'::regclass and contype in ('p', 'f') order by contype`);
  const indexes = await run(`select format('drop index %I', indexname) as is, indexdef as as from pg_indexes
    where tablename = '${table}' and indexname not in (select conname from pg_constraint)`);
  for (const { is } of [...keys.rows, ...indexes.rows]) await run(is);
  await fill();
  // The edges have no contacts behind them, so their foreign key stays away.
  for (const { as } of [...keys.rows, ...indexes.rows]) if (!as.includes('FOREIGN KEY')) await run(as);
}
