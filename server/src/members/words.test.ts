import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generatePeople } from '@kith/contacts/testing';
import { parseLine, parseName } from './name.ts';
import { isMixed, type WordsFault, wordsFault } from './words.ts';

/** What leads a reader elsewhere, plain. */
const payloads: readonly (readonly [WordsFault, string])[] = [
  ['url', 'paypal.com'],
  ['url', 'www.bank'],
  ['url', 'https://bad.example/x'],
  ['url', 'win.xyz/now'],
  ['url', 'paypal.ai'],
  ['url', 'best-bank.ch'],
  ['email', 'help@pay.com'],
  ['phone', '+47 900 12 345'],
  ['phone', '0301234567'],
  ['phone', '(020) 7946-0958'],
  ['money', '$500'],
  ['money', '900 EUR'],
];

const cyrillic = new Map(
  [...'aeopcyxijsdh'].map((letter, at) => [letter, [...'аеорсухіјѕԁһ'][at] ?? letter]),
);
const greek = new Map([...'aoptuvx'].map((letter, at) => [letter, [...'αορτυνχ'][at] ?? letter]));
const each = (text: string, change: (sign: string) => string) => [...text].map(change).join('');
const from = (text: string, range: RegExp, first: number, base: number) =>
  each(text, (sign) =>
    range.test(sign) ? String.fromCodePoint(base + (sign.codePointAt(0) ?? 0) - first) : sign,
  );

/** How it is hidden from a filter and not from a reader. */
const disguises: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  capitals: (text) => text.toUpperCase(),
  fullwidth: (text) => from(text, /[!-~]/, 0x21, 0xff01),
  'mathematical letters': (text) =>
    from(from(from(text, /[a-z]/, 0x61, 0x1d41a), /[A-Z]/, 0x41, 0x1d400), /[0-9]/, 0x30, 0x1d7ce),
  cyrillic: (text) => each(text, (sign) => cyrillic.get(sign) ?? sign),
  greek: (text) => each(text, (sign) => greek.get(sign) ?? sign),
  'zero-width spaces': (text) => [...text].join('\u200b'),
  'soft hyphens': (text) => [...text].join('\u00ad'),
  'word joiners': (text) => [...text].join('\u2060'),
  'digits of keycaps': (text) => text.replace(/\d/g, '$&\ufe0f\u20e3'),
  'digits in circles': (text) =>
    text.replace(/[1-9]/g, (sign) => String.fromCodePoint(0x245f + Number(sign))),
  'arabic digits': (text) => from(text, /[0-9]/, 0x30, 0x660),
  'devanagari digits': (text) => from(text, /[0-9]/, 0x30, 0x966),
  'letters in squares': (text) => from(text.toLowerCase(), /[a-z]/, 0x61, 0x1f170),
  'letters of flags': (text) => from(text.toLowerCase(), /[a-z]/, 0x61, 0x1f1e6),
  'ideographic stop': (text) => text.replaceAll('.', '。'),
  'middle dot': (text) => text.replaceAll('.', '·'),
};

const carriers = [
  (text: string) => text,
  (text: string) => `Hi Leo, look at ${text} today`,
  (text: string) => `Hallo, schau mal: ${text}`,
  (text: string) => `Привет, смотри ${text} сейчас`,
  (text: string) => `👋🎉 ${text} 🎁`,
];

for (const [name, disguise] of Object.entries(disguises)) {
  test(`links, addresses, numbers and amounts are found in ${name}`, () => {
    for (const [, payload] of payloads) {
      for (const carry of carriers) {
        const text = carry(disguise(payload));
        assert.notEqual(wordsFault(text), undefined, text);
        assert.equal(parseName(text), undefined, text);
        assert.equal(parseLine(text, 300), undefined, text);
      }
    }
  });
}

test('what was found is said', () => {
  for (const [fault, payload] of payloads) assert.equal(wordsFault(`See ${payload} now`), fault, payload);
});

test('domains of countries and of words, in any script, and amounts in any currency are found', () => {
  const cases: readonly (readonly [WordsFault, string])[] = [
    ...[
      'win.it',
      'free.cloud',
      'my.bank',
      'post.museum',
      'news.zip',
      'почта.рф',
      'сбер.онлайн',
      'τράπεζα.ελ',
    ].map((text): [WordsFault, string] => ['url', text]),
    ...['银行.中国', 'بنك.مصر', 'xn--e1afmkfd.xn--p1ai', 'paypal.com- now', 'paypal.co.uk'].map(
      (text): [WordsFault, string] => ['url', text],
    ),
    ...['500 kr', '500 zł', '20 000 Kč', '100 yen', '10k usd', '500 рублей', '500 руб.', '100 ευρώ'].map(
      (text): [WordsFault, string] => ['money', text],
    ),
    ...['五百 500元', '1000円', '5000원', '٥٠٠ دولار', 'five hundred dollars', '5 Tausend Euro'].map(
      (text): [WordsFault, string] => ['money', text],
    ),
  ];
  for (const [fault, text] of cases)
    for (const carry of carriers) assert.equal(wordsFault(carry(text)), fault, carry(text));
});

