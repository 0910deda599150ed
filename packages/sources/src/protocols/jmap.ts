import { Buffer } from 'node:buffer';
import { LIMITS } from '@kith/contacts';
import { type Called, type JmapAccount, openJmap } from './jmap-api.ts';
import {
  type Dialect,
  dialects,
  type JsonObject,
  objectOf,
  objectsOf,
  textOf,
  textsOf,
} from './jmap-dialects.ts';
import { type ReadBook, SourceFault } from './protocol.ts';

/** Cards asked for at once; the first time fewer, so that there is something to see. */
const firstChunk = 40;
const chunk = 100;
/** Ids asked for at once; a server may give fewer. */
const page = 5000;
/** How often a list that changes while it is read is read again. */
const rounds = 3;
/** Before we call a list endless. */
const maxPages = 10_000;
const maxCards = 1_000_000;
/** Bytes of photos of one book, and photos that may fail one after another before no more are asked for. */
const photoRoom = 100 * 1024 * 1024;
const photoPatience = 3;

/** The types of method errors (RFC 8620, 3.6.2) and request errors (3.6.1), by what they are to a member. */
const denied = new Set(['accountNotFound', 'accountNotSupportedByMethod', 'forbidden']);
const unavailable = new Set(['serverFail', 'serverPartialFail', 'serverUnavailable']);
const unknown = new Set(['unknownCapability', 'unknownMethod']);
const tooLarge = new Set(['limit', 'requestTooLarge']);

/** Contacts that stand together; a server without books has one that has no id. */
interface Book {
  readonly id: string;
  readonly name: string;
  readonly ids: readonly string[];
}

/**
 * Reads every contact of a JMAP account (RFC 8620), in the dialect that the server speaks: the ids of all of them first,
 * then the contacts by id, so that a list that changes meanwhile loses and doubles none. Parts are JSContact (RFC 9553),
 * one card a line.
 */
export const readJmap: ReadBook = async function* (request) {
  const jmap = await openJmap(request);
  const spoken = dialects.filter(({ capability }) => jmap.has(capability));
  if (spoken.length === 0) throw new SourceFault('source.no_book', 'The server keeps no contacts by JMAP.');
  for (const dialect of spoken) {
    const account = jmap.accountFor(dialect.capability);
    const books = await booksOf(account, dialect);
    if (books !== undefined) return yield* cardsOf(account, dialect, books, request.after);
  }
  throw new SourceFault('source.unreadable', 'The server does not list its contacts.');
};

async function* cardsOf(
  account: JmapAccount,
  dialect: Dialect,
  books: readonly Book[],
  after: string | undefined,
): ReturnType<ReadBook> {
  const labels = await labelsOf(account, dialect);
  const photos = photosOf(account);
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
      const found = await objectsBy(account, `${dialect.contact}/get`, asked);
      if (found === undefined) {
        if (size === 1) {
          lost += 1;
          from += 1;
          done += 1;
        }
        size = Math.max(1, Math.trunc(size / 2));
        continue;
      }
      let text = '';
      for (const one of found.objects) {
        const own = labels.get(dialect.keyOf(one)) ?? [];
        const line = lineOf(await photos(labelled(dialect.cardOf(one), own)));
        if (line === undefined) lost += 1;
        else text += line;
      }
      lost += found.lost;
      from += asked.length;
      done += asked.length;
      if (size === firstChunk) size = Math.min(chunk, account.maxObjects);
      const bytes = new TextEncoder().encode(text);
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
  const query = `${dialect.contact}/query`;
  const seen = new Set<string>();
  const books: Book[] = [];
  for (const { filter, ...book } of await filtersOf(account, dialect)) {
    const found = await idsOf(account, query, filter);
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
        ...{ position, limit: page, calculateTotal: true },
      });
      if (called.kind === 'error') return { error: called.type };
      const { answer } = called;
      const found = textsOf(answer.ids);
      const before = ids.size;
      for (const id of found) ids.add(id);
      position += found.length;
      states.add(answer.queryState);
      const total = Number(answer.total);
      const limit = Number(answer.limit ?? page);
      if (found.length === 0 || position >= total || (Number.isNaN(total) && found.length < limit)) break;
      if (ids.size === before || pages >= maxPages || ids.size > maxCards)
        throw new SourceFault('source.too_large', 'The list of contacts does not end.');
    }
    for (const id of ids) all.add(id);
    // What changed between two pages may have moved from one to the other; what is gone by then is not there to get.
    if (states.size === 1 || round === rounds) return { ids: all };
  }
}

/** The objects of these ids, and how many the server says nothing about; undefined when it is asked for too many. */
async function objectsBy(account: JmapAccount, method: string, ids: readonly string[]) {
  const called = await account.call(method, { ids }).catch((error: unknown): Called => {
    if (error instanceof SourceFault && error.code === 'source.too_large')
      return { kind: 'error', type: 'limit' };
    throw error;
  });
  if (called.kind === 'error') {
    if (tooLarge.has(called.type)) return undefined;
    throw faultOf(called.type);
  }
  const byId = new Map(objectsOf(called.answer.list).map((one) => [textOf(one.id), one]));
  // Deleted since it was listed.
  const gone = new Set(textsOf(called.answer.notFound));
  const objects = ids.flatMap((id): readonly JsonObject[] => {
    const one = byId.get(id);
    return one === undefined ? [] : [one];
  });
  const lost = ids.filter((id) => !byId.has(id) && !gone.has(id)).length;
  return { objects, lost };
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

function labelled(card: JsonObject, labels: readonly string[]): JsonObject {
  if (labels.length === 0) return card;
  const own = Object.fromEntries(labels.map((label) => [label, true]));
  return { ...card, keywords: { ...objectOf(card.keywords), ...own } };
}

/** Puts photos that are blobs (RFC 9610, 3.1) into their cards, as far as there is room. */
function photosOf(account: JmapAccount): (card: JsonObject) => Promise<JsonObject> {
  let room = photoRoom;
  let failed = 0;
  return async (card) => {
    for (const [key, value] of Object.entries(objectOf(card.media))) {
      const { blobId, kind, mediaType, size, uri } = objectOf(value);
      if (kind !== 'photo' || textOf(blobId) === '' || textOf(uri) !== '') continue;
      const most = Math.min(room, LIMITS.photo);
      if (failed >= photoPatience || most === 0 || Number(size) > most) continue;
      const type = textOf(mediaType);
      const bytes = await account.blob(textOf(blobId), type, most);
      if (bytes === undefined) {
        failed += 1;
        continue;
      }
      failed = 0;
      room -= bytes.length;
      const data = `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
      return { ...card, media: { ...objectOf(card.media), [key]: { kind, mediaType, uri: data } } };
    }
    return card;
  };
}

/** A card as a line of JSON; undefined for one that is nested too deep to be one. */
function lineOf(card: JsonObject): string | undefined {
  try {
    return `${JSON.stringify({ '@type': 'Card', ...card })}\n`;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function faultOf(type: string): SourceFault {
  if (denied.has(type)) return new SourceFault('source.denied', 'The server does not let us read this.');
  if (unavailable.has(type))
    return new SourceFault('source.unavailable', 'The server has trouble of its own.');
  if (tooLarge.has(type)) return new SourceFault('source.throttled', 'The server asks for less at once.');
  if (type === 'rateLimit') return new SourceFault('source.throttled', 'The server asks to wait.');
  return new SourceFault('source.unreadable', 'The server does not answer as JMAP does.');
}
