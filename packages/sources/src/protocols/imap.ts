import { ImapFlow, type ImapFlowError, type MailboxObject } from 'imapflow';
import { certificateFault } from './certificate-fault.ts';
import { correspondents, headerFields } from './correspondents.ts';
import { type BookPart, type BookRequest, type ReadBook, SourceFault } from './protocol.ts';

/** Messages of each of the two mailboxes that are looked at, the newest first. */
const maxMessages = 5000;
/** Headers asked for at once; the first time fewer, so that there is something to see. */
const firstWindow = 200;
const window = 1000;
/** People of one part. */
const partSize = 200;
/** Milliseconds for a connection and its greeting, shorter than who asked waits for the first contacts, and for each step after that. */
const greetingLimit = 6000;
const stepLimit = 60_000;
/** Addresses of a host that are tried. */
const tries = 3;
/** Bytes of one message's header, and of any answer. */
const maxLiteral = 2 * 1024 * 1024;

/** What broke a connection first; who waits for an answer on it is told no more than that it is gone. */
const broken = new WeakMap<ImapFlow, unknown>();

/**
 * Reads the people that the owner of a mailbox has written to, and those who wrote to them, from the headers of sent and
 * received messages (RFC 3501, or RFC 9051). Mailboxes are opened read-only, and neither subjects nor texts are asked for.
 * Parts are vCards; those who were never written to say so (`CORRESPONDENCE`).
 *
 * Who is close is known from all messages alone. To go on later, the same ones are looked at again, by the UIDs that there
 * were the first time, and the people who came are left out; where messages of these are gone, all people come.
 */
export const readImap: ReadBook = async function* (request) {
  const { address, credential, signal } = request;
  const client = await signedIn(request);
  const stop = () => client.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const { sent, inbox } = await mailboxes(client);
    const before = await readBefore(client, request.after);
    const seen: Record<string, Seen> = { ...before?.seen };
    const people = correspondents([address, credential.kind === 'password' ? credential.user : '']);
    let cards = 0;
    const parts = function* (file: string, vcards: readonly string[]): Generator<BookPart> {
      for (let from = 0; from < vcards.length; from += partSize) {
        const some = vcards.slice(from, from + partSize);
        cards += some.length;
        if (cards <= (before?.cards ?? 0)) continue;
        const cursor = JSON.stringify({ cards, seen });
        yield { file, bytes: new TextEncoder().encode(some.join('')), cards, cursor };
      }
    };
    if (sent !== undefined)
      // The names of the others may stand in the inbox, which they write themselves.
      for await (const first of headers(client, sent, seen, people.sent))
        if (first) yield* parts(sent, people.takeWrittenTo('named'));
    for await (const _ of headers(client, inbox, seen, people.received));
    if (sent !== undefined) yield* parts(sent, people.takeWrittenTo('all'));
    yield* parts(inbox, people.takeOthers());
  } catch (error) {
    signal.throwIfAborted();
    throw faultOf(broken.get(client) ?? error);
  } finally {
    signal.removeEventListener('abort', stop);
    client.close();
  }
};

/** The messages that a mailbox had: as many below a UID, under a validity (RFC 9051, 2.3.1.1). */
interface Seen {
  readonly validity: string;
  readonly next: number;
  readonly messages: number;
}

function seenIn({ exists, uidNext, uidValidity }: MailboxObject): Seen {
  return { validity: String(uidValidity), next: uidNext, messages: exists };
}

/** @returns undefined where nothing was read, or the messages are not the same any more. */
async function readBefore(
  client: ImapFlow,
  after: string | undefined,
): Promise<{ readonly cards: number; readonly seen: Readonly<Record<string, Seen>> } | undefined> {
  if (after === undefined) return undefined;
  // Safe: the cursor is our own.
  const before = JSON.parse(after) as { cards: number; seen: Record<string, Seen> };
  for (const [path, then] of Object.entries(before.seen)) {
    const now = seenIn(await inTime(client, client.mailboxOpen(path, { readOnly: true })));
    if (now.validity !== then.validity || now.messages < then.messages) return undefined;
    if (then.messages === 0) continue;
    // The last of those there were, and the first that is newer, if as many as then are older than that.
    const both = `${then.messages}:${Math.min(now.messages, then.messages + 1)}`;
    const [last = Infinity, newer = Infinity] = await inTime(client, uidsOf(client, both));
    if (last >= then.next || newer < then.next) return undefined;
  }
  return before;
}

async function uidsOf(client: ImapFlow, messages: string): Promise<readonly number[]> {
  const uids: number[] = [];
  for await (const { uid } of client.fetch(messages, { uid: true })) uids.push(uid);
  return uids.sort((a, b) => a - b);
}

/** A connection to an address that was checked, by TLS from the first byte: STARTTLS can be taken away on the way (RFC 8314, 3). */
async function signedIn({ at, credential, network, signal }: BookRequest): Promise<ImapFlow> {
  const { host = '', port = 993 } = at;
  const addresses = await network.addresses(host, port);
  let fault: unknown;
  for (const address of addresses.slice(0, tries)) {
    signal.throwIfAborted();
    const client = new ImapFlow({
      host: address,
      port,
      secure: true,
      ...(address === host ? {} : { servername: host }),
      ...(network.ca === undefined ? {} : { tls: { ca: [...network.ca] } }),
      auth: {
        user: credential.kind === 'password' ? credential.user : '',
        ...(credential.kind === 'password'
          ? { pass: credential.password }
          : { accessToken: credential.token }),
      },
      // NetEase lets nobody in who does not say who they are (RFC 2971).
      clientInfo: { name: 'Kith', vendor: 'Kith', version: '1', 'support-url': false },
      logger: false,
      disableAutoIdle: true,
      disableCompression: true,
      connectionTimeout: greetingLimit,
      greetingTimeout: greetingLimit,
      socketTimeout: stepLimit / 2,
      maxLineLength: maxLiteral,
      maxLiteralSize: maxLiteral,
      maxResponseSize: 2 * maxLiteral,
      maxResponseTokens: 100_000,
    });
    client.on('error', (error) => {
      if (!broken.has(client)) broken.set(client, error);
    });
    const stop = () => client.close();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await inTime(client, client.connect());
      return client;
    } catch (error) {
      client.close();
      signal.throwIfAborted();
      fault = faultOf(broken.get(client) ?? error);
      if (!(fault instanceof SourceFault) || fault.code !== 'source.unreachable') throw fault;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }
  throw fault;
}

