import fc from 'fast-check';
import type { Card, Labelled } from '../src/contact.ts';
import { labelOf } from '../src/formats/labels.ts';

const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((text) => text.replace(/[\s\p{Cc}\ufeff]/gu, '').toWellFormed())
  .filter((text) => text !== '' && !text.includes('@') && !/^\d+$/.test(text));
const words = fc.array(word, { minLength: 1, maxLength: 3 }).map((list) => list.join(' '));
const label = words.filter((text) => labelOf(text) === text && text !== 'private');
const email = word.filter((text) => !/[<>]/.test(text)).map((text) => `${text}@mail.example`);

function labelled(value: fc.Arbitrary<string>, labels: fc.Arbitrary<string>): fc.Arbitrary<Labelled[]> {
  return fc.uniqueArray(
    fc.record({ value, label: fc.option(labels, { nil: undefined }) }).map(withoutUndefined),
    { maxLength: 4, selector: ({ value: one }) => one },
  );
}

/** Safe: leaves members out that are `undefined`, which their types allow to be absent. */
function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

const date = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
const partialDate = fc
  .tuple(
    date.filter((day) => !day.startsWith('1604')),
    fc.boolean(),
  )
  .map(([day, year]) => (year ? day : `-${day.slice(4)}`));
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });
const texts = fc.uniqueArray(words, { maxLength: 3 });
const phoneLabel = fc.oneof(
  fc.constantFrom(
    'home',
    'work',
    'mobile',
    'work mobile',
    'fax',
    'home fax',
    'work fax',
    'pager',
    'main',
    'video',
  ),
  label,
);
const placeLabel = fc.oneof(fc.constantFrom('home', 'work'), label);

const names = fc
  .record({
    full: words,
    given: optional(words),
    middle: optional(words),
    family: optional(words),
    prefix: optional(words),
    suffix: optional(words),
    nicknames: optional(fc.uniqueArray(words, { minLength: 1, maxLength: 2 })),
    phonetic: optional(words),
  })
  .map(withoutUndefined);

const address = fc
  .record({
    street: words,
    extended: optional(words),
    poBox: optional(words),
    city: optional(words),
    region: optional(words),
    postcode: optional(words),
    country: optional(words),
    // Old exporters write \\n in a parameter, which is read as a line break.
    formatted: optional(words.filter((text) => !text.includes('\\n'))),
    label: optional(placeLabel),
  })
  .map(withoutUndefined);

/** Any card of a person or organisation, as a reader could have made it; photos with their bytes. */
export const anyCard: fc.Arbitrary<Card> = fc
  .record({
    kind: fc.constantFrom('person' as const, 'organisation' as const),
    names,
    emails: labelled(email, placeLabel),
    phones: labelled(
      fc.integer({ min: 1_000_000 }).map((number) => `+${number}`),
      phoneLabel,
    ),
    urls: labelled(
      word.map((text) => `https://x.example/${text}`),
      placeLabel,
    ),
    ims: labelled(
      fc.oneof(word, fc.constantFrom('https://im.example/ana', 'xmpp:ana@im.example')),
      fc.constantFrom('skype', 'signal', 'jabber'),
    ),
    birthday: optional(partialDate),
    anniversary: optional(partialDate),
    gender: optional(fc.constantFrom('male', 'female', 'other', 'none', 'genderqueer')),
    addresses: fc.array(address, { maxLength: 2 }),
    organisations: fc.array(fc.record({ name: words, department: optional(words) }).map(withoutUndefined), {
      maxLength: 2,
    }),
    titles: texts,
    notes: texts,
    categories: texts,
    relations: labelled(words, label),
    photo: optional(
      fc.oneof(
        fc.constant({ kind: 'url' as const, url: 'https://x.example/ana.jpg' }),
        fc.uint8Array({ minLength: 4, maxLength: 50 }).map((data) => ({
          kind: 'embedded' as const,
          size: data.length,
          type: 'image/png',
          data: Uint8Array.from(data),
        })),
      ),
    ),
    other: optional(
      fc.array(
        fc
          .record({
            value: fc.oneof(
              words,
              fc.constantFrom('{"a":[1,{"b":"c"}]}', '[[[', '{"2":1,"1":2}', '{"__proto__":1}'),
            ),
            label: optional(
              fc.oneof(
                words,
                fc.constantFrom(
                  'X-SKYPE',
                  'GENDER',
                  'emails',
                  'kind',
                  'personalInfo',
                  'language',
                  'x.example:a',
                  'x.example:b',
                  '__proto__',
                ),
              ),
            ),
          })
          .map(withoutUndefined),
        { minLength: 1, maxLength: 5 },
      ),
    ),
    source: fc.record({
      format: fc.constant('vcard' as const),
      lines: fc.constant([1, 1] as const),
      uid: words,
      revised: fc.constantFrom('2024-03-18T09:12:44Z', '2024-03-18', '2024-03-18T09:12:44+01:00'),
    }),
    problems: fc.constant([]),
  })
  .map(withoutUndefined);
