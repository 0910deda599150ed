import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { de } from './de.ts';
import { en } from './en.ts';
import { locales } from './messages.ts';
import { pseudo } from './pseudo.ts';

const catalogues: Readonly<Record<(typeof locales)[number], Readonly<Record<string, string>>>> = { en, de };

for (const locale of locales) {
  const catalogue = catalogues[locale];

  test(`${locale} has every string, and every string is well-formed`, () => {
    assert.deepEqual(Object.keys(catalogue), Object.keys(en));
    for (const [key, message] of Object.entries(catalogue)) {
      assert.notEqual(message.trim(), '', key);
      assert.doesNotThrow(() => compileMessageOrThrow(message), key);
    }
  });

  test(`${locale} names the same values as English, with every plural it needs`, () => {
    const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    for (const [key, message] of Object.entries(catalogue)) {
      assert.deepEqual(values(message), values(Reflect.get(en, key)), `${locale} ${key}`);
      for (const branches of plurals(message)) {
        assert.ok(branches.includes('other'), `${key} has no branch for other numbers`);
        // A text that is the same for one and many says so by having `other` alone.
        if (branches.some((branch) => /^[a-z]/.test(branch) && branch !== 'other'))
          for (const category of needed) assert.ok(branches.includes(category), `${key} lacks ${category}`);
      }
    }
  });

  test(`${locale} does not shout`, () => {
    for (const [key, message] of Object.entries(catalogue)) assert.ok(!message.includes('!'), key);
  });
}

test('the pseudo-language is longer and still well-formed', () => {
  for (const [key, message] of Object.entries(pseudo(en))) {
    assert.ok(message.length >= Reflect.get(en, key).length * 1.4, key);
    assert.doesNotThrow(() => compileMessageOrThrow(message), key);
    assert.deepEqual(values(message), values(Reflect.get(en, key)), key);
  }
});

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
