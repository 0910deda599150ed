import { setImmediate as immediate } from 'node:timers/promises';
import { foldForSearch, type SearchQuery } from '@kith/contacts';
import { changedBetween, revisionOf } from '../contacts/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, LabelId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { type EntryRow, entriesAfter, entriesOf, ownLabelsOf } from './book-store.ts';
import type { Sort } from './filter.ts';
import { type Grams, grams } from './grams.ts';
import { insertSourceLabels, type LabelRow, labelsOfOwner } from './label-store.ts';
import { isMarked, type Marks, mark, noMarks } from './marks.ts';
import { orderBy, orderOf, orderWith } from './order.ts';
import { type Ranks, ranksOf } from './search.ts';
import { type Vocabulary, vocabulary } from './vocabulary.ts';

/** Of a contact, what lists are made by; its fields are read from the database when it is shown. */
export interface Entry {
  readonly id: ContactId;
  /** Where it stands in this copy of the book. */
  place: number;
  readonly sortKey: string;
  /** What a search looks through. */
  readonly text: string;
  readonly organisation: string | undefined;
  readonly city: string | undefined;
  readonly birthday: string | undefined;
  readonly hasEmail: boolean;
  readonly hasPhone: boolean;
  /** Folded names of the groups it has in its sources. */
  readonly groups: readonly string[];
  /** Labels that its owner gave it, or took off it; these and what follows change in place, see `followAct`. */
  labelled: readonly LabelId[];
  unlabelled: readonly LabelId[];
  favourite: boolean;
  trashed: boolean;
  readonly added: number;
  readonly writtenOn: string | undefined;
}

/** A copy of one owner's book in memory: everything a list, a search or a selection asks is answered from it. */
export interface Book {
  /** The state that it is a copy of. */
  readonly revision: number;
  readonly entries: ReadonlyMap<ContactId, Entry>;
  /** The same by place; what is gone leaves its place empty. */
  readonly places: readonly (Entry | undefined)[];
  /** The owner's labels that are wanted. */
  readonly labels: readonly LabelRow[];
  /** Those that are marked, in order. */
  ordered(sort: Sort, among: Marks): readonly Entry[];
  /** Marks those for whom a test holds, or these; remembered by what `question` says until something changes. */
  marked(question: string, whom: ((entry: Entry) => boolean) | readonly ContactId[]): Marks;
  /** What searches begin with; undefined until it was read. Nothing may be awaited between it and what must agree with it. */
  readonly index: () => Index | undefined;
  /** Reads its letters and words, a part at a time. */
  readonly indexed: () => Promise<void>;
  /** How well each answers a search, remembered until something changes. */
  ranked(index: Index, query: SearchQuery): Ranks;
  /**
   * The contacts that belong to something of which the database alone knows, each once. It is asked for all of them once, as
   * long as `state` is the same, and then for those alone that changed since.
   */
  belonging(
    question: string,
    state: string,
    ask: (among: readonly ContactId[] | 'all') => Promise<readonly ContactId[]>,
  ): Promise<readonly ContactId[]>;
  /** What `make` gave for this question, as long as `state` and the contacts are the same. */
  remembered<T>(question: string, state: string, make: () => Promise<T>): Promise<T>;
}

interface Index {
  readonly grams: Grams;
  readonly words: Vocabulary;
}

/** Contacts that the copies in memory hold together, some 1,000 bytes each; the books asked for longest ago go first. */
const room = 400_000;
/** Contacts read at once: others are served in between. */
const part = 10_000;
/** The same of texts that are in memory: some ten milliseconds. */
const partOfTexts = 2000;

interface Shelf {
  readonly books: Map<MemberId, Copy>;
  /** Whoever brings a copy up to date, one at a time. */
  readonly turns: Map<MemberId, Promise<unknown>>;
}

/** The copies of this process; another process has its own. */
const shelves = new WeakMap<Platform, Shelf>();

/**
 * The owner's book as it is now. A copy in memory is brought up to date by what changed since; a transaction asks for it
 * before it changes anything, as what it would see of its own may yet be taken back.
 */
