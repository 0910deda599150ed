import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Json, type JsonEvent, type JsonRecord, jsonRecords } from './json-records.ts';
import { LIMITS } from './limits.ts';

const encoder = new TextEncoder();

function read(
  input: string | Uint8Array,
  elements: readonly string[] = [''],
  sizes: readonly number[] = [1 << 20],
  limits = LIMITS,
): JsonEvent[] {
  const bytes = typeof input === 'string' ? encoder.encode(input) : input;
  const events: JsonEvent[] = [];
  const json = jsonRecords({ limits, elements: new Set(elements) }, (event) => events.push(event));
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? bytes.length;
    for (const _ of json.write(bytes.subarray(at, at + size)));
    at += size;
  }
  json.end();
  return events;
}

function records(events: readonly JsonEvent[]): JsonRecord[] {
  return events.flatMap((event) => (event.kind === 'record' ? [event.record] : []));
}

function values(events: readonly JsonEvent[]): unknown[] {
  return records(events).map(({ value }) => plain(value));
}

/** The plain objects that `JSON.parse` makes, so that both can be compared. */
function plain(value: Json): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, member]) => [key, plain(member)]));
  return value;
}

function codes(events: readonly JsonEvent[]): string[] {
  return events.flatMap((event) =>
    event.kind === 'problem' ? [event.problem.code] : event.record.problems.map(({ code }) => code),
  );
}

const json = fc
  .array(
    fc.jsonValue({ maxDepth: 5 }).filter((value) => !JSON.stringify(value).includes('\\u0000')),
    { maxLength: 6 },
  )
  .map((list) => ({ list, text: JSON.stringify(list, undefined, list.length % 2 === 0 ? 2 : undefined) }));

test('reads what JSON.parse reads, however the bytes are cut', () => {
  fc.assert(
    fc.property(
      json,
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
      ({ text }, sizes) => {
        const events = read(text, [''], sizes);
        // Safe: jsonValue makes arrays here, and JSON.parse is the judge of their elements.
        const expected = JSON.parse(text, (_, value) =>
          typeof value === 'string' ? value.toWellFormed() : value,
        ) as unknown[];
        assert.deepEqual(JSON.stringify(values(events)), JSON.stringify(expected));
        assert.deepEqual(codes(events), []);
      },
    ),
    { numRuns: 500 },
  );
});

test('a file of any size reads the same from any block', () => {
  const people = Array.from({ length: 9000 }, (_, at) => ({
    name: `Jürgen "${at}" 木村\n`,
    tags: [at, null],
  }));
  const text = JSON.stringify({ list: people }, undefined, 1);
  const events = read(text, ['list'], [7777, 13, 65_536, 65_537]);
  assert.deepEqual(values(events), [...people, { list: [] }]);
  assert.deepEqual(events, read(text, ['list']));
});

test('elements of arrays by path come one by one, with their lines; the rest of the outer object follows', () => {
  const events = read('{"total": 2,\n"pages": [\n{"cards": [\n{"a": 1},\n[2]\n], "x": 1}]}\n', [
    'pages',
    'pages/*/cards',
  ]);
  assert.deepEqual(
    records(events).map(({ of, value, first, last }) => [of, plain(value), first, last]),
    [
      ['pages/*/cards', { a: 1 }, 4, 4],
      ['pages/*/cards', [2], 5, 5],
      ['pages', { cards: [], x: 1 }, 3, 6],
      [undefined, { total: 2, pages: [] }, 1, 6],
    ],
  );
});

test('JSON lines, concatenated texts, separators and byte order marks', () => {
  assert.deepEqual(values(read('\ufeff{"a":1}\n\u001e{"b":2}\r\n{"c":3}[4]\ufeff\0')), [
    { a: 1 },
    { b: 2 },
    { c: 3 },
    4,
  ]);
  assert.deepEqual(
    records(read('{"a":1}\r{"b":2}\r\n{"c":3}\n\n{"d":4}')).map(({ first }) => first),
    [1, 2, 3, 5],
  );
});

