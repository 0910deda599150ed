import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LIMITS } from './limits.ts';
import { xmlTokens } from './xml-tokens.ts';

const encoder = new TextEncoder();

/** The tokens as lines: `<a x=1`, `"text`, `>a`, `!fault`, each with the line of the file. */
function tokens(
  input: string | Uint8Array,
  options: { sizes?: readonly number[]; asked?: readonly string[]; lines?: boolean } = {},
): string[] {
  const { sizes = [1 << 20], asked = [], lines = false } = options;
  const found: string[] = [];
  let text = '';
  const add = (token: string): void => {
    if (text !== '') found.push(`"${text}`);
    text = '';
    if (token !== '') found.push(lines ? `${xml.line} ${token}` : token);
  };
  const xml = xmlTokens(LIMITS, {
    open(name, attributes) {
      const values = asked
        .map((key) => [key, attributes.get(key)])
        .filter(([, value]) => value !== undefined);
      add(`<${name}${values.map(([key, value]) => ` ${key}=${value}`).join('')}`);
    },
    text(piece) {
      text += piece;
    },
    close(name) {
      add(`>${name}`);
    },
    fault(fault) {
      add(`!${fault}`);
    },
  });
  const bytes = typeof input === 'string' ? encoder.encode(input) : input;
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    for (const _ of xml.write(bytes.subarray(at, at + size)));
    at += size;
  }
  xml.end();
  add('');
  return found;
}

test('elements, attributes, text and empty elements come in order, without prefixes', () => {
  assert.deepEqual(
    tokens('<?xml version="1.0"?><x:a xmlns:x="urn:y"><b r:id="1" c=\'"2"\'>t</b><d/></x:a >', {
      asked: ['id', 'c', 'nothing'],
    }),
    ['<a', '<b id=1 c="2"', '"t', '>b', '<d', '>d', '>a'],
  );
});

test('entities of XML and characters by number are resolved, others stay', () => {
  assert.deepEqual(
    tokens('<a b="&lt;&quot;">&amp;amp; &#228;&#x1F600; &apos; &#0; &nbsp; &</a>', { asked: ['b'] }),
    ['<a b=<"', '"&amp; ä😀 \' \ufffd &nbsp; &', '>a'],
  );
});

test('CDATA is text as it stands; comments, instructions and document types are nothing', () => {
  assert.deepEqual(
    tokens(
      '<!DOCTYPE a [<!ENTITY b "&c;&c;"> <!ENTITY c "x">]><a><!-- <b> --><![CDATA[<c>&amp;]]]]><?p <d>?>&b;</a>',
    ),
    ['<a', '"<c>&amp;]]&b;', '>a'],
  );
});

test('an end tag closes what is open inside, and one without a start is a fault', () => {
  assert.deepEqual(tokens('<a><b><c>x</a></d>'), [
    '<a',
    '<b',
    '<c',
    '"x',
    '!unmatched',
    '>c',
    '>b',
    '>a',
    '!unmatched',
  ]);
});

test('a missing quote or bracket costs its tag only', () => {
  assert.deepEqual(tokens('<a><b c="d>x</b><e <f>y</f></a>'), [
    '<a',
    '<b',
    '"x',
    '>b',
    '!unclosed',
    '<f',
    '"y',
    '>f',
    '>a',
  ]);
  assert.deepEqual(tokens('<a>1 < 2</a><b'), ['<a', '"1 < 2', '>a', '!unclosed']);
});

test('elements deeper than the limit are left out, at any depth', () => {
  const depth = 100_000;
  const found = tokens(`${'<a>'.repeat(depth)}x${'</a>'.repeat(depth)}`);
  assert.equal(found.filter((token) => token === '!too_deep').length, 1);
  assert.equal(found.filter((token) => token === '<a').length, LIMITS.nesting);
  assert.equal(found.filter((token) => token === '>a').length, LIMITS.nesting);
  assert.ok(!found.includes('"x'));
});

test('a tag that never ends is left out and what follows is read', () => {
  assert.deepEqual(tokens(`<a><b c="${'x'.repeat(1_000_000)}"/><d/></a>`), [
    '<a',
    '!too_large',
    '<d',
    '>d',
    '>a',
  ]);
});

test('the declared charset, byte order marks and UTF-16 are understood', () => {
  const windows = Uint8Array.of(
    ...encoder.encode('<?xml version="1.0" encoding="windows-1251"?><a>'),
    0xcf,
    0xe0,
  );
  assert.deepEqual(tokens(windows), ['<a', '"Па']);
  assert.deepEqual(tokens('\ufeff<a>ä</a>'), ['<a', '"ä', '>a']);
  const wide = new Uint8Array(
    Uint16Array.from([...'\ufeff<a>ж</a>'].map((letter) => letter.charCodeAt(0))).buffer,
  );
  assert.deepEqual(tokens(wide), ['<a', '"ж', '>a']);
  assert.deepEqual(tokens('<?xml version="1.0" encoding="UTF-16"?><a>ж</a>'), ['<a', '"ж', '>a']);
});

test('each token knows its line, whatever breaks lines', () => {
  assert.deepEqual(tokens('<a>\r\n<b\n/>\r<c>\nx</c></a>', { lines: true }), [
    '1 <a',
    '"\n',
    '3 <b',
    '3 >b',
    '"\n',
    '4 <c',
    '"\nx',
    '5 >c',
    '5 >a',
  ]);
});

test('how the bytes are cut never matters, and random tags never throw', () => {
  const bits = [
    '<a>',
    '</a>',
    '<b c="1"/>',
    'é😀',
    '&amp;',
    '&#x',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<',
    '>',
    '"',
    '\r',
    '\n',
    '<!DOCTYPE',
    '[',
    ']',
    '<?',
    '?>',
  ];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...bits), { maxLength: 40 }),
      fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 1, maxLength: 5 }),
      (parts, sizes) => {
        const text = `${' '.repeat(65_530)}${parts.join('')}`;
        const whole = tokens(text, { lines: true });
        assert.deepEqual(tokens(text, { lines: true, sizes }), whole);
        const opened = whole.filter((token) => /^\d+ </.test(token)).length;
        assert.ok(whole.filter((token) => /^\d+ >/.test(token)).length <= opened);
      },
    ),
    { numRuns: 300 },
  );
});