export async function openBook(platform: Platform, tx: Transaction, owner: MemberId): Promise<Book> {
  const shelf = shelves.get(platform) ?? { books: new Map(), turns: new Map() };
  shelves.set(platform, shelf);
  const turn = (shelf.turns.get(owner) ?? Promise.resolve()).then(
    () => current(platform, tx, owner, shelf),
    () => current(platform, tx, owner, shelf),
  );
  shelf.turns.set(owner, turn);
  try {
    return await turn;
  } finally {
    if (shelf.turns.get(owner) === turn) shelf.turns.delete(owner);
  }
}

async function current(platform: Platform, tx: Transaction, owner: MemberId, shelf: Shelf): Promise<Book> {
  const revision = await revisionOf(tx, owner);
  const known = shelf.books.get(owner);
  const copy =
    (known === undefined ? undefined : await followed(tx, owner, known, revision)) ??
    (await read(tx, owner, revision));
  shelf.books.delete(owner);
  shelf.books.set(owner, copy);
  // Whoever looks at a book will search it, and should not wait then; where it fails, their search will say so.
  if (copy.index === undefined) indexed(copy).catch(() => undefined);
  let held = 0;
  for (const [other, { entries }] of [...shelf.books].reverse()) {
    held += entries.size;
    if (held > room && other !== owner) shelf.books.delete(other);
  }
  return { ...copy, ...asked(copy), labels: await labelsFor(platform, tx, owner, copy) };
}

/**
 * Does to the copy in memory what an act did to these contacts, once it is committed: a label on 100,000 contacts is no
 * reason to read the book anew. A copy that is not at the state just before the act follows as any other.
 */
export function followAct(
  platform: Platform,
  owner: MemberId,
  revision: number | undefined,
  contacts: readonly ContactId[],
  change: (entry: Entry) => void,
): void {
  const copy = shelves.get(platform)?.books.get(owner);
  if (copy === undefined || revision === undefined || copy.revision !== revision - 1) return;
  for (const id of contacts) {
    const entry = copy.entries.get(id);
    if (entry !== undefined) change(entry);
  }
  copy.revision = revision;
  copy.marks.clear();
}

interface Copy {
  revision: number;
  readonly entries: Map<ContactId, Entry>;
  /** The same by place; what is gone leaves its place empty. */
  places: (Entry | undefined)[];
  /** The groups of its sources, by folded name. */
  readonly groups: Map<string, string>;
  /** Organisations and cities, which many have, each once. */
  readonly shared: Map<string, string>;
  /** Places in order. */
  readonly orders: Map<Sort, Uint32Array>;
  index: Index | undefined;
  indexing: Promise<void> | undefined;
  readonly marks: Map<string, Marks>;
  /** By the words of searches. */
  readonly ranks: Map<string, Ranks>;
  readonly belonging: Map<string, Belonging>;
  readonly memory: Map<string, { readonly state: string; readonly value: unknown }>;
}

interface Belonging {
  readonly state: string;
  readonly contacts: readonly ContactId[];
  /** Those that changed since. */
  readonly changed: Set<ContactId>;
}

/** Questions whose marks are remembered, and searches. */
const mostMarks = 100;
const mostRanks = 20;
const mostBelonging = 50;

async function read(tx: Transaction, owner: MemberId, revision: number): Promise<Copy> {
  const copy: Copy = {
    revision,
    entries: new Map(),
    places: [],
    groups: new Map(),
    shared: new Map(),
    orders: new Map(),
    index: undefined,
    indexing: undefined,
    marks: new Map(),
    ranks: new Map(),
    belonging: new Map(),
    memory: new Map(),
  };
  const own = Map.groupBy(await ownLabelsOf(tx, owner, 'all'), (row) => row.contact_id);
  let last: ContactId | undefined;
  for (;;) {
    const rows = await entriesAfter(tx, owner, last, part);
    for (const row of rows) put(copy, row, own.get(row.id) ?? []);
    last = rows.at(-1)?.id;
    if (rows.length < part) return copy;
  }
}

