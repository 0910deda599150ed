import assert from 'node:assert/strict';
import { test } from 'node:test';
import PostalMime from 'postal-mime';
import { composeMail } from '../platform/mail-compose.ts';
import { segmentsOf } from '../platform/text-segments.ts';
import type { HeldAfter } from './held.ts';
import { filled, isolated, type Locale, languageOf, languages, localeFor, locales } from './languages.ts';
import { type InvitationFacts, invitationMessage, tokenPlaceholder } from './messages/invitation.ts';
import { askPage, codePage, heldPage, tooManyPage } from './pages/held-page.ts';
import { answerPage, gonePage, invitationPage, nextPage, unsubscribePage } from './pages/invitation-page.ts';
import { othersPage } from './pages/others-page.ts';
import { stylesheet } from './pages/page.ts';
import type { Answer, Received } from './recipient.ts';

const network = {
  name: 'Harbour',
  about: 'a place for people who know each other',
  address: '1 Quay Street, Oslo',
  locale: 'en',
} as const;

function factsIn(locale: Locale, more: Partial<InvitationFacts> = {}): InvitationFacts {
  return {
    inviter: { name: 'Zoë Ruiz', headline: 'Rower', location: 'Oslo' },
    network,
    from: 'invites@harbour.example',
    publicUrl: 'https://harbour.example',
    note: 'See you there\nSee you soon',
    locale,
    replies: false,
    kind: 'invitation',
    following: 0,
    ...more,
  };
}

function mailOf(facts: InvitationFacts) {
  const message = invitationMessage(facts);
  return composeMail({
    from: { name: message.fromName, address: message.fromAddress },
    to: 'leo@work.example',
    subject: message.subject,
    text: message.text,
    html: message.html,
    messageId: 'one@harbour.example',
    date: new Date(0),
  });
}

/** Every sentence of a language by its path, as `message.subject`. */
function sentences(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
    const here = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') return [[here, value]];
    return typeof value === 'object' && value !== null ? sentences(value, here) : [];
  });
}

function wordsOf(locale: Locale): [string, string][] {
  const { message, own, pages, held } = languages[locale];
  return sentences({ message, own, pages, held });
}

const braces = (sentence: string) => [...new Set(sentence.match(/\{\w+\}/g))].sort();

