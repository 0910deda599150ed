import { foldForSearch, parseSearch } from '@kith/contacts';
import type { Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { ContactId, LabelId, MemberId, SourceId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { type Book, type Entry, marksOf, openBook } from './book.ts';
import { contactsOfImport, contactsOfSource, membersBehind, stateOfImport } from './book-store.ts';
import type { ContactFilter, ContactSelection, Sort } from './filter.ts';
import type { LabelRow } from './label-store.ts';
import { both, either, isMarked, type Marks, noMarks, without } from './marks.ts';
import { rankOf } from './search.ts';

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
  const query = parseSearch(filter.search ?? '');
  const asks = await narrowings(book, tx, owner, filter);
  if (query.words.length === 0) return book.ordered(sort, asks());
  let index = book.index();
  while (index === undefined) {
    await book.indexed();
    index = book.index();
  }
  const { grams, words } = index;
  const those = asks();
  const exact = book.ranked(index, query).flatMap((marks) => book.ordered(sort, both(those, marks)));
  if (exact.length >= enough) return exact;
  const known = new Set(exact);
  const slips = query.words.map((word) => {
    const alike = noMarks(those.length * 32);
    words.markAlike(word, alike);
    return alike;
  });
  const alike = query.ways.reduce(
    (among, ways, at) => both(among, either(grams.narrow(those, ways), slips[at] ?? those)),
    those,
  );
  return [
    ...exact,
    ...book
      .ordered(sort, alike)
      .filter(
        (entry) =>
          !known.has(entry) &&
          query.ways.every(
            (ways, at) =>
              isMarked(slips[at] ?? those, entry.place) || rankOf(entry.text, { ways: [ways] }) !== undefined,
          ),
      ),
  ];
}

/** Whom a filter shows, its search aside; what the database must be asked for it is asked first, the book only when it is called. */
async function narrowings(
  book: Book,
  tx: Transaction,
  owner: MemberId,
  filter: ContactFilter,
): Promise<() => Marks> {
  const { label, source, import: brought, onNetwork, favourite, trash = false, organisation, city } = filter;
  const members = onNetwork === undefined ? undefined : [...(await membersBehind(tx, owner)).keys()];
  const sourced = source === undefined ? undefined : await ofSource(book, tx, owner, source);
  const state = brought === undefined ? '' : await stateOfImport(tx, owner, brought);
  const ofImport =
    brought === undefined
      ? undefined
      : await book.belonging(`import ${brought}`, state, (among) =>
          contactsOfImport(tx, owner, brought, among),
        );
  const has = filter.has?.split(',') ?? [];
  return () => {
    let those = book.marked(`trash ${trash}`, ({ trashed }) => trashed === trash);
    const keep = (question: string, whom: Test | readonly ContactId[]) => {
      those = both(those, book.marked(question, whom));
    };
    if (label !== undefined) {
      const row = book.labels.find(({ id }) => id === label);
      keep(`label ${label} ${row?.source_key}`, bears(book, label));
    }
    if (favourite !== undefined) keep(`favourite ${favourite}`, (entry) => entry.favourite === favourite);
    if (has.includes('email')) keep('email', ({ hasEmail }) => hasEmail);
    if (has.includes('phone')) keep('phone', ({ hasPhone }) => hasPhone);
    if (has.includes('birthday')) keep('birthday', ({ birthday }) => birthday !== undefined);
    if (organisation !== undefined)
      keep(
        `organisation ${organisation}`,
        reads(organisation, (entry) => entry.organisation),
      );
    if (city !== undefined)
      keep(
        `city ${city}`,
        reads(city, (entry) => entry.city),
      );
    if (sourced !== undefined) keep(`source ${source}`, sourced);
    if (ofImport !== undefined) keep(`import ${brought} ${state}`, ofImport);
    if (members !== undefined) {
      const here = marksOf(book, members);
      those = onNetwork === true ? both(those, here) : without(those, here);
    }
    return those;
  };
}

/** The contacts of a source. */
export function ofSource(book: Book, tx: Transaction, owner: MemberId, source: SourceId) {
  return book.belonging(`source ${source}`, '', (among) => contactsOfSource(tx, owner, source, among));
}

type Test = (entry: Entry) => boolean;

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

/** How many contacts bear each label, the trash left out. */
export function countBearers(book: Book): Promise<ReadonlyMap<LabelId, number>> {
  const groups = book.labels.map(({ id, source_key: group }) => `${id} ${group}`).join();
  return book.remembered('bearers', `${book.revision} ${groups}`, async () => {
    const bearing = new Map<LabelId, number>();
    for (const entry of book.entries.values())
      if (!entry.trashed)
        for (const id of labelsOfEntry(book, entry)) bearing.set(id, (bearing.get(id) ?? 0) + 1);
    return bearing;
  });
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
