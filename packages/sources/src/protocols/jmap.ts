import {
  faultOf,
  type JmapAccount,
  type JsonObject,
  objectsBy,
  objectsOf,
  openJmap,
  textOf,
  textsOf,
} from './jmap-api.ts';
import { type Dialect, dialects } from './jmap-dialects.ts';
import { type BookRequest, type ReadBook, SourceFault } from './protocol.ts';

/** Cards asked for at once; the first time fewer, so that there is something to see. */
const firstChunk = 40;
const chunk = 250;
/** How often a list that changes while it is read is read again. */
const rounds = 3;
/** Before we call a list endless. */
const maxPages = 10_000;
const maxCards = 1_000_000;
/** Errors of a server that does not speak a dialect, whatever its session says. */
const unknown = new Set(['unknownCapability', 'unknownMethod']);
/** Contacts that stand together; a server without books has one that has no id. */
interface Book {
  readonly id: string;
  readonly name: string;
  readonly ids: readonly string[];
}

/**
 * Reads every contact of a JMAP account (RFC 8620), in the dialect that the server speaks: the ids of all of them first,
 * then the contacts by id, so that a list that changes meanwhile loses and doubles none. Parts are JSContact, one card a
 * line, or vCards where that is what the server has.
 */
export const readJmap: ReadBook = async function* (request) {
  const jmap = await openJmap(request);
  let speaks = false;
  for (const dialect of dialects) {
    const capabilities = dialect.capabilities(jmap.has);
    if (capabilities === undefined) continue;
    speaks = true;
    const account = jmap.accountFor(capabilities);
    const books = await booksOf(account, dialect);
    if (books !== undefined) return yield* cardsOf(account, dialect, books, request);
  }
  if (!speaks) throw new SourceFault('source.no_book', 'The server keeps no contacts by JMAP.');
  throw new SourceFault('source.unreadable', 'The server does not list its contacts.');
};

async function* cardsOf(
  account: JmapAccount,
  dialect: Dialect,
  books: readonly Book[],
  { after, photos = false }: BookRequest,
): ReturnType<ReadBook> {
  const labels = await labelsOf(account, dialect);
  const write = dialect.writer(account, photos);
  const [afterBook, afterCard] = cursorOf(after);
  const first = books.findIndex(({ id }) => id === afterBook);
  const total = books.reduce((sum, { ids }) => sum + ids.length, 0);
  const names = new Set<string>();
  let done = 0;
  let lost = 0;
  let size = Math.min(firstChunk, account.maxObjects);
  for (const [at, { id, ids, name }] of books.entries()) {
    let file = name;
    for (let n = 2; names.has(file); n++) file = `${name} ${n}`;
    names.add(file);
    if (at < first) {
      done += ids.length;
      continue;
    }
    let from = at === first ? ids.findIndex((one) => one > afterCard) : 0;
    if (from === -1) from = ids.length;
    done += from;
    while (from < ids.length) {
      const asked = ids.slice(from, from + size);
      const found = await objectsBy(account, `${dialect.contact}/get`, asked, dialect.properties);
      const written = found && (await write(found.objects, (one) => labels.get(dialect.keyOf(one)) ?? []));
      if (found === undefined || written === undefined) {
        if (size === 1) {
          lost += 1;
          from += 1;
          done += 1;
        }
        size = Math.max(1, Math.trunc(size / 2));
        continue;
      }
      lost += found.lost + written.lost;
      from += asked.length;
      done += asked.length;
      if (size === firstChunk) size = Math.min(chunk, account.maxObjects);
      const bytes = new TextEncoder().encode(written.text);
      yield { file, bytes, cards: done, total, cursor: JSON.stringify([id, asked.at(-1)]) };
    }
  }
  if (lost > 0)
    throw new SourceFault('source.unavailable', `The server did not give ${lost} of ${total} contacts.`);
}

function cursorOf(after: string | undefined): [string, string] {
  if (after === undefined) return ['', ''];
  const [book, card] = JSON.parse(after) as unknown[];
  return typeof book === 'string' && typeof card === 'string' ? [book, card] : ['', ''];
}

