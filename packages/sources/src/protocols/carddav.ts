import type { GuardedAnswer, GuardedRequest } from '../guard/guard.ts';
import { groupFilter, type Label, labelsFrom } from './carddav-groups.ts';
import { type DavResponse, type Multistatus, multistatus } from './dav-xml.ts';
import { askServer, isPage, longAnswer, resolved, startOf } from './own-server.ts';
import { type BookRequest, type ReadBook, SourceFault } from './protocol.ts';

/** Cards asked for at once; the first time fewer, so that there is something to see. */
const firstChunk = 40;
const chunk = 100;
/** Steps of one sync-collection (RFC 6578, 3.6), and cards of one book, before we call it endless. */
const maxPages = 1000;
const maxCards = 1_000_000;
/** What looking for groups may take: nobody waits for labels. */
const forGroups = { limit: 3000, maxBytes: 4 * 1024 * 1024 };

const open = '<?xml version="1.0" encoding="utf-8"?>';
const spaces = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"';
const bookProps =
  '<D:prop><D:resourcetype/><D:displayname/><D:current-user-principal/><C:addressbook-home-set/></D:prop>';

/** An address book collection (RFC 6352, 5.2). */
interface Book {
  readonly url: string;
  readonly name: string;
}

/**
 * Reads every address book of a CardDAV account (RFC 6352), by the first way that the server knows: sync-collection,
 * PROPFIND or addressbook-query to find the cards, multiget or GET to fetch them. Parts are vCards, with the groups that
 * the server tells apart as labels of their members.
 */
export const readCarddav: ReadBook = async function* (request) {
  const dav = client(request);
  const books = await findBooks(dav, request);
  const [afterBook, afterCard] = cursorOf(request.after);
  const first = books.findIndex(({ url }) => url === afterBook);
  const found: { book: Book; cards: string[] }[] = [];
  let total = 0;
  for (const book of books) {
    const cards = await cardsOf(dav, book);
    total += cards.length;
    found.push({ book, cards });
  }
  const names = new Set<string>();
  let done = 0;
  let lost = 0;
  let size = firstChunk;
  for (const [at, { book, cards }] of found.entries()) {
    let file = book.name;
    for (let n = 2; names.has(file); n++) file = `${book.name} ${n}`;
    names.add(file);
    if (at < first) {
      done += cards.length;
      continue;
    }
    if (cards.length === 0) continue;
    const label = await labelsOf(dav, book);
    const fetchCards = fetcher(dav, book);
    let from = at === first ? cards.findIndex((href) => href > afterCard) : 0;
    if (from === -1) from = cards.length;
    done += from;
    while (from < cards.length) {
      const hrefs = cards.slice(from, from + size);
      const read = await fetchCards(hrefs);
      from += hrefs.length;
      done += hrefs.length;
      lost += read.lost;
      size = chunk;
      yield {
        file,
        bytes: new TextEncoder().encode(read.cards.map(label).join('')),
        cards: done,
        total,
        cursor: JSON.stringify([book.url, hrefs.at(-1)]),
      };
    }
  }
  if (lost > 0)
    throw new SourceFault('source.unavailable', `The server did not give ${lost} of ${total} cards.`);
};

function cursorOf(after: string | undefined): [string, string] {
  if (after === undefined) return ['', ''];
  const [book, card] = JSON.parse(after) as unknown[];
  return typeof book === 'string' && typeof card === 'string' ? [book, card] : ['', ''];
}

interface Dav {
  ask(
    method: string,
    url: string,
    depth?: '0' | '1',
    body?: string,
    most?: Pick<GuardedRequest, 'limit' | 'maxBytes'>,
  ): Promise<GuardedAnswer>;
  /** A multistatus, or undefined when the server does not do this. */
  status(
    method: string,
    url: string,
    depth: '0' | '1',
    body: string,
    most?: Pick<GuardedRequest, 'limit' | 'maxBytes'>,
  ): Promise<Answer | undefined>;
}

interface Answer extends Multistatus {
  readonly url: string;
}