/** The copy with what changed since; undefined where too much did. */
async function followed(
  tx: Transaction,
  owner: MemberId,
  copy: Copy,
  revision: number,
): Promise<Copy | undefined> {
  if (copy.revision === revision) return copy;
  const changed = await changedBetween(tx, owner, copy.revision, revision);
  if (changed === undefined) return undefined;
  const ids = [...changed];
  const rows = await entriesOf(tx, owner, ids);
  const own = Map.groupBy(await ownLabelsOf(tx, owner, ids), (row) => row.contact_id);
  for (const id of ids) {
    const gone = copy.entries.get(id);
    if (gone !== undefined) copy.places[gone.place] = undefined;
    copy.entries.delete(id);
  }
  const fresh = rows.map((row) => put(copy, row, own.get(row.id) ?? []));
  for (const [sort, order] of copy.orders)
    copy.orders.set(sort, orderWith(order, fresh, copy.places, orders[sort]));
  copy.marks.clear();
  copy.ranks.clear();
  copy.memory.clear();
  for (const known of copy.belonging.values()) for (const id of ids) known.changed.add(id);
  copy.revision = revision;
  if (copy.places.length > 2 * copy.entries.size + part) closeUp(copy);
  return copy;
}

/** Gives entries their places anew, without the empty ones. */
function closeUp(copy: Copy): void {
  copy.places = [...copy.entries.values()];
  for (const [place, entry] of copy.places.entries()) if (entry !== undefined) entry.place = place;
  copy.orders.clear();
  copy.index = undefined;
}

function put(copy: Copy, row: EntryRow, own: readonly { label_id: LabelId; removed: boolean }[]): Entry {
  const entry = entryOf(copy, row, own);
  copy.entries.set(entry.id, entry);
  copy.places.push(entry);
  if (copy.index !== undefined && entry.place >= copy.index.grams.room) copy.index = undefined;
  copy.index?.grams.add(entry.place, entry.text);
  copy.index?.words.add(entry);
  return entry;
}

function entryOf(copy: Copy, row: EntryRow, own: readonly { label_id: LabelId; removed: boolean }[]): Entry {
  const { shared } = copy;
  const once = (value: string | null) => {
    if (value === null) return undefined;
    const known = shared.get(value);
    if (known === undefined) shared.set(value, value);
    return known ?? value;
  };
  return {
    id: row.id,
    place: copy.places.length,
    sortKey: row.sort_key,
    text: row.search,
    organisation: once(row.organisation),
    city: once(row.city),
    birthday: row.birthday ?? undefined,
    hasEmail: row.has_email,
    hasPhone: row.has_phone,
    groups: row.labels.map((name) => {
      const key = foldForSearch(name);
      if (!copy.groups.has(key)) copy.groups.set(key, name);
      return key;
    }),
    labelled: own.filter(({ removed }) => !removed).map((one) => one.label_id),
    unlabelled: own.filter(({ removed }) => removed).map((one) => one.label_id),
    favourite: row.favourite,
    trashed: row.trashed,
    added: row.added,
    writtenOn: row.written_on ?? undefined,
  };
}

function asked(copy: Copy): Omit<Book, 'revision' | 'entries' | 'places' | 'labels'> {
  return {
    ordered(sort, among) {
      const order = orderIn(copy, sort);
      const found: Entry[] = [];
      for (let at = 0; at < order.length; at++) {
        const place = order[at] ?? 0;
        const entry = isMarked(among, place) ? copy.places[place] : undefined;
        if (entry !== undefined) found.push(entry);
      }
      return found;
    },

    marked(question, whom) {
      const known = copy.marks.get(question);
      if (known !== undefined) return known;
      const marks = marksOf(copy, whom);
      if (copy.marks.size >= mostMarks) copy.marks.clear();
      copy.marks.set(question, marks);
      return marks;
    },

    index: () => copy.index,

    indexed: () => indexed(copy),

    ranked(index, query) {
      const words = query.words.join('\n');
      const known = copy.ranks.get(words);
      if (known !== undefined) return known;
      const ranks = ranksOf(copy.places, index.grams, query);
      if (copy.ranks.size >= mostRanks) copy.ranks.clear();
      copy.ranks.set(words, ranks);
      return ranks;
    },

    async belonging(question, state, ask) {
      const known = copy.belonging.get(question);
      const before = known?.state === state ? known : undefined;
      if (before?.changed.size === 0) return before.contacts;
      const { revision } = copy;
      const changed = new Set(before?.changed);
      const asked = await ask(before === undefined ? 'all' : [...changed]);
      const still = before?.contacts.filter((id) => !changed.has(id)) ?? [];
      // Their own ids: those of the answer are parts of one long text, which would be kept with them.
      const those = [...new Set(asked)].flatMap((id) => copy.entries.get(id)?.id ?? []);
      const contacts = [...still, ...those];
      if (copy.belonging.size >= mostBelonging) copy.belonging.clear();
      if (copy.revision === revision) copy.belonging.set(question, { state, contacts, changed: new Set() });
      return contacts;
    },

    async remembered<T>(question: string, state: string, make: () => Promise<T>) {
      const known = copy.memory.get(question);
      // Safe: a question is put with answers of one type alone.
      if (known?.state === state) return known.value as T;
      const { revision } = copy;
      const value = await make();
      if (copy.revision === revision) copy.memory.set(question, { state, value });
      return value;
    },
  };
}