for (const locale of locales) {
  test(`${locale} says everything, names what English names, and does not shout`, () => {
    const english = new Map(wordsOf('en'));
    const words = new Map(wordsOf(locale));
    assert.deepEqual([...words.keys()], [...english.keys()]);
    for (const [path, sentence] of words) {
      const original = english.get(path) ?? '';
      assert.deepEqual(braces(sentence), braces(original), path);
      assert.match(sentence, /\S/, path);
      assert.doesNotMatch(sentence, /[!！¡'"<>]/, path);
      if (locale !== 'en' && !/\.(via|from)$/.test(path)) assert.notEqual(sentence, original, path);
    }
  });

  test(`the message in ${locale} says who, where, why and how to stop it, in both parts`, async () => {
    const message = invitationMessage(factsIn(locale));
    const { raw } = await mailOf(factsIn(locale));
    const head = raw.toString('latin1').split('\r\n\r\n', 1)[0] ?? '';
    // RFC 2047: names and subjects travel as ASCII.
    assert.match(head, /^[\t\r\n\x20-\x7e]*$/);
    const parsed = await PostalMime.parse(raw);
    assert.equal(parsed.subject, message.subject);
    assert.equal(parsed.from?.name, message.fromName);
    for (const part of [parsed.text ?? '', parsed.html ?? '']) {
      for (const fact of [
        `https://harbour.example/i/${tokenPlaceholder}`,
        `https://harbour.example/u/${tokenPlaceholder}`,
        'Zoë Ruiz',
        'Oslo, Rower',
        'Harbour',
        network.about,
        network.address,
        'See you there',
        'See you soon',
      ])
        assert.ok(part.includes(fact), `${fact} in ${part}`);
      assert.doesNotMatch(part, /\{\w+\}/);
    }
    const { direction } = languages[locale];
    assert.ok(message.html.includes(`<html lang="${locale}" dir="${direction}">`));
    assert.ok(message.html.includes(`<div lang="${locale}" dir="${direction}"`));
    assert.doesNotMatch(message.html, /<img|src=|url\(|<link|@import/);
  });

  test(`what the inviter sends in ${locale} has the note, the link and their name`, () => {
    const { own } = invitationMessage(factsIn(locale));
    assert.ok(own !== undefined);
    for (const fact of [
      `https://harbour.example/i/${tokenPlaceholder}`,
      'Zoë Ruiz',
      'Harbour',
      network.about,
      'See you there\nSee you soon',
    ])
      assert.ok(own.text.includes(fact), `${fact} in ${own.text}`);
    assert.ok(own.short.endsWith(` https://harbour.example/i/${tokenPlaceholder}`));
    assert.doesNotMatch(`${own.subject}${own.text}`, /\{\w+\}|https?:(?!\/\/harbour\.example\/i\/)/);
    assert.ok(segmentsOf(own.short) <= 2);
  });

  test(`the longest message in ${locale} weighs less than 15 KB`, async () => {
    const longest = factsIn(locale, {
      inviter: { name: '王'.repeat(80), headline: '王'.repeat(120), location: '王'.repeat(80) },
      network: { name: 'И'.repeat(60), about: 'И'.repeat(200), address: 'И'.repeat(200) },
      note: 'И'.repeat(300),
    });
    const { text, html } = invitationMessage(longest);
    assert.ok(Buffer.byteLength(text) + Buffer.byteLength(html) < 15_000);
  });

  test(`the recipient’s pages in ${locale} are whole and name their language`, () => {
    const scene = { received: receivedIn(locale), token: 'token', network };
    const own = { ...scene, received: receivedIn(locale, 'self') };
    const answers: readonly Answer[] = ['decline', 'never', 'not-from', 'not-me', 'report'];
    const pages = [
      invitationPage(scene, { signedIn: false, nameRefused: true }),
      invitationPage(scene, { signedIn: true }),
      ...answers.map((what) => answerPage(scene, what, false)),
      answerPage(scene, 'never', true),
      nextPage(scene, 'sign_in'),
      nextPage(scene, 'sign_up'),
      unsubscribePage(scene, false),
      unsubscribePage(scene, true),
      invitationPage(own, { signedIn: false }),
      ...answers.map((what) => answerPage(own, what, false)),
    ];
    for (const page of pages) {
      assert.ok(page.includes(`<html lang="${locale}" dir="${languages[locale].direction}">`), page);
      assert.doesNotMatch(page, /\{\w+\}|undefined/);
      assert.ok(Buffer.byteLength(page + stylesheet) < 14_000);
    }
  });

  test(`200 inviters with long names make no page in ${locale} heavy, and each has a link`, () => {
    const token = 'A'.repeat(22);
    const others = Array.from({ length: 200 }, (_, nth) => ({
      name: `${nth} ${'王'.repeat(76)}`,
      token: `${'A'.repeat(18)}${1000 + nth}`,
    }));
    const { row, ...received } = receivedIn(locale);
    const inviter = { name: '王'.repeat(80), headline: '王'.repeat(120), location: '王'.repeat(80) };
    const long = {
      ...received,
      inviter,
      row: { ...row, note: '王'.repeat(300), recipient_name: '王'.repeat(80) },
    };
    const of = { name: 'И'.repeat(60), about: '', address: 'И'.repeat(200), locale };
    const scene = { network: { ...network, ...of }, token, locale };
    const pages = Array.from({ length: 14 }, (_, at) => othersPage(scene, others, at + 1));
    const linked = new Set(pages.join().match(/(?<=<li><a href="\/i\/)[^"]+/g));
    assert.deepEqual(
      [...linked],
      others.map((one) => one.token),
    );
    assert.equal(othersPage(scene, others, -3), pages[0]);
    assert.equal(othersPage(scene, others, 99), pages[13]);
    const first = invitationPage(
      { ...scene, received: long },
      { signedIn: false, nameRefused: true, others },
    );
    assert.ok(first.includes(`<a href="/i/${token}/others">`));
    for (const page of [...pages, first, gonePage(scene.network, { token, others })])
      assert.ok(Buffer.byteLength(page + stylesheet) < 14_000, `${Buffer.byteLength(page + stylesheet)}`);
  });
}

for (const locale of locales)
  test(`the pages about what is held in ${locale} are whole and name their language`, () => {
    const scene = { network, locale };
    const at = new Date(0);
    const held: HeldAfter = {
      late: true,
      books: { books: 3, since: at, fields: ['names', 'phones', 'notes'] },
      invitations: [
        { inviter: 'Zoë Ruiz', createdAt: at, expiresAt: at },
        { inviter: undefined, createdAt: at, expiresAt: at },
      ],
      suppressed: { everyone: false, inviters: 2 },
      member: true,
      undoMinutes: 29,
    };
    const many: HeldAfter = {
      ...held,
      books: {
        ...held.books,
        fields: ['names', 'phones', 'addresses', 'birthday', 'titles', 'notes', 'photo'],
      },
      invitations: Array.from({ length: 200 }, () => ({
        inviter: '王'.repeat(80),
        createdAt: at,
        expiresAt: at,
      })),
    };
    const nothing: HeldAfter = {
      ...held,
      books: { books: 0, since: undefined, fields: [] },
      invitations: [],
      suppressed: { everyone: true, inviters: 0 },
    };
    for (const page of [
      askPage(scene, { refused: true }),
      askPage(scene, { to: { token: 'token', masked: 'l•@w•.example' } }),
      codePage(scene, { proof: 'proof', refused: true }),
      heldPage(scene, held, { proof: 'proof', done: undefined }),
      heldPage(scene, nothing, { proof: 'proof', done: 'forever' }),
      heldPage(scene, many, { proof: 'p'.repeat(43), done: 'deleted' }),
      tooManyPage(scene, 12),
    ]) {
      assert.ok(page.includes(`<html lang="${locale}" dir="${languages[locale].direction}">`), page);
      assert.doesNotMatch(page, /\{\w+\}|undefined/);
      assert.ok(Buffer.byteLength(page + stylesheet) < 14_000);
    }
  });

test('a text message is one segment where the alphabet of the language lets it be', () => {
  const segments = Object.fromEntries(
    locales.map((locale) => [
      locale,
      segmentsOf(
        invitationMessage(factsIn(locale, { inviter: { name: 'Ana Ruiz', headline: null, location: null } }))
          .short,
      ),
    ]),
  );
  // Cyrillic, Arabic, and the accents of Hungarian and Romanian leave 70 signs a segment, and the link takes 48.
  const two = { hu: 2, ro: 2, ru: 2, uk: 2, ar: 2 };
  assert.deepEqual(segments, { ...Object.fromEntries(locales.map((locale) => [locale, 1])), ...two });
});

test('where answers reach us a text message says how to end it', () => {
  for (const locale of locales) {
    const { short } = invitationMessage(factsIn(locale, { replies: true }));
    assert.match(short, /THE-RECIPIENTS-OWN-KEY .*\bSTOP\b/);
    assert.ok(segmentsOf(short) <= 2);
  }
});

test('every language has a version of its own, the same for everybody who writes in it', () => {
  const versions = locales.map((locale) => invitationMessage(factsIn(locale)).version);
  assert.equal(new Set(versions).size, 20);
  const others = locales.map((locale) => invitationMessage(factsIn(locale, { note: undefined })).version);
  assert.deepEqual(others, versions);
});

test('a name that would be a header stays a name', async () => {
  for (const locale of locales) {
    const inviter = { name: 'Eve\r\nBcc: all@work.example', headline: null, location: null };
    const { headers } = await PostalMime.parse((await mailOf(factsIn(locale, { inviter }))).raw);
    assert.ok(!headers.some(({ key }) => key === 'bcc'));
  }
});

test('a language is found by the tags that mean it', () => {
  assert.deepEqual(['fr-CA', 'PT-br', 'no', 'nn-NO', 'nb', 'constructor', 'ko', ''].map(localeFor), [
    'fr',
    'pt',
    'nb',
    'nb',
    'nb',
    undefined,
    undefined,
    undefined,
  ]);
  assert.equal(languageOf('ko').name, 'English');
});

test('braces in a name are text, and names among Arabic words are isolated', () => {
  assert.equal(filled('{a} and {b}', { a: '{b}', b: 'c' }), '{b} and c');
  assert.deepEqual(isolated(languages.ar, { a: 'Ana' }), { a: '\u2068Ana\u2069' });
  assert.match(invitationMessage(factsIn('ar')).text, /\u2068Zoë Ruiz \(Oslo, Rower\)\u2069/);
  assert.doesNotMatch(invitationMessage(factsIn('ar')).subject, /[\u2066-\u2069]/);
});

function receivedIn(locale: Locale, way: 'relay' | 'self' = 'relay'): Received {
  const day = new Date(Date.UTC(2026, 10, 27));
  const row = {
    channel: 'email',
    way,
    address: 'leo@work.example',
    recipient_name: 'Leo',
    note: 'See you',
    locale,
    created_at: day,
    expires_at: day,
  };
  return {
    // Safe: the pages read these columns alone.
    row: row as Received['row'],
    inviter: { name: 'Zoë Ruiz', headline: 'Rower', location: 'Oslo' },
    open: true,
    late: true,
    proven: way === 'relay',
  };
}