/** Where sent and received mail lies: by special use (RFC 6154), else by the names that mail programs give. */
async function mailboxes(client: ImapFlow): Promise<{ sent: string | undefined; inbox: string }> {
  const all = await inTime(client, client.list());
  const sent = all.find(({ flags, specialUse }) => specialUse === '\\Sent' && !flags.has('\\Noselect'));
  return { sent: sent?.path, inbox: 'INBOX' };
}

/** Hands over the headers of a mailbox, of those that were seen before where they were, the newest first. @returns after each window, whether it was the first */
async function* headers(
  client: ImapFlow,
  path: string,
  seen: Record<string, Seen>,
  take: (header: Uint8Array) => void,
): AsyncGenerator<boolean> {
  const mailbox = await inTime(client, client.mailboxOpen(path, { readOnly: true }));
  seen[path] ??= seenIn(mailbox);
  const exists = Math.min(mailbox.exists, seen[path].messages);
  const oldest = Math.max(1, exists - maxMessages + 1);
  let size = firstWindow;
  for (let newest = exists; newest >= oldest; newest -= size) {
    const first = newest === exists;
    if (!first) size = window;
    const from = Math.max(oldest, newest - size + 1);
    await inTime(client, windowOf(client, from, newest, take));
    yield first;
  }
}

async function windowOf(
  client: ImapFlow,
  from: number,
  to: number,
  take: (header: Uint8Array) => void,
): Promise<void> {
  let left = to - from + 1;
  const found: Uint8Array[] = [];
  for await (const message of client.fetch(`${from}:${to}`, { headers: headerFields })) {
    // More answers than messages: flags that changed meanwhile, or a server without an end.
    if (left-- <= -window) throw new SourceFault('source.too_large', 'The server answers without an end.');
    if (message.headers !== undefined) found.push(message.headers);
  }
  for (const header of found.reverse()) take(header);
}

/** A server that dribbles is never silent, and never done. */
async function inTime<T>(client: ImapFlow, work: Promise<T>): Promise<T> {
  const limit = setTimeout(() => client.close(), stepLimit);
  try {
    return await work;
  } finally {
    clearTimeout(limit);
  }
}

/** What mail servers say when they refuse, in their own words, and what it means for the member. */
const refusals: readonly (readonly [RegExp, SourceFault['code'], string])[] = [
  [
    /application-specific password|app(?:lication)? password|authori[sz]ation code|authentication code|授权码|пароль приложения/i,
    'source.app_password',
    'The server wants an app password.',
  ],
  [
    /unsafe login|web login required|imap (?:access )?(?:is )?(?:not enabled|disabled|not allowed|turned off)|not enabled for imap|enable imap|third[- ]party|service is not open|please log in via/i,
    'source.not_enabled',
    'The server lets programs in only when its owner has allowed it.',
  ],
  [
    /basic ?auth(?:entication)? is (?:disabled|blocked)|basicauthblocked|oauth|modern authentication|accounts\.google\.com/i,
    'source.no_password',
    'The server takes no passwords.',
  ],
];

/**
 * What went wrong, in our words. The library's own error is not kept as the cause: it holds what was sent.
 */
function faultOf(error: unknown): unknown {
  if (error instanceof SourceFault) return error;
  if (!(error instanceof Error)) return error;
  // Safe: all its fields are optional, and each is looked at before it is used.
  const {
    authenticationFailed,
    code = '',
    response,
    responseText,
    serverResponseCode = '',
  } = error as ImapFlowError;
  const said = `${serverResponseCode} ${responseText ?? ''} ${typeof response === 'string' ? response : ''}`;
  const untrusted = certificateFault(code);
  if (untrusted !== undefined) return untrusted;
  for (const [words, fault, message] of refusals)
    if (words.test(said)) return new SourceFault(fault, message);
  if (/TooLarge|TooMany|MAX_IMAP_NESTING/.test(code))
    return new SourceFault('source.too_large', `The server answers too much (${code}).`);
  if (/\[?(?:UNAVAILABLE|SERVERBUG|INUSE)\b/.test(said))
    return new SourceFault('source.unavailable', 'The server has trouble of its own.');
  if (/too many|LIMIT\b|OVERQUOTA|rate/i.test(said) || code === 'ETHROTTLE')
    return new SourceFault('source.throttled', 'The server asks to wait.');
  if (authenticationFailed === true)
    return new SourceFault('source.refused', 'The server refuses name and password.');
  if (/NOPERM/.test(said)) return new SourceFault('source.denied', 'The server does not let us read this.');
  if (
    /^(?:E[A-Z]+|NoConnection|EConnectionClosed|ClosedAfterConnect\w+|CONNECT_TIMEOUT|GREETING_TIMEOUT|StateLogout)$/.test(
      code,
    )
  )
    return new SourceFault('source.unreachable', `No answer, or not to the end (${code}).`);
  return new SourceFault(
    'source.unreadable',
    `The server answers otherwise than the protocol says (${code || 'unknown'}).`,
  );
}