test('what is spelled out is found', () => {
  const cases: Record<string, WordsFault> = {
    'go to paypal dot com': 'url',
    'geh auf paypal punkt com': 'url',
    'paypal (dot) com': 'url',
    'paypal {dot} net': 'url',
    'leo [at] home': 'email',
    'call four seven nine zero zero one two': 'phone',
    'ruf an: null-eins-sieben-acht-neun-drei-vier': 'phone',
  };
  for (const [text, fault] of Object.entries(cases)) assert.equal(wordsFault(text), fault, text);
});

test('what turns the reading is refused, and what is not seen is no part of a name', () => {
  for (const mark of ['\u202e', '\u202d', '\u202a', '\u2066', '\u2067', '\u2028', '\u0007', '\ue000'])
    assert.equal(wordsFault(`moc.lapyap ${mark}here`), 'control', JSON.stringify(mark));
  for (const sign of ['\u200b', '\u200e', '\u2060', '\ufeff', '\u3164', '\u00ad', '\u{e0041}', '\n'])
    assert.equal(parseName(`An${sign}a Ruiz`), undefined, JSON.stringify(sign));
  assert.equal(parseName('می\u200cخواهم'), 'می\u200cخواهم', 'a joiner that letters need');
});

test('an encoded word, which mail programs show as what it says, is refused', () => {
  for (const text of ['=?utf-8?B?UGF5UGFsIGh0dHBzOi8vYmFk?=', 'Ana =?ISO-8859-1?q?=77?= Ruiz'])
    assert.deepEqual([wordsFault(text), parseName(text)], ['control', undefined], text);
  assert.equal(wordsFault('Really =? Yes ?='), undefined);
});

test('no word of a name mixes scripts that look alike; a name of two words may have two scripts', () => {
  for (const text of ['Аna Ruiz', 'Anа Ruiz', 'Bο Lund', 'РayPal Support', 'Ꭺna']) {
    assert.ok(isMixed(text), text);
    assert.equal(parseName(text), undefined, text);
  }
  for (const text of ['Анна Ruiz', '田中 Ken', 'Κώστας', 'Ελένη Papas', 'さくらちゃん', '김Kim'])
    assert.equal(parseName(text), text.normalize('NFC'), text);
});

test('a name needs a letter', () => {
  for (const text of ['123', '🙂🙂', '---', '1️⃣2️⃣']) assert.equal(parseName(text), undefined, text);
});

test('twenty thousand people of many cultures keep their names, titles and organisations', () => {
  const refused = generatePeople({ seed: 11, count: 20_000 }).filter(
    ({ names, title, organisation }) =>
      parseName(names.full) === undefined ||
      [title, organisation].some((line) => line !== undefined && parseLine(line, 120) === undefined),
  );
  assert.deepEqual(
    refused.map(({ names }) => names.full),
    [],
  );
});

const honest = [
  (who: string, when: string) => `Hi ${who}, we met on ${when}. Join us, you would like it.`,
  (who: string, when: string) => `Hallo ${who}! Der Chor probt ab ${when} wieder, um 19:30 in Raum 204.`,
  (who: string, when: string) => `Cher ${who}, le dîner du ${when} était super… à bientôt ?`,
  (who: string, when: string) =>
    `Привет, ${who}! Увидимся ${when}. Не забудь ноты, пожалуйста. Там будет весело.`,
  (who: string, when: string) =>
    `${who}, 12 of us are here already; 300 singers, class of 1998. Next: ${when}`,
  (who: string) => `Hola ${who}, ¿te acuerdas de nosotros? Somos 7 del equipo 2015/16. 😀👍🏽`,
  (who: string) => `${who}さん、ご無沙汰しています。また一緒に歌いましょう。`,
  (who: string) => `مرحبا ${who}، نلتقي قريبا في الجوقة\u200f.`,
  (who: string, when: string) => `Dear ${who}\n\nthe point: it is fun. Me, I go (since ${when}).\nSee you`,
  (who: string) =>
    `Hei ${who}! Vi er 12 i koret, kl. 19.30 i sal B.2. Ta med noter (ca. 20 s.), kaffe osv. Ph.D. eller ei...`,
  (who: string) => `${who}, z.B. Mo., Di. od. Mi. um 8.30 Uhr, d.h. vor der Arbeit; Frau Dr. Li kommt auch.`,
  (who: string) => `Γεια σου ${who}, τα λέμε στη χορωδία. Να έρθεις. Ελάτε όλοι`,
];
const dates = ['2026-11-23', '3.12.2026', '3. 12. 2026', '11/23/2026', 'Monday', '23 Nov', '1998', 'May 5th'];

test('of five thousand honest notes none is refused', () => {
  const people = generatePeople({ seed: 12, count: 5000 });
  const refused = people.flatMap(({ names }, at) => {
    const note = honest[at % honest.length]?.(names.full, dates[at % dates.length] ?? '') ?? '';
    const fault = wordsFault(note);
    return fault === undefined ? [] : [`${fault}: ${note}`];
  });
  assert.deepEqual(refused, []);
});
