import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { generatePeople, random } from '../../testing/index.ts';
import { BLANK_CARD, type Card } from '../contact.ts';
import { DuplicateSearch, surestOf } from './dedupe.ts';
import { type DedupeRecord, dedupeRecordOf, placeOf } from './record.ts';
import { alikeAtMost, beginningOf, isCloseSpelling, jaroWinkler, lettersOf } from './similarity.ts';

/** People who have nothing to do with each other: the book that the pairs stand in. */
const others: readonly DedupeRecord[] = generatePeople({ seed: 5, count: 400 }).map((person) => ({
  ...dedupeRecordOf(cardOf(person.names.full)),
  emails: person.emails.map(({ value }) => value),
  phones: person.phones.map(({ value }) => value),
}));

test('one person is found, and people of one household are kept apart', () => {
  for (const line of readFileSync(new URL('dedupe.pairs.txt', import.meta.url), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [first = '', second = ''] = line.slice(2).split(' | ');
    const search = new DuplicateSearch();
    for (const record of [recordOf(first), recordOf(second), ...others]) search.add(record);
    const { groups } = search.run({});
    assert.equal(groups[0] === groups[1], line.startsWith('='), line);
  }
});

test('what is found does not depend on the order of the book', () => {
  const records = [
    ...others,
    ...others.slice(0, 80).map((one) => ({ ...one, phones: [], given: one.given.slice(0, 1) })),
  ];
  const named = records.map((record, at) => ({ record, at }));
  const chance = random(3);
  const turned = named.toSorted(() => chance.next() - 0.5);
  assert.deepEqual(pairsIn(turned), pairsIn(named));
  assert.ok(pairsIn(named).length >= 40, `${pairsIn(named).length}`);
});

test('a common name proposes nobody, however rare its parts; a shared address beside it does', () => {
  const namesakes = Array.from({ length: 40 }, (_, at) =>
    recordOf(`Nguyen Van An, an${at}@mail${at}.example, +4420794${60_000 + at}`),
  );
  const search = new DuplicateSearch();
  const [first] = namesakes;
  assert.ok(first !== undefined);
  for (const record of [...namesakes, first, ...others]) search.add(record);
  const { pairs } = search.run({});
  assert.deepEqual(
    surestOf(pairs)
      .filter(({ a }) => a <= namesakes.length)
      .map(({ a, b }) => [a, b]),
    [[0, namesakes.length]],
  );
});

test('a book of one name, or of one company’s number, is no list of thousands', () => {
  for (const line of ['Maria Garcia', 'Maria Garcia, +34911234567']) {
    const search = new DuplicateSearch();
    for (let at = 0; at < 2000; at++) search.add(recordOf(line));
    assert.equal(search.run({}).pairs.count, 0, line);
  }
});

test('strangers of a few thousand names are few proposals', () => {
  const search = new DuplicateSearch();
  for (const { names, emails, phones } of generatePeople({ seed: 5, count: 3000 }))
    search.add(dedupeRecordOf({ ...cardOf(names.full), emails, phones }));
  const { count } = search.run({}).pairs;
  assert.ok(count < 300, `${count}`);
});

test('a number of one’s own outweighs another given name, a household does not', () => {
  const [mia, lea] = [
    recordOf('Mia Koch, 2001-05-06, #Am Bach 2 Ulm 89073'),
    recordOf('Lea Koch, 2001-05-06, #Am Bach 2 Ulm 89073'),
  ];
  for (const ids of [['8164610'], []]) {
    const search = new DuplicateSearch();
    for (const record of [{ ...mia, ids }, { ...lea, ids }, ...others]) search.add(record);
    const { groups } = search.run({});
    assert.equal(groups[0] === groups[1], ids.length > 0);
  }
});

test('two that are not the same stay apart, whoever is like both', () => {
  const one = recordOf('Ana Ruiz, ana@example.org, +34612000001');
  const search = new DuplicateSearch();
  for (const record of [one, one, one, ...others]) search.add(record);
  const { groups } = search.run({ isApart: (a, b) => Math.min(a, b) === 0 && Math.max(a, b) === 1 });
  assert.notEqual(groups[0], groups[1]);
});

test('two words are never more alike than their letters let them be', () => {
  const words = others.flatMap(({ given, family }) => [...given, ...family]).slice(0, 150);
  for (const a of words)
    for (const b of words) {
      const between = beginningOf(a) ^ beginningOf(b);
      const atMost = alikeAtMost(a.length, b.length, lettersOf(a), lettersOf(b), between);
      assert.ok(jaroWinkler(a, b) <= atMost, `${a} ${b}`);
      assert.ok(atMost >= 0.9 || !isCloseSpelling(a, b), `${a} ${b}`);
    }
});

test('only what is fresh is compared again', () => {
  const one = recordOf('Ana Ruiz, ana@example.org');
  const two = recordOf('Bo Whitaker, bo@example.org');
  const search = new DuplicateSearch();
  for (const record of [one, one, two, two, ...others]) search.add(record);
  assert.deepEqual(
    surestOf(search.run({ isFresh: (place) => place === 3 }).pairs).map(({ a, b }) => [a, b]),
    [[2, 3]],
  );
});

test('three thousand with the number of one switchboard are no four million pairs', () => {
  const search = new DuplicateSearch();
  const people = generatePeople({ seed: 9, count: 3000 });
  for (const { names } of people)
    search.add({ ...dedupeRecordOf(cardOf(names.full)), phones: ['+4930123456'] });
  const { compared } = search.run({});
  assert.ok(compared > 0 && compared < 240_000, `${compared} pairs`);
});

function pairsIn(book: readonly { record: DedupeRecord; at: number }[]): string[] {
  const search = new DuplicateSearch();
  for (const { record } of book) search.add(record);
  return surestOf(search.run({}).pairs)
    .map(({ a, b }) => [book[a]?.at ?? -1, book[b]?.at ?? -1].sort((one, other) => one - other).join(' '))
    .sort();
}

function recordOf(text: string): DedupeRecord {
  const [name = '', ...facts] = text.split(/[,;] (?=[^,;]*$|[\d+#a-z])/).map((part) => part.trim());
  const isOrganisation = name.endsWith(' !');
  const card = cardOf(name.replace(' !', ''));
  return {
    ...dedupeRecordOf(isOrganisation ? { ...card, kind: 'organisation' } : card),
    emails: facts.filter((fact) => fact.includes('@')),
    phones: facts.filter((fact) => fact.startsWith('+')),
    ...facts.filter((fact) => /^\d{4}-/.test(fact)).map((birthday) => ({ birthday }))[0],
    addresses: facts
      .filter((fact) => fact.startsWith('#'))
      .map((fact) => {
        const [, street = '', city = '', postcode = ''] = /^#(.* \d+) (\S+) (\S+)$/.exec(fact) ?? [];
        return placeOf({ street, city, postcode });
      }),
  };
}

function cardOf(full: string): Omit<Card, 'source' | 'problems'> {
  return { ...BLANK_CARD, names: { full } };
}
