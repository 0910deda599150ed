import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { after, before, test } from 'node:test';
import { parseEmail } from '@kith/contacts';
import pg from 'pg';
import { everybody, type Kind, kinds, makeThemSo, written } from '../testing/four-kinds.ts';
import { askAs, pressSend, testInviter } from '../testing/inviter.ts';
import { type TestKith, testKith } from '../testing/kith.ts';
import { sendInvitations } from './invitations/jobs/send-invitations.ts';
import { identifierKey } from './members/index.ts';
import type { BatchId } from './platform/ids.ts';
import { matchMembers } from './review/matching.ts';

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

const passUndo = () => {
  ahead += 31_000;
};
const people = everybody(ofEach);

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
  await makeThemSo(kith, [...people.values()], passUndo);
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
  passUndo();
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

/** The statements that were asked of the database for whoever is noted here. */
const noted = new AsyncLocalStorage<string[]>();

async function statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const statements: string[] = [];
  await noted.run(statements, work);
  return statements;
}

test('each kind costs the same statements: before the press, at it and after it, and when members are looked up', async () => {
  const { query } = pg.Client.prototype;
  // Safe: it hands on all that it is given.
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [what] = args;
    noted.getStore()?.push(typeof what === 'string' ? what : String((what as { text: string }).text));
    return Reflect.apply(query, this, args);
  } as typeof query;
  try {
    const found = new Map<Kind, readonly string[]>();
    for (const kind of kinds) {
      const some = [...people.values()].filter((one) => one.kind === kind).slice(0, 8);
      const inviter = await testInviter(kith, written(some));
      const { id, cookie, importId } = inviter;
      const get = (url: string) => askAs(kith, cookie, 'GET', url);
      const keys = some.map(({ address }) => {
        const value = parseEmail(address) ?? assert.fail();
        return identifierKey(kith.platform.secrets, { kind: 'email', value });
      });
      const statements = [
        ...(await statementsOf(() =>
          kith.platform.database.asMember(id, (tx) => matchMembers(kith.platform, tx, id, keys)),
        )),
        ...(await statementsOf(async () => {
          await get(`/api/imports/${importId}/invitees`);
          await askAs(kith, cookie, 'POST', `/api/imports/${importId}/review`, {});
          await pressSend(kith, inviter);
          await get('/api/invitations');
          await get(`/api/imports/${importId}/others`);
        })),
      ];
      assert.ok(statements.length > 30, `${statements.length} statements`);
      found.set(kind, statements);
    }
    for (const kind of kinds) assert.deepEqual(found.get(kind), found.get('unknown'), kind);
  } finally {
    pg.Client.prototype.query = query;
  }
});
