import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { generatePeople, vcard30 } from '../../packages/contacts/testing/index.ts';

const bin = fileURLToPath(new URL('../bin/kith.mjs', import.meta.url));
const fixtures = fileURLToPath(new URL('../../packages/contacts/fixtures/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kith-read-'));
after(() => rmSync(folder, { recursive: true }));

async function kith(
  args: readonly string[],
  input = '',
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [bin, 'read', ...args], { stdio: 'pipe' });
  child.stdin.end(input);
  const [out, err, code] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    new Promise<number | null>((done) => child.on('close', done)),
  ]);
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}

test('each contact is a line, each problem outside a contact a line on standard error', async () => {
  const { code, out, err } = await kith([join(fixtures, 'damaged-3.0.vcf'), '--summary']);
  assert.equal(code, 0);
  const contacts = out
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  assert.equal(contacts.length, 3);
  const lines = err
    .trimEnd()
    .split('\n')
    .map((line): { code?: string; kept?: number } => JSON.parse(line));
  assert.deepEqual(
    lines.map((line) => line.code ?? line.kept),
    ['line.not_understood', 3],
  );
});

test('numbers are read as dialled in the region', async () => {
  const { out } = await kith(['-', '--region', 'de'], 'Name,Telefon\nAna,030 1234567\n');
  assert.match(out, /"phones":\[\{"value":"\+49301234567"\}\]/);
});

test('problems go to a file when asked', async () => {
  const file = join(folder, 'problems.jsonl');
  const { err } = await kith(['-', '--problems', file], 'ana@x.example\nhello\n');
  assert.equal(err, '');
  assert.match(readFileSync(file, 'utf8'), /"code":"line.not_understood","line":2/);
});

test('a file that holds no contacts is named in one sentence, with exit code 2', async () => {
  const pdf = join(folder, 'contacts.vcf');
  writeFileSync(pdf, '%PDF-1.7 …');
  writeFileSync(join(folder, 'deep.gz'), gzipSync(gzipSync(gzipSync('Name,Email\nAna,ana@x.example\n'))));
  for (const [file, expected] of [
    [pdf, /it is PDF\. Export/],
    [join(folder, 'none.csv'), /cannot be opened \(ENOENT\)/],
  ] as const) {
    const { code, out, err } = await kith([file]);
    assert.equal(code, 2);
    assert.equal(out, '');
    assert.match(err, expected);
  }
  const deep = await kith([join(folder, 'deep.gz')]);
  assert.equal(deep.code, 2);
  assert.match(deep.err, /archives inside one another.*Unpack/);
  assert.equal((await kith(['-'])).code, 2);
  assert.equal((await kith([])).code, 2);
});

test('a reader that goes away ends the work without an error', async () => {
  const file = join(folder, 'many.vcf');
  writeFileSync(file, vcard30(generatePeople({ seed: 1, count: 5000 })));
  const child = spawn(process.execPath, [bin, 'read', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.once('data', () => child.stdout.destroy());
  const err = child.stderr.toArray();
  const code = await new Promise((done) => child.on('close', done));
  assert.equal(code, 0);
  assert.equal(Buffer.concat(await err).toString(), '');
});

test('a folder is read whole; what is no contact file in it takes nothing from the rest', async () => {
  const book = join(folder, 'book');
  mkdirSync(join(book, 'deep', '.hidden'), { recursive: true });
  writeFileSync(join(book, 'a.csv'), 'Name,Email\nAna,ana@x.example\n');
  writeFileSync(join(book, 'deep', 'b.vcf'), 'BEGIN:VCARD\nVERSION:3.0\nFN:Ben\nEND:VCARD\n');
  writeFileSync(join(book, 'deep', '.hidden', 'c.csv'), 'Name,Email\nCem,cem@x.example\n');
  writeFileSync(join(book, 'photo.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  const { code, out, err } = await kith([book, '--summary']);
  assert.equal(code, 0);
  assert.deepEqual(
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).names.full),
    ['Ana', 'Ben'],
  );
  assert.match(err, /photo\.png holds no contacts: it is PNG image/);
  rmSync(join(book, 'a.csv'));
  rmSync(join(book, 'deep'), { recursive: true });
  assert.equal((await kith([book])).code, 2);
});

test('standard input is read when no file is named, and a format can be said', async () => {
  const { code, out } = await kith(['--format', 'csv'], 'Name,City\nAna,Berlin\n');
  assert.equal(code, 0);
  assert.match(out, /"full":"Ana"/);
  const wrong = await kith(['--format', 'excel'], '');
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /--format takes one of vcard, /);
});

test('totals say what was read, kept, repeated and lost', async () => {
  const { err } = await kith(
    ['--summary', '--problems', join(folder, 'lost')],
    'ana@x.example\nhello\nana@x.example\n',
  );
  const { read, kept, merged, unreadable, dropped, format } = JSON.parse(err);
  assert.deepEqual(
    { read, kept, merged, unreadable, dropped, format },
    { read: 3, kept: 1, merged: 1, unreadable: 1, dropped: 0, format: 'text' },
  );
});
