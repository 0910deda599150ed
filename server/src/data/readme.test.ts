import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportFiles } from './files.ts';
import { readme } from './readme.ts';

/** As in web/catalogue. */
const locales = ['en', 'de', 'ar', 'ja'] as const;

test('the README of an export is in every language of the screens, and names each file in each', () => {
  const texts = locales.map((locale) => readme(locale, 'Harbour', 'Ana Ruiz', new Date(0)));
  assert.equal(new Set(texts).size, locales.length);
  for (const text of texts) {
    const named = text.split('\n').flatMap((line) => /^\w+\.(?:vcf|csv|json)(?= )/.exec(line)?.[0] ?? []);
    assert.deepEqual(
      named,
      exportFiles.map(({ path }) => path),
    );
    assert.match(text, /Harbour.*Ana Ruiz.*1970-01-01T/);
  }
  const [english] = texts;
  assert.equal(readme('ar-EG', 'Harbour', 'Ana Ruiz', new Date(0)), texts[locales.indexOf('ar')]);
  assert.equal(readme('sv', 'Harbour', 'Ana Ruiz', new Date(0)), english);
});
