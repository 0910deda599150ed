import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseEmail } from '@kith/contacts';
import { random } from '@kith/contacts/testing';
import { sql } from 'kysely';
import { askAs, type Inviter, pressSend, testInviter } from '../testing/inviter.ts';
import { type TestKith, testKith } from '../testing/kith.ts';
import { everyone, suppressionKey } from './consent/index.ts';
import { sendInvitations } from './invitations/jobs/send-invitations.ts';
import { identifierKey } from './members/index.ts';
import type { BatchId, MemberId } from './platform/ids.ts';
import { jsonRows, keyArray } from './platform/rows.ts';

/** Whom an address may belong to, of whom nobody may learn it. */
const kinds = ['unknown', 'hidden', 'opted out', 'invited by others'] as const;
type Kind = (typeof kinds)[number];
const ofEach = 1000;

let kith: TestKith;
let ahead = 0;
before(async () => {
  kith = await testKith({
    settings: { KITH_DEMO: 'true', KITH_UNDO_SECONDS: '30', KITH_SEND_PER_MINUTE: '600000' },
    platform: { clock: { now: () => new Date(Date.now() + ahead) } },
  });
});
after(() => kith.close());

interface Person {
  readonly name: string;
  readonly address: string;
  readonly kind: Kind;
}

/** People whose names, addresses and order tell nothing of their kind, by name; nor do they look like a sweep. */
function everybody(): ReadonlyMap<string, Person> {
  const chance = random(7);
  const letters = (length: number) =>
    Array.from({ length }, () => String.fromCharCode(97 + chance.int(0, 25))).join('');
  const left = kinds.map((kind) => ({ kind, left: ofEach }));
  const all = new Map<string, Person>();
  for (let nth = 0; nth < ofEach * kinds.length; nth++) {
    const open = left.filter((one) => one.left > 0);
    const one = open[chance.int(0, open.length - 1)] ?? assert.fail();
    one.left -= 1;
    const name = `Pia p${String(nth).padStart(4, '0')}`;
    all.set(name, { name, address: `${letters(10)}@${letters(8)}.example`, kind: one.kind });
  }
  return all;
}

const people = everybody();
const those = (kind: Kind) => [...people.values()].filter((one) => one.kind === kind);
const written = (some: readonly Person[]) => some.map(({ name, address }) => `${name} <${address}>`);

async function send(inviter: Inviter): Promise<BatchId> {
  // Safe: the API gives ids as text.
  const batchId = (await pressSend(kith, inviter)).batchId as BatchId;
  ahead += 31_000;
  await sendInvitations(kith.platform).run({ batchId });
  return batchId;
}

async function prepare(): Promise<void> {
  const { platform } = kith;
  await platform.database.asSystem(async (tx) => {
    const hidden = those('hidden').map(({ address }) => {
      const value = parseEmail(address) ?? assert.fail();
      const key = identifierKey(platform.secrets, { kind: 'email', value });
      return { id: platform.ids.next<MemberId>(), value, key: key.toString('hex') };
    });
    await sql`
      with hidden as (select * from json_to_recordset(${jsonRows(hidden)}::json) as t (id uuid, value text, key text)),
        made as (insert into members (id, name, created_at, invited_by)
          select id, 'Hidden', now(), (array['anyone', 'known', 'book'])[1 + ascii(value) % 3] from hidden returning id)
      insert into member_identifiers (key, id, member_id, kind, value, verified_at, is_primary, discoverability)
      select decode(key, 'hex'), gen_random_uuid(), id, 'email', value, now(), true, 'nobody' from hidden join made using (id)`.execute(
      tx,
    );
    const keys = those('opted out').map(
      ({ address }) => suppressionKey(platform.secrets, 'email', address) ?? assert.fail(),
    );
    await sql`
      insert into suppressions (key, inviter_id, reason, suppressed_at)
      select unnest(${keyArray(keys)}::bytea[]), ${everyone}::uuid, 'never_again', now()`.execute(tx);
  });
  await send(await testInviter(kith, written(those('invited by others'))));
}

/** The rows of a list by kind, without what is each contact's own: its ids, its name and its address. */
function masked(rows: readonly { readonly name: string }[]): Map<Kind, Set<string>> {
  const found = new Map<Kind, Set<string>>(kinds.map((kind) => [kind, new Set()]));
  const count = new Map<Kind, number>();
  for (const row of rows) {
    const { name, address, kind } = people.get(row.name) ?? assert.fail(row.name);
    count.set(kind, (count.get(kind) ?? 0) + 1);
    const text = JSON.stringify(row)
      .replace(name, 'NAME')
      .replace(address, 'ADDRESS')
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
      // Its turn came within the minute that the sending took.
      .replace(/("againAt":"[0-9-]+T)[^"]+/, '$1TIME');
    found.get(kind)?.add(text);
  }
  assert.deepEqual(
    kinds.map((kind) => count.get(kind)),
    kinds.map(() => ofEach),
  );
  return found;
}

function assertAlike(rows: readonly { readonly name: string }[], where: string): void {
  const found = masked(rows);
  const [first = new Set()] = found.values();
  assert.equal(first.size, 1, `${where}: ${[...first].slice(0, 3)}`);
  for (const [kind, texts] of found) assert.deepEqual(texts, first, `${where}: ${kind}`);
}

interface Page {
  readonly items: readonly { readonly name: string }[];
  readonly next?: string;
}

async function sentTo(cookie: string): Promise<{ readonly name: string }[]> {
  const rows: { readonly name: string }[] = [];
  let path = '/api/invitations';
  for (;;) {
    const page = await askAs<Page>(kith, cookie, 'GET', path);
    rows.push(...page.items);
    if (page.next === undefined) return rows;
    path = `/api/invitations?cursor=${page.next}`;
  }
}

test(`${ofEach} each of nobody, hidden members whoever may invite them, people who opted out, and people invited by others: the same bytes before the press, after it, and when all is sent`, async () => {
  await prepare();
  const observer = await testInviter(kith, written([...people.values()]));
  const invitees: { readonly name: string }[] = [];
  for (let offset = 0; offset < people.size; offset += 500) {
    const { items } = await askAs<Page>(
      kith,
      observer.cookie,
      'GET',
      `/api/imports/${observer.importId}/invitees?offset=${offset}&limit=500`,
    );
    invitees.push(...items);
  }
  assertAlike(invitees, 'people to invite');
  const { batchId } = await pressSend(kith, observer);
  assertAlike(await sentTo(observer.cookie), 'queued');
  ahead += 31_000;
  // Safe: the API gives ids as text.
  await sendInvitations(kith.platform).run({ batchId: batchId as BatchId });
  assertAlike(await sentTo(observer.cookie), 'sent');
  const others = await askAs<Page & { total: number }>(
    kith,
    observer.cookie,
    'GET',
    `/api/imports/${observer.importId}/others?limit=1`,
  );
  assert.equal(others.total, people.size);
});
