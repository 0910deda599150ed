import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { workbookOf, type ZipFile, zipOf } from '../../testing/zips.ts';
import type { Card, ReadEvent } from '../contact.ts';
import { crc32 } from './crc32.ts';
import { inflate } from './inflate.ts';
import { LIMITS, type Limits } from './limits.ts';
import { readContacts } from './read-contacts.ts';
import { sniff } from './sniff.ts';

const ana = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Ruiz\r\nEMAIL:ana@x.example\r\nEND:VCARD\r\n';
const bo = 'Name,E-mail\nBo Berg,bo@x.example\n';

function read(bytes: Uint8Array, limits: Limits = LIMITS, size = bytes.length): ReadEvent[] {
  const reader = readContacts({ limits });
  const events: ReadEvent[] = [];
  for (let at = 0; at < bytes.length; at += size) events.push(...reader.write(bytes.subarray(at, at + size)));
  events.push(...reader.end());
  return events;
}

function cardsOf(events: readonly ReadEvent[]): Card[] {
  return events.flatMap((event) => (event.kind === 'card' ? [event.card] : []));
}

/** Each event in short: whose card from which entry, or which problem of which entry. */
function said(events: readonly ReadEvent[]): string[] {
  return events.map((event) =>
    event.kind === 'card'
      ? `${event.card.names.full} in ${event.card.source.entry}`
      : `${event.problem.code} ${event.problem.entry ?? '-'}${event.problem.found === undefined ? '' : `: ${event.problem.found}`}`,
  );
}

test('whatever DEFLATE packs comes back, however it is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.constant(new Uint8Array(70_000).fill(65))), {
        maxLength: 8,
      }),
      fc.constantFrom(0, 1, 6, 9),
      fc.constantFrom(constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY),
      fc.integer({ min: 1, max: 5000 }),
      (parts, level, strategy, size) => {
        const content = Buffer.concat(parts);
        const packed = Buffer.concat([deflateRawSync(content, { level, strategy }), Buffer.from('rest')]);
        const unpacker = inflate();
        const pieces: Uint8Array[] = [];
        let given = 0;
        for (let at = 0; at < packed.length && unpacker.state === 'open'; at += size) {
          given = Math.min(packed.length, at + size);
          pieces.push(...unpacker.push(packed.subarray(at, given)));
        }
        assert.equal(unpacker.state, 'ended');
        assert.equal(packed.length - given + unpacker.rest.length, 4);
        assert.ok(Buffer.concat(pieces).equals(content));
      },
    ),
    { numRuns: 100 },
  );
});

test('bytes that are no DEFLATE are refused, never thrown at', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      const unpacker = inflate();
      let size = 0;
      for (const piece of unpacker.push(bytes)) size += piece.length;
      assert.ok(size <= bytes.length * 1032);
    }),
    { numRuns: 1000 },
  );
  const broken = inflate();
  assert.deepEqual([...broken.push(Uint8Array.of(7))], []);
  assert.equal(broken.state, 'broken');
});

test('CRC-32 by its check value', () => {
  assert.equal(crc32(new TextEncoder().encode('123456789')), 0xcbf43926);
});

const variants: Record<string, Partial<ZipFile>> = {
  deflated: {},
  stored: { method: 0 },
  'with data descriptors': { described: true },
  ZIP64: { zip64: true },
};
for (const [name, how] of Object.entries(variants)) {
  test(`a ZIP ${name}: each entry by its own reader, whatever the chunks`, () => {
    const bytes = zipOf([
      { name: 'a.vcf', content: ana, ...how },
      { name: 'folder/', content: '', method: 0 },
      { name: 'folder/b.csv', content: bo, ...how },
    ]);
    assert.deepEqual(sniff(bytes), { kind: 'contacts', format: 'zip' });
    const whole = read(bytes);
    assert.deepEqual(said(whole), ['Ana Ruiz in a.vcf', 'Bo Berg in folder/b.csv']);
    for (const size of [1, 3, 50]) assert.deepEqual(read(bytes, LIMITS, size), whole);
  });
}

test('hidden entries are passed over, those without contacts are counted', () => {
  const events = read(
    zipOf([
      { name: '__MACOSX/._a.vcf', content: ana },
      { name: '.hidden/a.vcf', content: ana },
      { name: 'photo.jpg', content: '\u00ff', method: 0 },
      { name: 'archive_browser.html', content: '<!doctype html><p>Takeout' },
      { name: 'x.html', content: '<html><p>', described: true },
      { name: 'all.vcf', content: ana },
    ]),
  );
  assert.deepEqual(said(events), [
    'Ana Ruiz in all.vcf',
    'archive.skipped -: text without addresses: 1, HTML: 2',
  ]);
});

test('what cannot be unpacked is named, and the next entry is read', () => {
  const events = read(
    zipOf([
      { name: 'locked.vcf', content: ana, flags: 1 },
      { name: 'locked2.vcf', content: ana, flags: 1, described: true },
      { name: 'new.vcf', content: ana, method: 93 },
      { name: 'wrong.vcf', content: ana, crc: 1 },
      { name: 'fine.csv', content: bo },
    ]),
  );
  assert.deepEqual(said(events), [
    'archive.encrypted locked.vcf',
    'archive.encrypted locked2.vcf',
    'archive.method new.vcf: Zstandard',
    'archive.damaged wrong.vcf',
    'Ana Ruiz in wrong.vcf',
    'Bo Berg in fine.csv',
  ]);
});

