import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import type { MemberId } from '../../server/src/platform/ids.ts';
import { type TestKith, testKith } from '../../server/testing/kith.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      members: { type: 'string', default: '100000' },
      edges: { type: 'string', default: '10000000' },
      reads: { type: 'string', default: '5000' },
    },
  });
  const kith = await testKith();
  try {
    await fill(kith, Number(values.members), Math.round(Number(values.edges) / Number(values.members)));
    await probe(kith, Number(values.members), Number(values.reads));
  } finally {
    await kith.close();
  }
}

async function fill({ platform }: TestKith, members: number, each: number): Promise<void> {
  const client = await platform.database.client();
  const t = async (name: string, text: string) => {
    const began = performance.now();
    await client.query(text);
    console.log(name, Math.round(performance.now() - began), 'ms');
  };
  const id = (n: string) => `lpad(to_hex(${n}), 32, '0')::uuid`;
  try {
    await client.query(
      "select set_config('kith.owner', 'all', false), set_config('maintenance_work_mem', '512MB', false), set_config('synchronous_commit','off',false), setseed(0.5)",
    );
    await t(
      'members',
      `insert into members (id, name, created_at, organisation, organisation_key) select ${id('i')}, 'Member ' || i, now(), 'Org', 'org ' || i % 2000 from generate_series(1, ${members}) i`,
    );
    await t(
      'identifiers',
      `insert into member_identifiers (key, id, member_id, kind, value, verified_at, is_primary, discoverability)
      select sha256(i::text::bytea), ${id('i')}, ${id('i')}, 'email', 'm' || i || '@bench.example', now(), true, case when i % 20 = 0 then 'nobody' when i % 20 = 1 then 'mutual' else 'everyone' end from generate_series(1, ${members}) i`,
    );
    await t(
      'connections',
      `insert into connections (member_id, other_id, connected_at)
      select ${id('a')}, ${id('b')}, now() from (
        select i as a, (i / 500) * 500 + 1 + floor(random() * 499)::int as b from generate_series(1, ${members}) i, generate_series(1, 8) k
        union all select i, 1 + floor(random() * ${members})::int from generate_series(1, ${members}) i, generate_series(1, 1) k
        union all select i * 1000, 1 + floor(random() * ${members})::int from generate_series(1, ${members / 1000}) i, generate_series(1, 500) k
      ) e where a <> b and b <= ${members} on conflict do nothing`,
    );
    await t(
      'back',
      `insert into connections (member_id, other_id, connected_at) select other_id, member_id, connected_at from connections on conflict do nothing`,
    );
    const { rows } = await client.query<{ indexdef: string; indexname: string }>(
      "select indexname, indexdef from pg_indexes where tablename = 'candidates' and indexname <> 'candidates_pkey'",
    );
    await t(
      'drop',
      `alter table candidates drop constraint candidates_owner_id_contact_id_fkey; alter table candidates drop constraint candidates_pkey; ${rows.map((r) => `drop index ${r.indexname}`).join(';')}`,
    );
    await t(
      'edges',
      `insert into candidates (owner_id, contact_id, step, member_id, name, sort_key, search)
      select ${id('a')}, ${id('a * 1000 + k')}, 'here', ${id('b')}, 'n', 'n', 'n' from (
        select i as a, k, case
          when k <= ${Math.floor(each * 0.7)} then (i / 500) * 500 + 1 + (k * (2 * (i % 17) + 3) + i * 31) % 499
          when k <= ${Math.floor(each * 0.8)} then 1 + floor(power(random(), 4) * ${members})::int
          else 1 + floor(random() * ${members})::int end as b
        from generate_series(1, ${members}) i, generate_series(1, ${each}) k) e where a <> b and b <= ${members}`,
    );
    await t('pkey', 'alter table candidates add primary key (owner_id, contact_id)');
    for (const r of rows) await t(r.indexname, r.indexdef);
    await t('vacuum', 'vacuum analyze candidates, connections, members, member_identifiers');
    const c = await client.query(
      'select (select count(*) from candidates) e, (select count(*) from connections) c',
    );
    console.log(c.rows[0]);
  } finally {
    client.release(true);
  }
}

async function probe({ platform }: TestKith, members: number, reads: number): Promise<void> {
  const times: number[] = [];
  let found = 0;
  for (let n = 0; n < reads; n++) {
    const member = (1 + Math.floor((n * 7919) % members)).toString(16).padStart(32, '0') as MemberId;
    const began = performance.now();
    const { rows } = await platform.database.asMember(member, (tx) =>
      sql`select * from suggestions_now(true, now() - interval '90 days', 50) s join members m using (id)`.execute(
        tx,
      ),
    );
    times.push(performance.now() - began);
    found += rows.length;
  }
  times.splice(0, 100);
  times.sort((a, b) => a - b);
  console.log(
    'found',
    found / reads,
    'p50',
    times[Math.floor(times.length / 2)],
    'p95',
    times[Math.floor(times.length * 0.95)],
    'p99',
    times[Math.floor(times.length * 0.99)],
    'max',
    times.at(-1),
  );
  console.log(process.env.KITH_TEST_DATABASE_URL, platform.database.pool.options.connectionString);
  if (process.env.SG_WAIT) await new Promise((r) => setTimeout(r, Number(process.env.SG_WAIT) * 1000));
}
