import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generatePeople, googleCsv, random } from '@kith/contacts/testing';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { answered } from '../../testing/wait.ts';

let kith: TestKith;
before(async () => {
  kith = await testKith({ settings: { KITH_DEMO: 'true' } });
});
after(() => kith.close());

interface Row {
  contactId: string;
  name: string;
  selected: boolean;
}
interface Counts {
  total: number;
  matching: number;
  selected: number;
}

const scripts = 25;
const presses = 12;

test(`${scripts} random scripts of filters, presses, ticks and arriving rows select exactly what they should`, async () => {
  const { next: draw } = random(77);
  const pick = <T>(from: readonly T[]): T => {
    const one = from[Math.floor(draw() * from.length)];
    assert.ok(one !== undefined);
    return one;
  };
  const people = generatePeople({ seed: 5, count: 120 });
  for (let script = 0; script < scripts; script++) {
    const { cookie } = await testMember(kith, { name: 'Ana', email: `ana-${script}@select.example` });
    let arrived = 30;
    const id = await upload(cookie, googleCsv(people.slice(0, arrived)));
    let rows = await list(cookie, id);
    const decided = new Map<string, boolean>();
    const rules: { q: string; on: boolean }[] = [];
    for (let press = 0; press < presses; press++) {
      const action = draw();
      if (action < 0.4) {
        const q = draw() < 0.3 ? '' : nameWord(pick(rows));
        const on = draw() < 0.5;
        const matching = await list(cookie, id, q);
        const counts = await send(cookie, 'POST', id, {
          step: 'invite',
          all: on,
          filter: q === '' ? {} : { q },
        });
        assert.equal(counts.matching, matching.length);
        for (const row of matching) decided.set(row.contactId, on);
        if (q === '') decided.clear();
        rules.push({ q, on });
      } else if (action < 0.85) {
        const some = Array.from({ length: 1 + Math.floor(draw() * 3) }, () => pick(rows));
        const on = draw() < 0.5;
        await send(cookie, 'PATCH', id, {
          step: 'invite',
          contacts: some.map((row) => row.contactId),
          selected: on,
        });
        for (const row of some) decided.set(row.contactId, on);
      } else if (arrived < people.length) {
        arrived += 2;
        await upload(cookie, googleCsv(people.slice(0, arrived)));
        rows = await list(cookie, id);
      }
    }
    rows = await list(cookie, id);
    // Which rows a filter shows is asked of the list; what the presses make of them is the model's own.
    const reach = await Promise.all(
      rules.map(async ({ q, on }) => ({
        on,
        ids: new Set((await list(cookie, id, q)).map((row) => row.contactId)),
      })),
    );
    const expected = (row: Row) =>
      decided.get(row.contactId) ?? reach.findLast(({ ids }) => ids.has(row.contactId))?.on ?? true;
    const wrong = rows.filter((row) => row.selected !== expected(row));
    assert.deepEqual(wrong, [], `script ${script}: ${JSON.stringify(rules)}`);
    const counts = await get<Counts>(cookie, `/api/imports/${id}/invitees?limit=1`);
    assert.equal(counts.selected, rows.filter((row) => row.selected).length);
  }
});

function nameWord(row: Row): string {
  return row.name.split(/\s+/)[0] ?? row.name;
}

async function list(cookie: string, id: string, q = ''): Promise<Row[]> {
  return (
    await get<{ items: Row[] }>(cookie, `/api/imports/${id}/invitees?limit=500&q=${encodeURIComponent(q)}`)
  ).items;
}

async function send(cookie: string, method: 'POST' | 'PATCH', id: string, payload: object): Promise<Counts> {
  const answer = await kith.app.inject({
    method,
    url: `/api/imports/${id}/selection`,
    headers: { cookie },
    payload,
  });
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json<Counts>();
}

async function get<T>(cookie: string, url: string): Promise<T> {
  const answer = await kith.app.inject({ url, headers: { cookie } });
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json<T>();
}

async function upload(cookie: string, text: string): Promise<string> {
  const payload = `--cut\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${text}\r\n--cut--\r\n`;
  const answer = await kith.app.inject({
    method: 'POST',
    url: '/api/imports',
    headers: { cookie, 'content-type': 'multipart/form-data; boundary=cut' },
    payload,
  });
  assert.equal(answer.statusCode, 201, answer.body);
  const { id } = answer.json<{ id: string }>();
  await answered(
    () => get<{ state: string }>(cookie, `/api/imports/${id}`),
    ({ state }) => state === 'read',
  );
  return id;
}
