import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { locales } from './messages.ts';
import { pseudo } from './pseudo.ts';
import { whatScreensSay } from './words-by-screen.ts';

const english: Readonly<Record<string, string>> = en;
const catalogues: Readonly<Record<(typeof locales)[number], Readonly<Record<string, string>>>> = {
  en,
  de,
  ar,
  ja,
};
/** Written with each change; the other languages follow, and say in English what they lack. */
const complete: readonly string[] = ['en', 'de'];

for (const locale of locales) {
  const catalogue = catalogues[locale];

  test(`${locale}: every string is well-formed`, () => {
    for (const [key, message] of Object.entries(catalogue)) {
      assert.notEqual(message.trim(), '', key);
      assert.doesNotThrow(() => compileMessageOrThrow(message), key);
    }
  });

  test(`${locale} has every string, and each names the same values as English`, (context) => {
    const lacking = Object.keys(en).filter((key) => !(key in catalogue));
    const stale = Object.keys(catalogue).filter((key) => !(key in en));
    const different = Object.entries(catalogue)
      .filter(([key, message]) => key in en && !sameValues(message, english[key] ?? ''))
      .map(([key]) => key);
    if (complete.includes(locale)) {
      assert.deepEqual(Object.keys(catalogue), Object.keys(en));
      assert.deepEqual(different, []);
      return;
    }
    for (const [what, keys] of Object.entries({ lacking, stale, different }))
      if (keys.length > 0) context.diagnostic(`${locale}, ${what}: ${keys.join(' ')}`);
    assert.ok(lacking.length < 0.2 * Object.keys(en).length, `${locale} lacks a fifth`);
  });

  test(`${locale} has every plural that it needs`, () => {
    const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    for (const [key, message] of Object.entries(catalogue))
      for (const branches of plurals(message)) {
        assert.ok(branches.includes('other'), `${key} has no branch for other numbers`);
        // A text that is the same for one and many says so by having `other` alone.
        if (branches.some((branch) => /^[a-z]/.test(branch) && branch !== 'other'))
          for (const category of needed) assert.ok(branches.includes(category), `${key} lacks ${category}`);
      }
  });

  test(`${locale} does not shout`, () => {
    for (const [key, message] of Object.entries(catalogue)) assert.ok(!/[!！]/.test(message), key);
  });
}

test('the pseudo-language is longer and still well-formed', () => {
  for (const [key, message] of Object.entries(pseudo(en))) {
    assert.ok(message.length >= Reflect.get(en, key).length * 1.4, key);
    assert.doesNotThrow(() => compileMessageOrThrow(message), key);
    assert.deepEqual(values(message), values(Reflect.get(en, key)), key);
  }
});

test('every string is said by a screen, and comes with it', () => {
  const { first, later } = whatScreensSay();
  const said = [first, ...later.values()].flatMap((names) => [...names]);
  assert.deepEqual(
    Object.keys(en).filter((key) => !said.includes(key)),
    [],
  );
  const app = readFileSync(new URL('../app.tsx', import.meta.url), 'utf8');
  const pairs = [
    ...app.matchAll(/screen\(\s*'([\w-]+)',\s*async \(\) => \(await import\('\.\/screens\/([\w-]+)\//g),
  ];
  assert.equal(pairs.length, app.split("import('./screens/").length - 1);
  for (const [, words, folder] of pairs) assert.equal(words, folder);
});

function sameValues(one: string, other: string): boolean {
  return JSON.stringify(values(one)) === JSON.stringify(values(other));
}

function values(message: string): string[] {
  const found = new Set<string>();
  const walk = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    const [name, , branches] = part;
    if (typeof name === 'string') found.add(name);
    if (typeof branches === 'object' && branches !== null)
      for (const branch of Object.values(branches)) if (Array.isArray(branch)) branch.forEach(walk);
  };
  compileMessageOrThrow(message).forEach(walk);
  return [...found].sort();
}

function plurals(message: string): string[][] {
  return [...message.matchAll(/\{\w+, plural,((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}/g)].map(
    ([, body = '']) => [...body.matchAll(/(=\d+|[a-z]+)\s*\{/g)].map(([, branch]) => branch ?? ''),
  );
}

/** Buttons that say what, and to a screen reader also whose: WCAG 2.5.3 wants the first within the second. */
const named = [
  ['action.remove', 'contacts.remove_of'],
  ['action.remove', 'network.remove_of'],
  ['contacts.delete', 'labels.delete_of'],
  ['invitations.details', 'invitations.details_of'],
  ['labels.put', 'labels.put_of'],
  ['labels.rename', 'labels.rename_of'],
  ['labels.take', 'labels.take_of'],
  ['network.accept', 'network.accept_of'],
  ['network.block', 'network.block_of'],
  ['network.ignore', 'network.ignore_of'],
  ['network.offer_no', 'network.offer_no_of'],
] as const;

test('what a button says is part of its name', () => {
  for (const [locale, catalogue] of Object.entries(catalogues))
    for (const [says, name] of named)
      assert.ok(
        catalogue[name]?.toLowerCase().includes(catalogue[says]?.toLowerCase() ?? name),
        `${locale} ${name}`,
      );
});