test('a cut anywhere keeps what stood before it and says so once', () => {
  const text = '[{"name":"Ana","tags":["x","y"]},\n{"name":"Bo"},\n{"name":"Cy","age":31}]';
  const whole = records(read(text));
  fc.assert(
    fc.property(fc.nat(text.length - 1), (cut) => {
      const events = read(text.slice(0, cut));
      const found = records(events);
      found.forEach((record, at) => {
        if (!record.truncated) assert.deepEqual(record, whole[at]);
      });
      const said = codes(events).length + found.filter(({ truncated }) => truncated).length;
      assert.equal(said, cut === 0 ? 0 : 1);
      assert.ok(found.length <= (text.slice(0, cut).match(/\{/g)?.length ?? 0));
    }),
  );
  // The member that was cut is not given: half an address is somebody else's.
  assert.deepEqual(values(read('[{"name":"Ana","email":"ana@x.exa')), [{ name: 'Ana' }]);
});

test('damage costs its own record', () => {
  const broken = '[{"a":1,},{"b" 2},{"c":nope},{"d":"open\n},{"e":5},\n{"f":6]';
  const found = read(broken);
  assert.deepEqual(values(found), [{ a: 1 }, {}, {}, { d: null }, { e: 5 }, { f: 6 }]);
  assert.deepEqual(
    records(found).map(({ problems }) => problems.map(({ code }) => code)),
    [
      [],
      ['line.not_understood'],
      ['line.not_understood'],
      ['line.not_understood'],
      [],
      ['line.not_understood'],
    ],
  );
  assert.deepEqual(values(read('{"a":"x\n{"b":2}\n')), [{ a: null }, { b: 2 }]);
  assert.deepEqual(codes(read('hello world, this is no JSON')), ['line.not_understood']);
});

test('keys such as __proto__, NULs and lone surrogates do no harm', () => {
  const [record] = records(
    read('{"__proto__":{"polluted":1},"constructor":2,"n":"a\\u0000b","s":"\\ud83d x"}'),
  );
  assert.ok(record?.value instanceof Map);
  assert.deepEqual([...record.value.keys()], ['__proto__', 'constructor', 'n', 's']);
  assert.equal(record.value.get('n'), 'ab');
  assert.equal(record.value.get('s'), '\ufffd x');
  assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
});

test('bytes that are no UTF-8 are decoded string by string', () => {
  const latin1 = Uint8Array.from('[{"name":"M\xfcller"},{"name":"Gr\\u00f6\xdfe"}]', (letter) =>
    letter.charCodeAt(0),
  );
  assert.deepEqual(values(read(latin1)), [{ name: 'Müller' }, { name: 'Größe' }]);
});

test('nesting beyond the limit is left out of its record, and the next one is whole', () => {
  const deep = `[{"a":1,"deep":${'['.repeat(1000)}${']'.repeat(1000)},"b":2},{"c":3}]`;
  const found = read(deep);
  const [first, second] = records(found);
  assert.ok(first?.value instanceof Map);
  assert.deepEqual([first.value.get('a'), first.value.get('b')], [1, 2]);
  assert.deepEqual(
    first.problems.map(({ code }) => code),
    ['field.too_deep'],
  );
  assert.deepEqual(plain(second?.value ?? null), { c: 3 });
});

test('an endless string, only brackets, only commas: bounded and linear', () => {
  const limits = { ...LIMITS, photo: 3000, row: 6000, field: 1000 };
  const long = read(`[{"a":"${'x'.repeat(500_000)}","b":2},{"c":3}]`, [''], [4096], limits);
  assert.deepEqual(values(long), [{ a: null, b: 2 }, { c: 3 }]);
  assert.deepEqual(codes(long), ['field.too_large']);
  const many = read(`[{"a":[${'1,'.repeat(100_000)}1],"b":2},{"c":3}]`, [''], [4096], limits);
  assert.deepEqual(codes(many), ['card.too_large']);
  assert.deepEqual(plain(records(many)[1]?.value ?? null), { c: 3 });
  for (const bad of ['[', '{', ']', '}', ',', '"\\', '\\', ':', '{"a":', '{"a']) {
    assert.ok(read(bad.repeat(1_000_000)).length <= 3, bad);
  }
});

test('random pieces of JSON never throw, and every record has its lines', () => {
  const bits = ['{', '}', '[', ']', ':', ',', '"a"', '"', '\\', '\n', '1', 'true', 'x', '\0', 'ü', '\ud800'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...bits), { maxLength: 80 }), (parts) => {
      for (const event of read(parts.join(''), ['', 'a']))
        assert.ok(
          event.kind === 'problem' ? event.problem.line >= 1 : event.record.first <= event.record.last,
        );
    }),
    { numRuns: 2000 },
  );
});
