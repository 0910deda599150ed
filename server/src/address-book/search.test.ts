import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSearch } from '@kith/contacts';
import { grams } from './grams.ts';
import { isMarked } from './marks.ts';
import { rankOf, ranksOf } from './search.ts';

/** As `searchText` writes them: the name, its forms, a line break, all else. */
const texts = [
  ' ana ruiz\n ra ar ana@x.example 491711234567',
  ' a. smith-jones smithjones jones\n as sa a b',
  ' müller mueller muller\n mm m@x.example +49 (171) 5',
  ' иван м ~ivan\n мi им ivan@x.example 7912',
  ' 山田 太郎\n 山太 やまだ y@yamada.example',
  ' x\n',
  ' bob a\n 5',
  '\n',
  ' written by an earlier kith',
  ` ${String.fromCharCode(...Array.from({ length: 300 }, (_, at) => 0x4e00 + at))} last\n z`,
];

test('whom bits and letters find for a search is whom reading every text finds, as well', () => {
  const some = grams(texts.length + 1);
  // A text that is gone leaves its bits.
  some.add(0, ' a\n a');
  const places = [undefined, ...texts.map((text) => ({ text }))];
  for (const [nth, text] of texts.entries()) some.add(nth + 1, text);
  const letters = [...new Set(texts.join('').replaceAll(/\s/g, ''))];
  const searches = [
    ...letters,
    ...letters.map((letter) => `a ${letter}`),
    'an',
    'a an',
    'mu m',
    '17',
    '5 x',
    'q',
  ];
  let found = 0;
  for (const search of searches) {
    const query = parseSearch(search);
    if (query.words.length === 0) continue;
    const ranks = ranksOf(places, some, query);
    for (const [nth, text] of texts.entries()) {
      const marked = ranks.flatMap((marks, rank) => (isMarked(marks, nth + 1) ? [rank] : []));
      const read = rankOf(text, query);
      assert.deepEqual(marked, read === undefined ? [] : [read], `${search} in ${text}`);
      found += marked.length;
    }
  }
  assert.ok(found > 300, `${found} found`);
});
