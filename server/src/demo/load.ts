import { emailKey, parseEmail } from '@kith/contacts';
import { sql } from 'kysely';
import { placeKey } from '../members/index.ts';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import type { Platform } from '../platform/platform.ts';
import { type DemoIdentifier, type DemoMember, type DemoNetwork, demoNetwork } from './network.ts';

const day = 86_400;
const tables = ['members', 'member_photos', 'member_identifiers', 'connections', 'connection_requests'];

/**
 * Fills an empty network with the demo's members, once; a second start finds them and loads nothing.
 *
 * Its SQL writes the tables of several slices, whole columns at a time: 5,000 members one by one through their doors
 * would take a minute of the first start.
 */
export async function loadDemo(platform: Platform): Promise<void> {
  const began = performance.now();
  const network = await platform.database.asSystem(async (tx) => {
    // Two servers on one database start at the same time: the second waits and finds everything there.
    await sql`select pg_advisory_xact_lock(hashtext('kith.demo'))`.execute(tx);
    const { rows } = await sql`select 1 from members where is_demo limit 1`.execute(tx);
    if (rows.length > 0) return undefined;
    const made = demoNetwork();
    await insertMembers(platform, tx, made.members);
    await insertConnections(platform, tx, made);
    return made;
  });
  if (network === undefined) return;
  await platform.database.pool.query(`analyze ${tables.join(', ')}`);
  platform.log.info('demo.loaded', {
    members: network.members.length,
    connections: network.connections.length,
    milliseconds: Math.round(performance.now() - began),
  });
}

async function insertMembers(platform: Platform, tx: Transaction, members: readonly DemoMember[]) {
  const now = platform.clock.now();
  const joined = members.map(({ daysHere }) => after(now, -daysHere * day));
  await sql`
    insert into members (id, name, headline, location, region, created_at, is_demo, photo_etag, organisation, organisation_key)
    select id, name, headline, location, region, created_at, true, etag, organisation, organisation_key
    from unnest(
      ${members.map(({ id }) => id)}::uuid[], ${members.map(({ name }) => name)}::text[],
      ${members.map(({ headline }) => headline)}::text[], ${members.map(({ location }) => location)}::text[],
      ${members.map(({ region }) => region)}::text[], ${joined}::timestamptz[],
      ${members.map(({ id, photo }) => (photo === undefined ? null : id.slice(-12)))}::text[],
      ${members.map(({ organisation }) => organisation)}::text[],
      ${members.map(({ organisation }) => placeKey(organisation))}::text[]
    ) as t (id, name, headline, location, region, created_at, etag, organisation, organisation_key)`.execute(
    tx,
  );
  const pictured = members.filter(({ photo }) => photo !== undefined);
  await sql`
    insert into member_photos (member_id, media_type, bytes)
    select id, 'image/png', bytes
    from unnest(${pictured.map(({ id }) => id)}::uuid[], ${pictured.map(({ photo }) => photo)}::bytea[])
      as t (id, bytes)`.execute(tx);
  const identifiers = members.flatMap((member, at) =>
    member.identifiers.map((identifier) => ({ member: member.id, since: joined[at], ...identifier })),
  );
  await sql`
    insert into member_identifiers (key, id, member_id, kind, value, verified_at, is_primary, discoverability)
    select * from unnest(
      ${identifiers.map((one) => keyOf(platform, one))}::bytea[],
      ${identifiers.map(() => platform.ids.next())}::uuid[],
      ${identifiers.map(({ member }) => member)}::uuid[], ${identifiers.map(({ kind }) => kind)}::text[],
      ${identifiers.map(({ value }) => value)}::text[], ${identifiers.map(({ since }) => since)}::timestamptz[],
      ${identifiers.map(({ primary }) => primary)}::boolean[],
      ${identifiers.map(({ discoverability }) => discoverability)}::text[]
    )`.execute(tx);
}

async function insertConnections(platform: Platform, tx: Transaction, network: DemoNetwork) {
  const now = platform.clock.now();
  const both = network.connections.flatMap(([one, other], at) => {
    const since = after(now, -(1 + (at % 200)) * day);
    return [
      { member: one, other, since },
      { member: other, other: one, since },
    ];
  });
  await sql`
    insert into connections (member_id, other_id, connected_at)
    select * from unnest(
      ${both.map(({ member }) => member)}::uuid[], ${both.map(({ other }) => other)}::uuid[],
      ${both.map(({ since }) => since)}::timestamptz[]
    )`.execute(tx);
  const { requests } = network;
  await sql`
    insert into connection_requests (id, sender_id, recipient_id, created_at)
    select * from unnest(
      ${requests.map(() => platform.ids.next())}::uuid[], ${requests.map(({ sender }) => sender)}::uuid[],
      ${requests.map(({ recipient }) => recipient)}::uuid[],
      ${requests.map((_, at) => after(now, -(at + 1) * day))}::timestamptz[]
    )`.execute(tx);
}

function keyOf({ secrets }: Platform, { kind, value }: DemoIdentifier): Buffer {
  if (kind === 'phone') return secrets.keyed('identifier.phone', value);
  const email = parseEmail(value);
  if (email === undefined) throw new TypeError('the generator made an address that is none');
  return secrets.keyed('identifier.email', emailKey(email));
}