function client(request: BookRequest): Dav {
  const askOwn = askServer(request);
  const ask: Dav['ask'] = (method, url, depth, body, most = {}) =>
    askOwn(url, {
      method,
      headers: {
        ...(depth === undefined ? {} : { depth }),
        ...(body === undefined ? {} : { 'content-type': 'application/xml; charset=utf-8' }),
      },
      ...(body === undefined ? {} : { body }),
      ...(method === 'REPORT' || depth === '1' ? { limit: longAnswer } : {}),
      ...most,
    });

  return {
    ask,
    async status(method, url, depth, body, most) {
      const answer = await ask(method, url, depth, open + body, most);
      if (answer.status === 207) return { ...multistatus(answer.body), url: answer.url };
      if (answer.status === 403 && method === 'PROPFIND')
        throw new SourceFault('source.denied', 'The server does not let us read this.');
      if (answer.status === 200 && isPage(answer))
        throw new SourceFault('source.unavailable', 'The server answers with a page for people.');
      return undefined;
    },
  };
}

/** @throws {SourceFault} `source.no_book`, or what kept us from looking. */
async function findBooks(dav: Dav, { at }: BookRequest): Promise<readonly Book[]> {
  const start = startOf(at);
  const { origin } = new URL(start);
  const known = `${origin}/.well-known/carddav`;
  const places = new Set(at.url === undefined ? [known, start] : [start, known, `${origin}/`]);
  let fault: SourceFault | undefined;
  for (const place of places) {
    try {
      const books = await booksFrom(dav, place);
      if (books.length > 0) return books;
    } catch (error) {
      if (!(error instanceof SourceFault)) throw error;
      // A host that cannot be reached, or that refuses the password, does so everywhere.
      if (error.code === 'source.unreachable' || error.code.startsWith('source.certificate')) throw error;
      if (error.code === 'source.refused' || error.code === 'source.access_ended') throw error;
      fault ??= error;
    }
  }
  throw fault ?? new SourceFault('source.no_book', 'The server has no address book.');
}

async function booksFrom(dav: Dav, place: string): Promise<readonly Book[]> {
  const answer = await dav.status('PROPFIND', place, '0', propfind(bookProps));
  const [self] = answer?.responses ?? [];
  if (answer === undefined || self === undefined) return [];
  if (self.types.has('addressbook')) return [bookOf(self, answer.url)];
  const homes = homesOf(self, answer.url);
  for (const principal of self.hrefs.get('current-user-principal') ?? []) {
    if (homes.length > 0) break;
    const whose = await dav.status('PROPFIND', resolved(principal, answer.url), '0', propfind(bookProps));
    for (const one of whose?.responses ?? []) homes.push(...homesOf(one, whose?.url ?? answer.url));
  }
  if (homes.length === 0) homes.push(answer.url);
  const books = new Map<string, Book>();
  for (const home of homes) {
    const inside = await dav.status('PROPFIND', home, '1', propfind(bookProps));
    for (const one of inside?.responses ?? []) {
      if (!one.types.has('addressbook')) continue;
      const book = bookOf(one, inside?.url ?? home);
      books.set(book.url, book);
    }
  }
  return [...books.values()];
}

function propfind(props: string): string {
  return `<D:propfind ${spaces}>${props}</D:propfind>`;
}

function homesOf(response: DavResponse, base: string): string[] {
  return (response.hrefs.get('addressbook-home-set') ?? []).map((href) => resolved(href, base));
}

function bookOf(response: DavResponse, base: string): Book {
  return { url: resolved(response.href, base), name: response.texts.get('displayname') || 'Contacts' };
}

/** The addresses of a book's cards, sorted, so that a later reading can go on after one of them. */
async function cardsOf(dav: Dav, book: Book): Promise<string[]> {
  let knows = false;
  for (const way of [bySync, byPropfind, byQuery]) {
    const cards = await way(dav, book);
    knows ||= cards !== undefined;
    // Some servers answer with nothing what they do not do; only when all say so there is nothing.
    if (cards !== undefined && cards.size > 0) return [...cards].sort();
  }
  if (!knows) throw new SourceFault('source.unreadable', 'The server does not list its cards.');
  return [];
}

async function bySync(dav: Dav, book: Book): Promise<Set<string> | undefined> {
  const cards = new Set<string>();
  let token = '';
  for (let page = 0; page < maxPages; page++) {
    const answer = await dav.status(
      'REPORT',
      book.url,
      '0',
      `<D:sync-collection ${spaces}><D:sync-token>${escaped(token)}</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/><D:getcontenttype/></D:prop></D:sync-collection>`,
    );
    if (answer === undefined) return page === 0 ? undefined : cards;
    const before = cards.size;
    collect(cards, answer, book);
    const more = answer.responses.some(
      ({ href, status }) => status === 507 && isSame(resolved(href, answer.url), book.url),
    );
    if (!more) return cards;
    if (cards.size === before || answer.syncToken === undefined || answer.syncToken === token) break;
    token = answer.syncToken;
  }
  throw new SourceFault('source.too_large', 'The list of cards does not end.');
}

