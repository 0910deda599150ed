import { createHash, type Hash } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { Client, type Entry, ResultCodeError, SizeLimitExceededError } from 'ldapts';
import { certificateFault } from './certificate-fault.ts';
import { type BookRequest, type ReadBook, SourceFault } from './protocol.ts';

/** What is asked of an entry: inetOrgPerson (RFC 2798), and what Active Directory calls the same. */
const attributes = [
  ...['cn', 'displayName', 'givenName', 'sn', 'mail', 'telephoneNumber', 'mobile', 'homePhone', 'title'],
  ...['o', 'company', 'ou', 'department', 'street', 'l', 'st', 'postalCode', 'c', 'labeledURI', 'jpegPhoto'],
];
const buffers = ['jpegPhoto'];
const people = '(objectClass=person)(mail=*)';

/** Entries of one page (RFC 2696), bytes that it may have, as many faces of 200 kB, and bytes of one message. */
const pageSize = 100;
const maxPageBytes = 20 * 1024 * 1024;
const maxMessageBytes = 3 * 1024 * 1024;
/** Milliseconds to sign in, shorter than who asked waits for the first contacts, and for each answer after that. */
const connectLimit = 6000;
const answerLimit = 30_000;
/** Addresses of a host that are tried. */
const tries = 3;
/** Searches, pages and people of one book, and letters of a beginning, before we call it endless. */
const maxSearches = 5000;
const maxPages = 20_000;
const maxCards = 1_000_000;
const maxLetters = 24;
/** How addresses go on; whatever else they do is asked for as the rest. */
const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789.-_@'];

/**
 * Reads the people of a directory (RFC 4511) who have an e-mail address, page by page. Where a directory gives no more than some of
 * its entries at once, the book is asked for by the beginnings of addresses, ever longer ones. Parts are LDIF.
 *
 * What goes on after a page ends with its connection (RFC 2696, 3). To go on later, all is asked for again, and what was read
 * is left out: as many entries as the cursor says, if they are the same ones in the same order; else all of them come.
 */
export const readLdap: ReadBook = async function* (request) {
  const read = readBefore(request.after);
  let cards = 0;
  const entries = createHash('sha256');
  for await (const page of pagesOf(request)) {
    const skipped = Math.max(0, Math.min(read.cards - cards, page.entries.length));
    for (const { dn } of page.entries.slice(0, skipped)) entries.update(`${dn.toLowerCase()}\n`);
    cards += skipped;
    if (skipped > 0 && cards === read.cards && digestOf(entries) !== read.entries) {
      yield* readLdap(without(request));
      return;
    }
    const fresh = page.entries.slice(skipped);
    if (fresh.length === 0) continue;
    for (const { dn } of fresh) entries.update(`${dn.toLowerCase()}\n`);
    cards += fresh.length;
    yield {
      file: page.base,
      bytes: new TextEncoder().encode(fresh.map(ldifOf).join('')),
      cards,
      cursor: JSON.stringify([cards, digestOf(entries)]),
    };
  }
  // The directory has become smaller than what was read of it.
  if (cards < read.cards) yield* readLdap(without(request));
};

const without = ({ after: _, ...request }: BookRequest): BookRequest => request;

const digestOf = (entries: Hash): string => entries.copy().digest('base64url');

/** How many entries were read before, and which they were. */
function readBefore(after: string | undefined): { cards: number; entries: string } {
  if (after === undefined) return { cards: 0, entries: '' };
  const [cards, entries] = JSON.parse(after) as unknown[];
  return typeof cards === 'number' && typeof entries === 'string'
    ? { cards, entries }
    : { cards: 0, entries: '' };
}

