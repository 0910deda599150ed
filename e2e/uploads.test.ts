import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Caller, callAs } from './caller.ts';
import { ended, inputs } from './inputs.ts';
import type { Import } from './invited.ts';
import { type Kith, startKith } from './kith.ts';

let kith: Kith;
let ana: Caller;

before(async () => {
  kith = await startKith();
  ana = await callAs(kith, 'ana');
});
after(() => kith?.close());

interface Told {
  readonly items: readonly { readonly code: string; readonly line: number }[];
}

for (const { what, name, bytes, state, failureCode, problems, people } of inputs) {
  test(`${what}, uploaded by a program: a clear answer, and nothing readable is lost`, async () => {
    const { id } = await ana.upload<Import>(name, bytes, name);
    const over = await ended(ana, id);
    assert.deepEqual([over.state, over.failureCode], [state, failureCode]);
    const told = await ana.get<Told>(`/api/imports/${id}/problems`);
    assert.deepEqual(
      told.items.map(({ code }) => code),
      problems,
    );
    assert.ok(told.items.every(({ line }) => line > 0));
    const kept = await kith.query<{ name: string; value: string }>(`
      select c.name, i.value from candidates c join contact_identifiers i using (owner_id, contact_id)
      where i.kind = 'email' and i.value in (${[...people.map(([, email]) => `'${email}'`), "''"].join()})`);
    assert.deepEqual(
      kept.map(({ name: of, value }) => [of, value]).sort(),
      people.map(([of, email]) => [of, email]).sort(),
    );
  });
}

const megabyte = 1024 * 1024;
const size = 300 * megabyte;

interface Large {
  readonly import: Import;
  /** How much more memory than at rest the server held at its most, in megabytes. */
  readonly grown: number;
  readonly seconds: number;
}

/** Uploads 300 MB that are never whole in memory here either, and watches what they cost the server. */
async function uploadLarge(name: string, piece: (at: number) => Buffer): Promise<Large> {
  const began = performance.now();
  const atRest = kith.memory();
  let most = atRest;
  const watch = setInterval(() => {
    most = Math.max(most, kith.memory());
  }, 100);
  try {
    const { id } = await ana.stream<Import>(name, pieces(piece));
    const over = await ended(ana, id);
    return { import: over, grown: most - atRest, seconds: (performance.now() - began) / 1000 };
  } finally {
    clearInterval(watch);
  }
}

function* pieces(piece: (at: number) => Buffer): Generator<Buffer> {
  for (let at = 0, made = 0; made < size; at++) {
    const next = piece(at);
    made += next.length;
    yield next;
  }
}

const growth = 400;
const long = { timeout: 600_000 };

test('a vCard file of 300 MB is read to its end, in bounded memory', long, async (t) => {
  const note = `\r\n ${'x'.repeat(74)}`.repeat(1300);
  const large = await uploadLarge('notes.vcf', (at) =>
    Buffer.from(
      `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Big Note ${at}\r\nEMAIL:b${at}@big.example\r\nNOTE:n${note}\r\nEND:VCARD\r\n`,
    ),
  );
  t.diagnostic(`${large.seconds.toFixed(1)} s, ${Math.round(large.grown)} MB more than at rest`);
  const { state, counters } = large.import;
  assert.equal(state, 'read');
  assert.ok(counters.read > 3000);
  assert.equal(counters.new, counters.read);
  assert.ok(large.grown < growth, `the server grew by ${large.grown} MB`);
});

test('300 MB of noise are refused with a clear answer, in bounded memory', long, async (t) => {
  const noise = randomBytes(megabyte);
  const large = await uploadLarge('noise.csv', () => noise);
  t.diagnostic(`${large.seconds.toFixed(1)} s, ${Math.round(large.grown)} MB more than at rest`);
  assert.deepEqual([large.import.state, large.import.failureCode], ['failed', 'import.not_contacts']);
  assert.ok(large.grown < growth, `the server grew by ${large.grown} MB`);
});

test('what is larger than the limit is refused while it arrives, and nothing of it stays', async () => {
  const small = await startKith({ KITH_UPLOAD_LIMIT_MB: '2' });
  try {
    const owner = await callAs(small, 'ana');
    const rows = Buffer.from(`Name,Email\r\n${'Una Large,una@large.example\r\n'.repeat(40_000)}`);
    await assert.rejects(owner.stream('large.csv', [rows, rows, rows]), /413.*import\.too_large/);
    assert.deepEqual(await small.query('select 1 from imports'), []);
    assert.deepEqual(await small.query('select 1 from import_chunks limit 1'), []);
  } finally {
    await small.close();
  }
});