test('names are UTF-8 by flag or by their bytes, else code page 437', () => {
  const [first, second] = cardsOf(
    read(
      zipOf([
        { name: 'Müller.vcf', content: ana },
        { name: '', rawName: Uint8Array.of(0x4d, 0x81, 0x6c), content: ana },
      ]),
    ),
  );
  assert.equal(first?.source.entry, 'Müller.vcf');
  assert.equal(second?.source.entry, 'Mül');
});

test('a cut archive gives everything before the cut', () => {
  const bytes = zipOf([
    { name: 'a.vcf', content: ana },
    { name: 'b.csv', content: bo.repeat(100) },
  ]);
  for (let cut = 40; cut < bytes.length; cut += 7) {
    const events = read(bytes.subarray(0, cut));
    assert.ok(
      events.length > 0 &&
        events.every((event) => event.kind === 'card' || event.problem.line === 1 || cut > 130),
    );
    if (cut > 170) assert.equal(cardsOf(events)[0]?.names.full, 'Ana Ruiz');
  }
});

test('a ZIP in a ZIP is read, one further inside is not', () => {
  const once = zipOf([{ name: 'a.vcf', content: ana }]);
  const twice = zipOf([{ name: 'inner.zip', content: once }]);
  assert.deepEqual(said(read(twice)), ['Ana Ruiz in inner.zip/a.vcf']);
  assert.deepEqual(said(read(zipOf([{ name: 'outer.zip', content: twice }]))), [
    'archive.too_deep outer.zip/inner.zip',
  ]);
});

test('a ZIP bomb is given up long before it is unpacked', () => {
  const zeros = Buffer.alloc(64 * 1024 * 1024, 0x20);
  const bomb = zipOf([
    { name: 'bomb.vcf', content: zeros },
    { name: 'bomb2.vcf', content: zeros, described: true },
    { name: 'a.vcf', content: ana },
  ]);
  const events = read(bomb);
  assert.deepEqual(
    said(events).map((one) => one.replace(/: .*/, '')),
    ['archive.too_large bomb.vcf', 'archive.too_large bomb2.vcf', 'Ana Ruiz in a.vcf', 'archive.skipped -'],
  );
  for (const event of events) {
    const unpacked = event.kind === 'problem' ? Number(/^\d+/.exec(event.problem.found ?? '')?.[0] ?? 0) : 0;
    assert.ok(unpacked < 2 * 64 * 1024 * LIMITS.ratio + 96 * 1024);
  }
});

test('all archives inside one another share one limit of bytes and of entries', () => {
  const inner = zipOf([{ name: 'a.vcf', content: ana.repeat(1000) }]);
  const outer = zipOf(Array.from({ length: 50 }, (_, at) => ({ name: `${at}.zip`, content: inner })));
  const bytes = read(outer, { ...LIMITS, unpacked: 200_000 });
  assert.ok(cardsOf(bytes).length < 3000);
  assert.ok(bytes.some((event) => event.kind === 'problem' && event.problem.code === 'archive.too_large'));
  const entries = read(outer, { ...LIMITS, entries: 10 });
  assert.equal(cardsOf(entries).length, 5000);
  assert.ok(entries.some((event) => event.kind === 'problem' && event.problem.code === 'archive.too_many'));
});

test('gzip of any format is read as what it holds', () => {
  const reader = readContacts();
  const bytes = Buffer.concat([gzipSync(ana), gzipSync(ana.replace('Ana', 'Eva')), Buffer.alloc(512)]);
  const events = [...reader.write(bytes), ...reader.end()];
  assert.equal(reader.format, 'vcard');
  assert.deepEqual(
    cardsOf(events).map(({ names }) => names.full),
    ['Ana Ruiz', 'Eva Ruiz'],
  );
  assert.deepEqual(said(read(gzipSync(ana).subarray(0, -12))).at(-1), 'file.truncated -');
  const wrong = gzipSync(ana);
  wrong.writeUInt32LE(7, wrong.length - 8);
  assert.deepEqual(said(read(wrong)).at(0), 'archive.damaged -');
  assert.deepEqual(said(read(gzipSync(gzipSync(gzipSync(ana))))), ['archive.too_deep -']);
});

test('archives of other programs are named', () => {
  const what = (name: string, method = 8): unknown =>
    sniff(zipOf([{ name, content: 'x'.repeat(40), method }]));
  assert.deepEqual(what('word/document.xml'), { kind: 'not_contacts', what: 'Word document (.docx)' });
  assert.deepEqual(what('mimetype', 0), {
    kind: 'not_contacts',
    what: 'OpenDocument (.ods, .odt) or e-book',
  });
  assert.deepEqual(sniff(zipOf([])), { kind: 'not_contacts', what: 'an empty ZIP' });
});

test('damage anywhere in an archive never throws, and each event has its line', () => {
  const archives = [
    zipOf([
      { name: 'a.vcf', content: ana, described: true },
      { name: 'b.csv', content: bo, method: 0 },
    ]),
    workbookOf([['People', '<row r="1"><c t="s" r="A1"><v>0</v></c></row>']], ['E-mail']),
    Uint8Array.from(gzipSync(ana)),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...archives),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      (archive, changes) => {
        const bytes = archive.slice();
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        for (const event of read(bytes))
          assert.ok((event.kind === 'card' ? event.card.source.lines[0] : event.problem.line) >= 1);
      },
    ),
    { numRuns: 1000 },
  );
});
