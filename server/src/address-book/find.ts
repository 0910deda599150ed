import { foldForSearch } from '@kith/contacts';
import type { Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { ContactId, LabelId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { type Book, type Entry, openBook } from './book.ts';
import { contactsOfImport, contactsOfSource, membersBehind, stateOfImport } from './book-store.ts';
import type { ContactFilter, ContactSelection, Sort } from './filter.ts';
import type { LabelRow } from './label-store.ts';
import { parseQuery, rankOf } from './search.ts';

/** Contacts found as they are written, from which on nobody is looked for whose name is only alike. */
const enough = 5;

/** The contacts of the owner that a filter shows, in order; of a search, those that answer it best first. */
export async function findContacts(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  filter: ContactFilter,
  sort: Sort = 'name',
): Promise<{ book: Book; found: readonly Entry[] }> {
  const book = await openBook(platform, tx, owner);
  return { book, found: await foundIn(book, tx, owner, filter, sort) };
}

async function foundIn(
  book: Book,
  tx: Transaction,
  owner: MemberId,
  filter: ContactFilter,
  sort: Sort,
): Promise<readonly Entry[]> {
  const tests = await testsOf(book, tx, owner, filter);
  const those = book.sorted(sort).filter((entry) => tests.every((test) => test(entry)));
  const query = parseQuery(filter.search ?? '');
  if (query.words.length === 0) return those;
  const begun: Entry[] = [];
  const within: Entry[] = [];
  for (const entry of those) {
    const rank = rankOf(entry.text, query);
    if (rank === 0) begun.push(entry);
    else if (rank === 1) within.push(entry);
  }
  const exact = [...begun, ...within];
  if (exact.length >= enough) return exact;
  const known = new Set(exact);
  const alike = query.words.map((word) => book.vocabulary().alike(word));
  return [
    ...exact,
    ...those.filter(
      (entry) =>
        !known.has(entry) &&
        query.words.every(
          (word, at) =>
            alike[at]?.has(entry) === true ||
            rankOf(entry.text, { words: [word], ways: [query.ways[at] ?? []] }) !== undefined,
        ),
    ),
  ];
}

type Test = (entry: Entry) => boolean;

async function testsOf(
  book: Book,
  tx: Transaction,
  owner: MemberId,
  filter: ContactFilter,
): Promise<readonly Test[]> {
  const tests: Test[] = [({ trashed }) => trashed === (filter.trash ?? false)];
  const { label, source, import: brought, onNetwork, favourite } = filter;
  if (label !== undefined) tests.push(bears(book, label));
  if (favourite !== undefined) tests.push((entry) => entry.favourite === favourite);
  const has = new Set(filter.has?.split(',') ?? []);
  if (has.has('email')) tests.push(({ hasEmail }) => hasEmail);
  if (has.has('phone')) tests.push(({ hasPhone }) => hasPhone);
  if (has.has('birthday')) tests.push(({ birthday }) => birthday !== undefined);
  if (filter.organisation !== undefined)
    tests.push(reads(filter.organisation, ({ organisation }) => organisation));
  if (filter.city !== undefined) tests.push(reads(filter.city, ({ city }) => city));
  const among = (ids: { has(id: ContactId): boolean }, wanted = true) =>
    tests.push(({ id }) => ids.has(id) === wanted);
  if (onNetwork !== undefined) among(await membersBehind(tx, owner), onNetwork);
  if (source !== undefined)
    among(await book.remembered(`source ${source}`, '', () => contactsOfSource(tx, owner, source)));
  if (brought !== undefined)
    among(
      await book.remembered(`import ${brought}`, await stateOfImport(tx, owner, brought), () =>
        contactsOfImport(tx, owner, brought),
      ),
    );
  return tests;
}

function reads(wanted: string, of: (entry: Entry) => string | undefined): Test {
  const key = foldForSearch(wanted);
  const known = new Map<string, boolean>();
  return (entry) => {
    const value = of(entry);
    if (value === undefined) return false;
    let same = known.get(value);
    if (same === undefined) {
      same = foldForSearch(value) === key;
      known.set(value, same);
    }
    return same;
  };
}

/** Whether a contact bears a label: by its owner's word, else by a group of its sources. */
export function bears({ labels }: Book, id: LabelId): Test {
  const label = labels.find((one) => one.id === id);
  if (label === undefined) return () => false;
  return (entry) => isUnder(label, entry);
}

function isUnder({ id, source_key: group }: LabelRow, entry: Entry): boolean {
  return (
    entry.labelled.includes(id) ||
    (group !== null && entry.groups.includes(group) && !entry.unlabelled.includes(id))
  );
}

/** The labels of a contact. */
export function labelsOfEntry({ labels }: Book, entry: Entry): LabelId[] {
  if (entry.labelled.length === 0 && entry.groups.length === 0) return [];
  return labels.filter((label) => isUnder(label, entry)).map(({ id }) => id);
}

/**
 * The contacts of the owner that a selection means, each once; ids that are no contact of theirs are left out.
 *
 * @throws {KithError} `selection.empty` where that is nobody.
 */
export async function selectedContacts(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  selection: ContactSelection,
): Promise<{ book: Book; selected: readonly Entry[] }> {
  const book = await openBook(platform, tx, owner);
  const selected =
    'ids' in selection
      ? [...new Set(selection.ids)].flatMap((id) => book.entries.get(id) ?? [])
      : await withoutThose(book, tx, owner, selection);
  if (selected.length === 0) throw new KithError('selection.empty', 'No contact is selected.');
  return { book, selected };
}

async function withoutThose(
  book: Book,
  tx: Transaction,
  owner: MemberId,
  { filter, except = [] }: Extract<ContactSelection, { filter: ContactFilter }>,
): Promise<readonly Entry[]> {
  const out = new Set(except);
  return (await foundIn(book, tx, owner, filter, 'name')).filter(({ id }) => !out.has(id));
}
