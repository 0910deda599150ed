import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { generatePeople, vcard40, zipOf } from '../../packages/contacts/testing/index.ts';

const bin = fileURLToPath(new URL('../bin/kith.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kith-convert-'));
after(() => rmSync(folder, { recursive: true }));

async function kith(
  command: string,
  args: readonly string[],
  input: string | Uint8Array = '',
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [bin, command, ...args], { stdio: 'pipe' });
  child.stdin.end(input);
  const [out, err, code] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    new Promise<number | null>((done) => child.on('close', done)),
  ]);
  return { code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
}

interface Said {
  readonly names: { readonly given?: string; readonly family?: string };
  readonly emails: unknown;
}

async function peopleIn(input: string): Promise<unknown[]> {
  const { out } = await kith('read', ['-'], input);
  return out
    .trimEnd()
    .split('\n')
    .map((line): Said => JSON.parse(line))
    .map(({ names, emails }) => [names.given, names.family, emails]);
}

const book = vcard40(generatePeople({ seed: 8, count: 20 }));

for (const to of ['vcard4', 'vcard3', 'jscontact', 'csv']) {
  test(`what is converted to ${to} is read as the same people`, async () => {
    const { code, out } = await kith('convert', ['-', '--to', to], book);
    assert.equal(code, 0);
    assert.deepEqual(await peopleIn(out), await peopleIn(book));
  });
}

test('a ZIP is converted into a file', async () => {
  const file = join(folder, 'all.vcf');
  const zip = zipOf([{ name: 'a.csv', content: 'Name,E-mail\nAna Ruiz,ana@x.example\n' }]);
  const { code, out } = await kith('convert', ['--to', 'vcard3', '--output', file], zip);
  assert.deepEqual([code, out], [0, '']);
  assert.match(readFileSync(file, 'utf8'), /^BEGIN:VCARD\r\nVERSION:3\.0\r\n.*FN:Ana Ruiz\r\n/s);
});

test('a format that is none is refused with those there are', async () => {
  const { code, err } = await kith('convert', ['-', '--to', 'excel'], book);
  assert.deepEqual([code, err], [2, 'kith convert: --to takes one of vcard4, vcard3, jscontact, csv.\n']);
});

test('columns mean what the owner says, and a meaning that is none is refused', async () => {
  const mapping = join(folder, 'mapping.json');
  const table = 'Name,E-mail,Draht\nAna,ana@x.example,+49 30 1234567\n';
  writeFileSync(mapping, '{"*":{"Draht":"phone/work"}}');
  const { out } = await kith('read', ['-', '--mapping', mapping], table);
  assert.match(out, /"phones":\[\{"value":"\+49301234567","label":"work"\}\]/);
  for (const wrong of ['{"*":{"Draht":"wire"}}', '{"*":5}', '[]', '{"*":{"Draht":1}}', '{']) {
    writeFileSync(mapping, wrong);
    const { code, err } = await kith('read', ['-', '--mapping', mapping], table);
    assert.equal(code, 2);
    assert.match(err, /^kith read: --mapping takes a JSON file as /);
  }
});