/** Marks those of a book for whom a test holds, or these. */
export function marksOf(
  { entries, places }: Pick<Book, 'entries' | 'places'>,
  whom: ((entry: Entry) => boolean) | readonly ContactId[],
): Marks {
  const marks = noMarks(places.length);
  if (typeof whom === 'function') {
    for (const entry of places) if (entry !== undefined && whom(entry)) mark(marks, entry.place);
  } else
    for (const id of whom) {
      const entry = entries.get(id);
      if (entry !== undefined) mark(marks, entry.place);
    }
  return marks;
}

function indexed(copy: Copy): Promise<void> {
  copy.indexing ??= readIndex(copy).finally(() => {
    copy.indexing = undefined;
  });
  return copy.indexing;
}

/** Reads the letters and words of the book, which may change meanwhile: whatever comes stands at the end. */
async function readIndex(copy: Copy): Promise<void> {
  while (copy.index === undefined) {
    const { places } = copy;
    const index = { grams: grams(places.length + Math.ceil(places.length / 4) + 32), words: vocabulary() };
    for (let place = 0; place < places.length && place < index.grams.room; place++) {
      const entry = places[place];
      if (entry !== undefined) {
        index.grams.add(place, entry.text);
        index.words.add(entry);
      }
      if (place % partOfTexts === partOfTexts - 1) await immediate();
    }
    if (copy.places === places && places.length <= index.grams.room) copy.index = index;
  }
}

function orderIn(copy: Copy, sort: Sort): Uint32Array {
  const known = copy.orders.get(sort);
  if (known !== undefined) return known;
  const order =
    sort === 'name'
      ? orderOf(copy.entries.values(), byName)
      : orderBy(orderIn(copy, 'name'), copy.places, facts[sort]);
  copy.orders.set(sort, order);
  return order;
}

const byName = (a: Entry, b: Entry) =>
  a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : a.id < b.id ? -1 : 1;
/** What orders go by before the name. */
const facts = {
  added: (entry: Entry) => entry.added,
  written: (entry: Entry) => entry.writtenOn ?? '',
};
const orders: Readonly<Record<Sort, (a: Entry, b: Entry) => number>> = {
  name: byName,
  added: (a, b) => b.added - a.added || byName(a, b),
  written: (a, b) =>
    a.writtenOn === b.writtenOn ? byName(a, b) : (a.writtenOn ?? '') > (b.writtenOn ?? '') ? -1 : 1,
};

/** The labels that are wanted; groups that no label stands for yet get theirs. */
async function labelsFor(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  { groups }: Copy,
): Promise<readonly LabelRow[]> {
  let labels = await labelsOfOwner(tx, owner);
  const known = new Set(labels.flatMap(({ key, source_key }) => [key, source_key]));
  const fresh = [...groups].filter(([key]) => !known.has(key));
  if (fresh.length > 0) {
    await insertSourceLabels(
      platform,
      tx,
      owner,
      fresh.map(([, name]) => name),
    );
    labels = await labelsOfOwner(tx, owner);
  }
  return labels.filter(({ deleted_at }) => deleted_at === null);
}