async function byPropfind(dav: Dav, book: Book): Promise<Set<string> | undefined> {
  const answer = await dav.status(
    'PROPFIND',
    book.url,
    '1',
    propfind('<D:prop><D:getetag/><D:getcontenttype/><D:resourcetype/></D:prop>'),
  );
  return answer && collect(new Set(), answer, book);
}

async function byQuery(dav: Dav, book: Book): Promise<Set<string> | undefined> {
  const answer = await dav.status(
    'REPORT',
    book.url,
    '1',
    `<C:addressbook-query ${spaces}><D:prop><D:getetag/></D:prop><C:filter><C:prop-filter name="FN"/></C:filter></C:addressbook-query>`,
  );
  return answer && collect(new Set(), answer, book);
}

function collect(cards: Set<string>, answer: Answer, book: Book): Set<string> {
  for (const { href, status, types, texts } of answer.responses) {
    const url = resolved(href, answer.url);
    const kind = texts.get('getcontenttype');
    if (status >= 300 || types.has('collection') || isSame(url, book.url)) continue;
    if (kind !== undefined && kind !== '' && !/vcard|directory/i.test(kind)) continue;
    cards.add(url);
    if (cards.size > maxCards) throw new SourceFault('source.too_large', 'The book has too many cards.');
  }
  return cards;
}

/** The groups of a book, where its server tells them apart in time: whatever it answers, it holds no card back. */
async function labelsOf(dav: Dav, book: Book): Promise<Label> {
  const query = `<C:addressbook-query ${spaces}><D:prop><C:address-data/></D:prop>${groupFilter}</C:addressbook-query>`;
  const answer = await dav.status('REPORT', book.url, '1', query, forGroups).catch((error: unknown) => {
    if (error instanceof SourceFault) return undefined;
    throw error;
  });
  const cards = answer?.responses.map(({ texts }) => texts.get('address-data') ?? '') ?? [];
  return labelsFrom(cards.filter(isCard).map(ended));
}

/** Fetches cards of a book by multiget, or one by one once the server showed that it cannot. */
function fetcher(dav: Dav, book: Book) {
  let multiget = true;
  return async (hrefs: readonly string[]): Promise<{ cards: string[]; lost: number }> => {
    const cards = new Map<string, string>();
    if (multiget) {
      const answer = await dav
        .status(
          'REPORT',
          book.url,
          '1',
          `<C:addressbook-multiget ${spaces}><D:prop><D:getetag/><C:address-data/></D:prop>${hrefs
            .map((href) => `<D:href>${escaped(new URL(href).pathname)}</D:href>`)
            .join('')}</C:addressbook-multiget>`,
        )
        .catch((error: unknown) => {
          if (error instanceof SourceFault && error.code === 'source.too_large') return undefined;
          throw error;
        });
      for (const { href, texts } of answer?.responses ?? []) {
        const data = texts.get('address-data');
        if (data !== undefined && isCard(data)) cards.set(comparable(resolved(href, book.url)), ended(data));
      }
      multiget = cards.size > 0;
    }
    const read: string[] = [];
    let lost = 0;
    for (const href of hrefs) {
      const known = cards.get(comparable(href));
      if (known !== undefined) {
        read.push(known);
        continue;
      }
      const { status, body } = await dav.ask('GET', href);
      const data = new TextDecoder().decode(body);
      if (status === 200 && isCard(data)) read.push(ended(data));
      // Deleted since it was listed.
      else if (status !== 404 && status !== 410) lost += 1;
    }
    return { cards: read, lost };
  };
}

function isCard(data: string): boolean {
  return /BEGIN:VCARD/i.test(data);
}

function ended(data: string): string {
  return data.endsWith('\n') ? data : `${data}\r\n`;
}

function isSame(a: string, b: string): boolean {
  return comparable(a) === comparable(b);
}

/** Servers escape what they list in one way and what they answer in another, and forget a slash. */
function comparable(url: string): string {
  try {
    return decodeURIComponent(url).replace(/\/$/, '');
  } catch {
    return url;
  }
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
