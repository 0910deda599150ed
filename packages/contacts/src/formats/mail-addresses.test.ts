import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { charsets } from './charset.ts';
import { decodedWords } from './encoded-words.ts';
import { mailAddresses } from './mail-addresses.ts';

const LISTS: Record<string, readonly (readonly [name: string, address: string])[]> = {
  'ana@x.example': [['', 'ana@x.example']],
  'Ana Ruiz <ana@x.example>': [['Ana Ruiz', 'ana@x.example']],
  '"Doe, John" <j@d.example>, bo@x.example': [
    ['Doe, John', 'j@d.example'],
    ['', 'bo@x.example'],
  ],
  'Ruiz, Ana <ana@x.example>': [['Ruiz, Ana', 'ana@x.example']],
  '"a \\"b\\" c" <a@x.example>': [['a "b" c', 'a@x.example']],
  'ana@x.example (Ana (the) Ruiz)': [['Ana (the) Ruiz', 'ana@x.example']],
  'A Group:Ed <ed@x.example>,joe@x.example;': [
    ['Ed', 'ed@x.example'],
    ['', 'joe@x.example'],
  ],
  'Undisclosed recipients:;': [],
  'Pete(A nice \\) chap) <pete(his account)@silly.test>': [['Pete', 'pete(hisaccount)@silly.test']],
  '<@a.example,@b.example:ana@x.example>': [['', 'ana@x.example']],
  'Ana <ana@x.example>; Bo <bo@x.example>': [
    ['Ana', 'ana@x.example'],
    ['Bo', 'bo@x.example'],
  ],
  '"john doe"@x.example, bo@x.example': [
    ['', '"johndoe"@x.example'],
    ['', 'bo@x.example'],
  ],
  '"open <ana@x.example>, Bo <bo@x.example>': [
    ['open', 'ana@x.example'],
    ['Bo', 'bo@x.example'],
  ],
  'Ana (open <ana@x.example>': [['Ana open', 'ana@x.example']],
  '=?utf-8?Q?Ruiz, Ana; x?= <ana@x.example>': [['=?utf-8?Q?Ruiz, Ana; x?=', 'ana@x.example']],
  'Ana <ana@x.example': [['Ana', 'ana@x.example']],
  'mailto:ana@x.example': [['', 'ana@x.example']],
  ', ,;<>': [],
};

for (const [list, people] of Object.entries(LISTS)) {
  test(`address list: ${list}`, () => {
    assert.deepEqual(
      mailAddresses(list).map(({ name, address }) => [name, address]),
      people,
    );
  });
}

const WORDS: Record<string, string> = {
  '=?utf-8?Q?J=C3=BCrgen?= =?utf-8?Q?_M=C3=BCller?=': 'Jürgen Müller',
  '=?utf-8?b?SsO8cmdlbg==?=': 'Jürgen',
  '=?utf-8?B?SsO8cmdlbg?= x': 'Jürgen x',
  '=?iso-8859-1*de?q?J=FCrgen?=': 'Jürgen',
  '=?utf-8?Q?M=C3?= =?utf-8?Q?=BCller?=': 'Müller',
  '=?iso-2022-jp?B?GyRCOzNFRBsoQg==?=': '山田',
  '=?shift_jis?B?jlKTYw==?=': '山田',
  '=?gb18030?B?zfXOsA==?=': '王伟',
  '=?koi8-r?Q?=EF=CC=D8=C7=C1?=': 'Ольга',
  '=?us-ascii?Q?J=C3=BCrgen?=': 'Jürgen',
  '=?x-unknown?Q?J=C3=BCrgen?=': 'Jürgen',
  '=?utf-8?Q?two words?=': 'two words',
  '=?utf-8?Q?what?? yes?=': 'what?? yes',
  'a =?utf-8?Q?b?= c': 'a b c',
  '=?utf-8?Q?open': '=?utf-8?Q?open',
  '=?utf-8?X?abc?=': '=?utf-8?X?abc?=',
  '=?=?=?=?': '=?=?=?=?',
};

for (const [text, means] of Object.entries(WORDS)) {
  test(`encoded words: ${text}`, () => {
    assert.equal(decodedWords(text, charsets()), means);
  });
}

test('any text is read without end or error', () => {
  const bits = [
    '<',
    '>',
    '"',
    '(',
    ')',
    ',',
    ';',
    ':',
    '@',
    '\\',
    '=?',
    '?=',
    '=?utf-8?Q?',
    'a',
    ' ',
    'x.example',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...bits), { maxLength: 60 }), (parts) => {
      const text = parts.join('');
      for (const { address } of mailAddresses(text)) assert.ok(address !== '');
      assert.equal(typeof decodedWords(text, charsets()), 'string');
    }),
    { numRuns: 2000 },
  );
});

test('a megabyte of marks is linear', () => {
  const started = process.cpuUsage();
  for (const mark of [
    '"',
    '(',
    '<',
    '=?',
    '=?utf-8?Q?',
    '@',
    ',',
    'a:',
    '\\',
    '=?utf-8?Q??= ',
    '"a" ',
    '(a) ',
    '<a>',
  ])
    assert.ok(
      Array.isArray(mailAddresses(mark.repeat(300_000))) &&
        decodedWords(mark.repeat(300_000), charsets()) !== '',
    );
  assert.ok(process.cpuUsage(started).user < 20_000_000);
});
