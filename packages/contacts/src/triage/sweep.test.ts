import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { generatePeople, random } from '../../testing/index.ts';
import { findSweeps, type SweepFacts } from './sweep.ts';

const phone = (number: number): SweepFacts => ({ name: '', emails: [], phones: [`+${number}`] });
const mail = (email: string, name = ''): SweepFacts => ({ name, emails: [email], phones: [] });
const count = (contacts: readonly SweepFacts[]) => findSweeps(contacts).size;
const times = <Thing>(n: number, make: (at: number) => Thing) =>
  Array.from({ length: n }, (_, at) => make(at));
const firsts = 'anna bob carl dina emil fred gina hans ida jon'.split(' ');
const lasts = 'adams brown clark davis evans frank green hill irwin jones'.split(' ');
const real: readonly SweepFacts[] = generatePeople({ seed: 5, count: 2000 }).map((person) => ({
  name: person.names.full,
  emails: person.emails.map(({ value }) => value),
  phones: person.phones.map(({ value }) => value),
}));

test('numbers in a row are recognised, whatever they are called and wherever they stand', () => {
  const row = times(50, (at) => phone(4790000000 + at));
  assert.equal(count(row), 50);
  assert.equal(count([...row].reverse()), 50);
  assert.equal(
    count(times(50, (at) => ({ ...phone(4790000000 + 2 * at), name: `Contact ${at}` }))),
    50,
    'gaps',
  );
  assert.equal(count(times(25, (at) => phone(4790000000 + 5000 * at))), 25, 'a step of its own');
  assert.equal(
    count(times(400, (at) => ({ ...phone(4790000000 + at), name: `Ola Berg${at}` }))),
    400,
    'a flood',
  );
  const hidden = [...real, ...row];
  assert.deepEqual(
    [...findSweeps(hidden).keys()]
      .map((at) => hidden[at])
      .every((one) => one !== undefined && row.includes(one)),
    true,
  );
  assert.equal(count(hidden), 50);
});

test('addresses that were combined, counted or taken from a dictionary are recognised', () => {
  const sweep = firsts.flatMap((first) =>
    lasts.map((last) => mail(`${first}.${last}@firm.example`, `${first} ${last}`)),
  );
  assert.equal(count(sweep), 100);
  const half = sweep.filter((_, at) => at % 3 !== 0 || at % 2 === 0);
  assert.equal(count(half), half.length, 'a part of it');
  assert.equal(count(times(40, (at) => mail(`user${String(at).padStart(3, '0')}@firm.example`))), 40);
  const words = times(120, (at) =>
    mail(`${firsts[at % 10]}${String.fromCharCode(97 + (at % 26), 97 + (at % 7))}@firm.example`),
  );
  assert.equal(count(words), 120);
  assert.equal(count(times(30, (at) => mail(`ka${at}b${at * 7}xqz${at}@firm.example`))), 30, 'probes');
  const found = findSweeps([...real, ...sweep]);
  assert.equal(found.size, 100);
  assert.equal(found.get(real.length), 'address_sweep');
});

test('a company with numbers in a row passes: its people have names', () => {
  const company = times(60, (at) => ({
    name: real[at]?.name ?? '',
    emails: [],
    phones: [`+${4722123400 + at}`],
  }));
  assert.equal(count(company), 0);
});

test('a family, a village and a class pass', () => {
  assert.equal(count(times(12, (at) => phone(4790000000 + at))), 0, 'a dozen cards from one shop');
  assert.equal(count(times(200, (at) => phone(4776950000 + ((at * 7919) % 10_000)))), 0, 'one exchange');
  const school = times(35, (at) => mail(`s${20_240_100 + at}@school.example`, real[at]?.name));
  assert.equal(count(school), 0);
});

test('a large company of first.last@ passes, of many and of few family names', () => {
  const people = generatePeople({ seed: 9, count: 5000 });
  const plain = (text: string) =>
    text
      .normalize('NFD')
      .replace(/[^a-zA-Z]/g, '')
      .toLowerCase() || 'x';
  const staff = people.map(({ names }) =>
    mail(`${plain(names.given)}.${plain(names.family)}@firm.example`, names.full),
  );
  assert.equal(count(staff), 0);
  // Where most people share few names: the commonest of 300 family names is worn by one in twenty.
  const chance = random(3);
  const one = (of: number) => Math.floor(of ** chance.next());
  const letters = (number: number) =>
    [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
  const alike = times(3000, () => mail(`${letters(one(400))}.${letters(one(300))}@firm.example`));
  assert.equal(count(alike), 0);
});

test('many friends at one mail service pass, with their names or without', () => {
  const letters = (number: number) =>
    [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
  const named = times(400, (at) => mail(`james${letters(at)}lee@mail.example`, `James${letters(at)} Lee`));
  assert.equal(count(named), 0);
  const forms = (at: number) =>
    [`kim${letters(at)}`, `kim.${letters(at)}`, `k${letters(at)}${1900 + (at % 97)}`][at % 3];
  assert.equal(count(times(600, (at) => mail(`${forms(at)}@mail.example`))), 0, 'a list of a club');
  const large = generatePeople({ seed: 5, count: 24_000 }).map(({ names, emails, phones }) => ({
    name: names.full,
    emails: emails.map(({ value }) => value),
    phones: phones.map(({ value }) => value),
  }));
  assert.equal(count(large), 0, 'a book of 24,000');
});

test('no contact of the sample books looks made up', () => {
  const folder = new URL('../../fixtures/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.expected.json'));
  assert.ok(files.length > 50);
  for (const file of files) {
    const contacts = factsIn(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
    assert.equal(count(contacts), 0, file);
  }
  assert.equal(count(real), 0);
});

test('a contact is judged by the company that it keeps: the order does not matter', () => {
  const row = times(45, (at) => phone(4790000000 + at * 2));
  fc.assert(
    fc.property(fc.shuffledSubarray([...row, ...real.slice(0, 100)], { minLength: 145 }), (book) => {
      const names = [...findSweeps(book).keys()].map((at) => book[at]?.phones[0]).sort();
      assert.deepEqual(names, row.map((one) => one.phones[0]).sort());
    }),
    { numRuns: 20 },
  );
});

/** Every object with addresses or numbers in an expectation, whatever stands around it. */
function factsIn(value: unknown): SweepFacts[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(factsIn);
  const { emails, phones, names } = value as Readonly<Record<string, unknown>>;
  if (!Array.isArray(emails) && !Array.isArray(phones)) return Object.values(value).flatMap(factsIn);
  const values = (list: unknown): string[] =>
    Array.isArray(list)
      ? list.map((one) => (typeof one === 'string' ? one : String(Reflect.get(Object(one), 'value'))))
      : [];
  const full = Reflect.get(Object(names), 'full');
  return [{ name: typeof full === 'string' ? full : '', emails: values(emails), phones: values(phones) }];
}