/** The books with the ids of their contacts, each contact once; undefined when the server does not know the dialect after all. */
async function booksOf(account: JmapAccount, dialect: Dialect): Promise<readonly Book[] | undefined> {
  const seen = new Set<string>();
  const books: Book[] = [];
  const { beginning, contact } = dialect;
  for (const { filter, ...book } of await filtersOf(account, dialect)) {
    const since =
      beginning === undefined ? undefined : await idsSince(account, `${contact}/changes`, beginning);
    const found = since ?? (await idsOf(account, `${contact}/query`, filter));
    if ('error' in found) {
      if (unknown.has(found.error)) return undefined;
      if (filter === undefined || found.error !== 'unsupportedFilter') throw faultOf(found.error);
      // Then there is no telling which book is whose.
      return booksOf(account, { ...dialect, book: undefined });
    }
    const ids = [...found.ids].filter((id) => !seen.has(id)).sort();
    for (const id of ids) seen.add(id);
    books.push({ ...book, ids });
  }
  return books;
}

async function filtersOf(account: JmapAccount, { book }: Dialect) {
  const whole = [{ id: '', name: 'Contacts', filter: undefined }];
  if (book === undefined) return whole;
  const called = await account.call(`${book.name}/get`, { ids: null, properties: ['name'] });
  if (called.kind === 'error') return whole;
  const books = objectsOf(called.answer.list).map(({ id, name }) => ({
    id: textOf(id),
    name: textOf(name) || 'Contacts',
    filter: book.filter(textOf(id)),
  }));
  return books.length === 0 ? whole : books;
}

/** The ids of all that came since a state and did not go (RFC 8620, 5.2); undefined where the server cannot tell. */
async function idsSince(account: JmapAccount, method: string, beginning: string) {
  const ids = new Set<string>();
  let sinceState = beginning;
  for (let pages = 1; pages <= maxPages && ids.size <= maxCards; pages++) {
    const called = await account.call(method, { sinceState });
    if (called.kind === 'error') return undefined;
    const { created, destroyed, hasMoreChanges, newState, updated } = called.answer;
    for (const id of [...textsOf(created), ...textsOf(updated)]) ids.add(id);
    for (const id of textsOf(destroyed)) ids.delete(id);
    if (hasMoreChanges !== true) return { ids };
    if (textOf(newState) === sinceState) break;
    sinceState = textOf(newState);
  }
  throw new SourceFault('source.too_large', 'The list of contacts does not end.');
}

/** The ids that a query finds, all of them (RFC 8620, 5.5), or the type of its error. */
async function idsOf(
  account: JmapAccount,
  method: string,
  filter: JsonObject | undefined,
): Promise<{ readonly ids: ReadonlySet<string> } | { readonly error: string }> {
  const all = new Set<string>();
  for (let round = 1; ; round++) {
    const ids = new Set<string>();
    const states = new Set<unknown>();
    let position = 0;
    for (let pages = 1; ; pages++) {
      const called = await account.call(method, {
        ...(filter === undefined ? {} : { filter }),
        ...{ position, calculateTotal: true },
      });
      if (called.kind === 'error') return { error: called.type };
      const { answer } = called;
      const found = textsOf(answer.ids);
      const before = ids.size;
      for (const id of found) ids.add(id);
      position += found.length;
      states.add(answer.queryState);
      const total = Number(answer.total);
      const isCut = Number.isNaN(total) ? found.length >= Number(answer.limit ?? Infinity) : position < total;
      if (found.length === 0 || !isCut) break;
      if (ids.size === before || pages >= maxPages || ids.size > maxCards)
        throw new SourceFault('source.too_large', 'The list of contacts does not end.');
    }
    for (const id of ids) all.add(id);
    // What changed between two pages may have moved from one to the other; what is gone by then is not there to get.
    if (states.size === 1 || round === rounds) return { ids: all };
  }
}

/** The names of groups by the contacts in them; none where the server does not tell. */
async function labelsOf(account: JmapAccount, dialect: Dialect): Promise<ReadonlyMap<string, string[]>> {
  const labels = new Map<string, string[]>();
  const { filter, name } = dialect.group;
  const found = await idsOf(account, `${name}/query`, filter);
  const ids = 'ids' in found ? [...found.ids] : [];
  const size = Math.min(chunk, account.maxObjects);
  for (let from = 0; from < ids.length; from += size) {
    const groups = await objectsBy(account, `${name}/get`, ids.slice(from, from + size));
    for (const group of groups?.objects ?? []) {
      const { members, name: label } = dialect.membersOf(group);
      if (label !== '')
        for (const member of members) labels.set(member, [...(labels.get(member) ?? []), label]);
    }
  }
  return labels;
}
