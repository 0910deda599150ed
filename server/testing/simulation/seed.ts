import { parseEmail, parsePhone } from '@kith/contacts';
import { identifierKey } from '../../src/members/index.ts';
import type { ContactId, ImportId, MemberId } from '../../src/platform/ids.ts';
import { act } from './acts.ts';
import { type Chance, chanceOf } from './chance.ts';
import { atEnd } from './checks.ts';
import { secrets } from './secret.ts';
import type { Lane } from './sessions.ts';
import { World } from './world.ts';

export interface SeedReport {
  readonly seed: number;
  readonly steps: number;
  readonly messages: number;
  /** SHA-256 of the whole trace; the same seed gives the same. */
  readonly hash: string;
  /** What was broken: the invariant, and whom it concerns. */
  readonly broken: readonly string[];
  readonly trace: readonly string[];
}

/** Steps of a world that goes in circles; far more than any takes. */
const mostSteps = 20_000;

/** Looks at what is left to do; more than a network of the simulation ever has. */
const mostHops = 60;
/** Seconds after which the next sweep has come. */
const sweepComes = 61;

/** Runs one world from its first press to its quiet end, and checks it. */
export async function runSeed(lane: Lane, seed: number): Promise<SeedReport> {
  await lane.clear();
  const chance = chanceOf(seed);
  const world = new World(lane, chance);
  try {
    await people(world);
    await live(world);
    await settle(world);
    await atEnd(world);
  } catch (error) {
    world.breach('simulation', error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    for (const process of world.everyProcess) await world.scheduler.kill(process);
  }
  await world.noteState();
  const { steps, broken, trace } = world;
  return { seed, steps, messages: world.taken.length, hash: world.hash(), broken, trace };
}

/** Members with books that overlap, so that several invite the same people. */
async function people(world: World): Promise<void> {
  const { chance, lane } = world;
  const recipients = [
    ...['ada', 'bo', 'cleo', 'dag'].slice(0, 1 + chance.below(4)).map((name) => ({
      name,
      kind: 'email' as const,
      // In countries where a network may write, and remind; where it may not remind; where it may not write unasked.
      value: `${name}@posteo.invalid.${chance.pick(['no', 'jp', 'jp', 'de'])}`,
    })),
    ...['+4790000001', '+4790000002'].slice(0, chance.below(3)).map((value) => ({
      name: `Phone ${value.slice(-1)}`,
      kind: 'phone' as const,
      value,
    })),
  ];
  const at = world.now();
  const members: object[] = [];
  const imports: object[] = [];
  const contacts: object[] = [];
  const identifiers: object[] = [];
  for (const name of ['Ida', 'Leo', 'Mia'].slice(0, 1 + chance.below(3))) {
    const inviter = {
      id: idOf<MemberId>(chance),
      name,
      importId: idOf<ImportId>(chance),
    };
    world.inviters.push(inviter);
    members.push({ id: inviter.id, name, locale: chance.percent(50) ? 'en' : 'nb', created_at: at });
    imports.push({ owner_id: inviter.id, id: inviter.importId, received_at: at });
    for (const { name: called, kind, value } of recipients) {
      if (!chance.percent(75)) continue;
      const id = idOf<ContactId>(chance);
      const labelled = [{ value }];
      const none: readonly never[] = [];
      contacts.push({
        owner_id: inviter.id,
        id,
        name: called,
        at,
        data: {
          kind: 'person',
          names: { full: called, given: called },
          emails: kind === 'email' ? labelled : none,
          phones: kind === 'phone' ? labelled : none,
          urls: none,
          ims: none,
          addresses: none,
          organisations: none,
          titles: none,
          notes: none,
          categories: none,
          relations: none,
          source: {},
          problems: none,
        },
        channel: kind === 'email' ? 'email' : 'text',
      });
      identifiers.push({ owner_id: inviter.id, contact_id: id, kind, key: keyOf(kind, value), value });
    }
  }
  await lane.admin.query(making, [JSON.stringify({ members, imports, contacts, identifiers })]);
}

/** Each contact is of one card, which the import brought. */
const making = `
  with given as (select $1::jsonb as j), members as (
    insert into members (id, name, locale, created_at)
      select r.* from given, jsonb_to_recordset(j -> 'members') as r (id uuid, name text, locale text, created_at timestamptz)
  ), people as materialized (
    select r.*, i.id as import_id
    from given, jsonb_to_recordset(j -> 'contacts') as r (owner_id uuid, id uuid, name text, data json, at timestamptz, channel text)
      join lateral (select id from jsonb_to_recordset(j -> 'imports') as i (owner_id uuid, id uuid) where i.owner_id = r.owner_id) as i on true
  ), imports as (
    insert into imports (owner_id, id, kind, received_at, read_at, region, cards_read, cards_new)
      select r.*, 'NO', n, n from given, jsonb_to_recordset(j -> 'imports') as i (owner_id uuid, id uuid, received_at timestamptz)
        cross join lateral (select count(*) as n from people p where p.owner_id = i.owner_id) as c
        cross join lateral (select i.owner_id, i.id, 'paste', i.received_at, i.received_at) as r
  ), contacts as (
    insert into contacts (owner_id, id, name, sort_key, search, data, created_at, updated_at)
      select owner_id, id, name, lower(name), lower(name), data, at, at from people
  ), cards as (
    insert into cards (owner_id, id, source_id, key, contact_id, digest, data, created_at, updated_at)
      select owner_id, id, import_id, uuid_send(id), id, '', '{}', at, at from people
  ), brought as (
    insert into import_cards (owner_id, import_id, card_id, outcome) select owner_id, import_id, id, 'new' from people
  ), identifiers as (
    insert into contact_identifiers (owner_id, contact_id, position, kind, key, value)
      select owner_id, contact_id, 0, kind, decode(key, 'hex'), value
      from given, jsonb_to_recordset(j -> 'identifiers') as r (owner_id uuid, contact_id uuid, kind text, key text, value text)
  )
  insert into candidates (owner_id, contact_id, step, reason, channel, name, sort_key, search, position)
    select owner_id, id, 'other', 'no_name', channel, name, lower(name), lower(name), 0 from people`;

function idOf<T extends MemberId | ImportId | ContactId>(chance: Chance): T {
  const hex = chance.bytes(16).toString('hex');
  // Safe: the caller says whose id it is.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}` as T;
}

function keyOf(kind: 'email' | 'phone', value: string): string {
  const email = kind === 'email' ? parseEmail(value) : undefined;
  const phone = kind === 'phone' ? parsePhone(value) : undefined;
  const identifier = email !== undefined ? { kind: 'email' as const, value: email } : undefined;
  if (identifier !== undefined) return identifierKey(secrets, identifier).toString('hex');
  if (phone === undefined) throw new TypeError(`${value} is no identifier`);
  return identifierKey(secrets, { kind: 'phone', value: phone }).toString('hex');
}

/** The busy part: who goes on, who begins, what breaks, and how time goes are all of the seed. */
async function live(world: World): Promise<void> {
  const { chance, weather } = world;
  // Most lives are short, for more of them meet more than a few long ones do; some are long.
  let acts = chance.percent(12) ? 10 + chance.below(16) : 3 + chance.below(6);
  const first = acts >> 1;
  for (let rounds = 0; rounds < mostSteps; rounds++) {
    if (world.up.size < 2 && chance.percent(10)) world.rise();
    if (chance.percent(weather.deaths) && chance.percent(20))
      await world.kill(chance.pick(['a', 'b']) ?? 'a');
    if (chance.percent(weather.deaths) && chance.percent(15)) world.sleep(chance.pick(['a', 'b']) ?? 'a');
    if (chance.percent(weather.database) && chance.percent(20)) await world.restart();
    if (chance.percent(weather.clock) && chance.percent(20)) world.jump();
    world.wake();
    const ready = world.ready();
    const busy = ready.length + world.scheduler.waits().length;
    if (ready.length > 0 && (busy >= 4 || chance.percent(85))) {
      let stop = chance.pick(ready);
      // Some go far before another has a turn, some a step.
      for (let turns = 1 + chance.below(chance.percent(50) ? 30 : 3); turns > 0; turns--) {
        if (stop === undefined) break;
        await world.step(stop);
        stop = chance.pick(world.ready(stop.actor));
      }
      continue;
    }
    const [job] = world.due();
    const worker = job === undefined ? undefined : world.freeWorker();
    if (job !== undefined && worker !== undefined && chance.percent(60)) await world.deliver(job, worker);
    else if (acts > first || (acts > 0 && chance.percent(world.taken.length > 0 ? 55 : 8))) {
      // Where nothing has arrived yet there is nothing to answer: time goes on first.
      acts -= 1;
      await act(world);
    } else if (ready.length === 0 || chance.percent(20)) world.wait();
    if (acts === 0 && ready.length === 0 && world.due().length === 0) return;
  }
}

/** The weather clears, everybody is up, and time goes on, from one thing that is due to the next, until nothing is left to do. */
async function settle(world: World): Promise<void> {
  world.clear();
  for (let hop = 0; hop < mostHops; hop++) {
    const { isPaused } = await world.outlook();
    if (isPaused) await world.resume();
    for (let rounds = 0; rounds < mostSteps; rounds++) {
      const [stop] = world.ready();
      if (stop !== undefined) {
        await world.step(stop);
        continue;
      }
      const [job] = world.due();
      if (job === undefined) break;
      await world.deliver(job, world.freeWorker() ?? 'a');
    }
    const { isQuiet, seconds } = await world.outlook();
    // What a sweep alone finds comes after a minute.
    if (hop > 0 && isQuiet) return;
    world.pass((hop === 0 ? sweepComes : Math.max(sweepComes, seconds)) * 1000);
  }
}