/** The entries of a directory, each once. */
async function* pagesOf(request: BookRequest): AsyncGenerator<{ base: string; entries: readonly Entry[] }> {
  const { signal } = request;
  const { client, received, close } = await bound(request);
  signal.addEventListener('abort', close, { once: true });
  try {
    const bases = request.at.base === undefined ? await basesOf(client) : [request.at.base];
    const seen = new Set<string>();
    let searches = 0;
    let pages = 0;
    for (const base of bases) {
      // Depth first, and in order: what is left to ask for.
      const waiting = [''];
      for (let start = waiting.pop(); start !== undefined; start = waiting.pop()) {
        searches += 1;
        if (searches > maxSearches)
          throw new SourceFault('source.too_large', 'The directory gives too little at once.');
        const filter = `(&${people}${start})`;
        try {
          const options = { scope: 'sub', filter, attributes, explicitBufferAttributes: buffers } as const;
          for await (const page of client.searchPaginated(base, { ...options, paged: { pageSize } })) {
            received.bytes = 0;
            const fresh = page.searchEntries.filter(({ dn }) => !seen.has(dn.toLowerCase()));
            if (start === '' && fresh.length === 0 && page.searchEntries.length > 0)
              throw new SourceFault('source.unreadable', 'The directory gives the same entries again.');
            for (const { dn } of fresh) seen.add(dn.toLowerCase());
            if (fresh.length > 0) yield { base, entries: fresh };
            pages += 1;
            if (pages > maxPages || seen.size > maxCards)
              throw new SourceFault('source.too_large', 'The directory goes on without an end.');
          }
        } catch (error) {
          if (!(error instanceof SizeLimitExceededError)) throw error;
          const longer = longerThan(start);
          if (longer === undefined)
            throw new SourceFault('source.too_large', 'The directory does not give all its entries.');
          waiting.push(...longer.reverse());
        }
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    throw received.fault ?? faultOf(error);
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

/**
 * Splits what was too much: by the letter that goes on a beginning, and what goes on with none of these.
 *
 * By `mail`, not by name: each entry has one, and addresses are mostly of these letters, whereas names are of every script.
 */
function longerThan(start: string): string[] | undefined {
  const found = /^\(mail=(.*)\*\)$/.exec(start);
  const before = found?.[1] ?? '';
  // The rest of a beginning cannot be split further.
  if ((start !== '' && found === null) || before.length >= maxLetters) return undefined;
  const split = letters.map((letter) => `(mail=${before}${letter}*)`);
  const rest = `${start}(!(|${split.join('')}))`;
  return [...split, rest];
}

/** An entry as LDIF (RFC 2849); all values in base64, which is right for every one of them. */
function ldifOf({ dn, ...values }: Entry): string {
  const lines = [`dn:: ${Buffer.from(dn).toString('base64')}`];
  for (const [name, value] of Object.entries(values))
    for (const one of [value].flat())
      if (/^[a-z][a-z0-9;-]*$/i.test(name)) lines.push(`${name}:: ${Buffer.from(one).toString('base64')}`);
  return `${lines.join('\n')}\n\n`;
}

/** The places that a directory keeps its entries at, by its rootDSE (RFC 4512, 5.1). */
async function basesOf(client: Client): Promise<readonly string[]> {
  const { searchEntries } = await client.search('', {
    scope: 'base',
    filter: '(objectClass=*)',
    attributes: ['defaultNamingContext', 'namingContexts'],
  });
  const texts = (name: string) =>
    [searchEntries[0]?.[name] ?? []]
      .flat()
      .flatMap((one) => (typeof one === 'string' && one !== '' ? [one] : []));
  const [own] = texts('defaultNamingContext');
  // Active Directory has others for its configuration.
  const found = own === undefined ? texts('namingContexts') : [own];
  if (found.length === 0)
    throw new SourceFault('source.no_book', 'The directory does not say where its entries are.');
  return found;
}

/** What came of a page so far, and what ended it from our side. */
interface Received {
  bytes: number;
  fault: SourceFault | undefined;
}

/** A connection to an address that was checked, by TLS from the first byte, signed in. */
async function bound({ at, credential, network, signal }: BookRequest) {
  if (credential.kind !== 'password' || credential.password === '')
    // A bind without a password is taken for an anonymous one, and succeeds (RFC 4513, 5.1.2).
    throw new SourceFault('source.refused', 'A directory wants a name and a password.');
  const { host = '', port = 636 } = at;
  const received: Received = { bytes: 0, fault: undefined };
  let fault: unknown;
  for (const address of (await network.addresses(host, port)).slice(0, tries)) {
    signal.throwIfAborted();
    let socket: TLSSocket | undefined;
    const close = () => void socket?.destroy();
    const open = () => {
      // It would connect again by itself, and ask without having signed in.
      if (socket !== undefined)
        throw new SourceFault('source.unreachable', 'The directory ended the connection.');
      socket = connect({
        host: address,
        port,
        ...(isIP(host) === 0 ? { servername: host } : {}),
        ...(network.ca === undefined ? {} : { ca: [...network.ca] }),
      });
      const longest = messageLengths();
      socket.on('data', (bytes: Buffer) => {
        received.bytes += bytes.length;
        if (received.bytes <= maxPageBytes && longest(bytes) <= maxMessageBytes) return;
        received.fault ??= new SourceFault('source.too_large', 'The directory answers too much.');
        close();
      });
      return socket;
    };
    signal.addEventListener('abort', close, { once: true });
    const client = new Client({
      url: `ldaps://${isIP(host) === 6 ? `[${host}]` : host}:${port}`,
      timeout: answerLimit,
      connectTimeout: connectLimit,
      createSecureConnection: open,
    });
    const late = setTimeout(close, connectLimit);
    try {
      await client.bind(credential.user, credential.password);
      return { client, received, close };
    } catch (error) {
      close();
      signal.throwIfAborted();
      fault = received.fault ?? faultOf(error);
      // What is no name of an entry (34) cannot sign in.
      if (fault instanceof SourceFault && fault.code === 'source.no_book')
        fault = new SourceFault('source.refused', fault.message);
      if (!(fault instanceof SourceFault) || fault.code !== 'source.unreachable') throw fault;
    } finally {
      clearTimeout(late);
      signal.removeEventListener('abort', close);
    }
  }
  throw fault;
}

/**
 * Follows messages by the length that each says at its beginning (X.690, 8.1.3), and gives the longest that begins in some bytes:
 * the library would hold one of any length, and copy it anew with each piece that comes.
 */
function messageLengths(): (bytes: Uint8Array) => number {
  let left = 0;
  let head: number[] = [];
  return (bytes) => {
    let longest = 0;
    for (let at = 0; at < bytes.length; ) {
      if (left > 0) {
        const skipped = Math.min(left, bytes.length - at);
        left -= skipped;
        at += skipped;
        continue;
      }
      head.push(bytes[at] ?? 0);
      at += 1;
      const [, size = 0, ...long] = head;
      const more = size > 127 ? size - 128 : 0;
      if (head.length < 2 || long.length < more) continue;
      left = more === 0 ? size : long.reduce((length, byte) => length * 256 + byte, 0);
      longest = Math.max(longest, left);
      head = [];
    }
    return longest;
  };
}

/** What a directory says by its result code (RFC 4511, appendix A), in our words. */
function faultOf(error: unknown): unknown {
  if (error instanceof SourceFault || !(error instanceof Error)) return error;
  if (error instanceof ResultCodeError) {
    const said = `The directory answers ${error.code}.`;
    switch (error.code) {
      // invalidCredentials, inappropriateAuthentication
      case 49:
      case 48:
        return new SourceFault('source.refused', said);
      // authMethodNotSupported, strongerAuthRequired, confidentialityRequired
      case 7:
      case 8:
      case 13:
        return new SourceFault('source.no_password', said);
      case 50:
        return new SourceFault('source.denied', said);
      // busy, unavailable, unwillingToPerform
      case 51:
      case 52:
      case 53:
        return new SourceFault('source.unavailable', said);
      // adminLimitExceeded, timeLimitExceeded
      case 11:
      case 3:
        return new SourceFault('source.throttled', said);
      // noSuchObject, invalidDNSyntax, and a referral (10): to another server, which would be given the password.
      case 10:
      case 34:
      case 32:
        return new SourceFault('source.no_book', said);
      default:
        return new SourceFault('source.unreadable', said);
    }
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const untrusted = certificateFault(code);
  if (untrusted !== undefined) return untrusted;
  if (code !== '' || /timeout|timed out|closed|connection|socket/i.test(error.message))
    return new SourceFault('source.unreachable', `No answer, or not to the end (${code || 'timeout'}).`);
  return new SourceFault('source.unreadable', 'The directory answers otherwise than the protocol says.');
}
