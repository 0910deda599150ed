import { parentPort } from 'node:worker_threads';
import {
  type Card,
  contentOf,
  identityOf,
  looksOf,
  normaliseCard,
  type Problem,
  type ReadEvent,
  readContacts,
} from '@kith/contacts';
import type { CardData, PreparedCard } from '../contacts/index.ts';
import { digestOf } from '../platform/digest.ts';

/** The first page is small, so that its rows are on screen while the rest is read. */
const firstPage = 60;
const pageSize = 1000;

/** What the server asks of the thread; an `undefined` chunk ends the file, and the next chunk begins another. */
export type Asked =
  | { readonly kind: 'begin'; readonly region: string }
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array | undefined };

/** What the thread answers: pages as they are full, then that the chunk is done. */
export type Answered =
  | { readonly kind: 'page'; readonly page: PageOfFile }
  | { readonly kind: 'taken'; readonly refused: boolean };

export type PreparedEvent =
  | ({ readonly kind: 'card'; readonly problems: readonly Problem[] } & PreparedCard)
  | { readonly kind: 'problem'; readonly problem: Problem };

export interface PageOfFile {
  readonly events: readonly PreparedEvent[];
  readonly dialect: string;
}

const port = parentPort;
if (port === null) throw new TypeError('reader-thread.ts runs in a worker thread');
let region = '';
let identities = new Map<string, number>();
let reader = readContacts();
let events: PreparedEvent[] = [];
let limit = firstPage;

port.on('message', (asked: Asked) => {
  if (asked.kind === 'begin') {
    region = asked.region;
    identities = new Map();
    reader = readContacts();
    events = [];
    limit = firstPage;
    return;
  }
  for (const event of asked.bytes === undefined ? reader.end() : reader.write(asked.bytes)) {
    events.push(prepared(event));
    if (events.length >= limit) sendPage();
  }
  const refused = reader.refused === true;
  if (asked.bytes === undefined || refused) {
    if (events.length > 0) sendPage();
    reader = readContacts();
  }
  answer({ kind: 'taken', refused });
});

function sendPage(): void {
  answer({ kind: 'page', page: { events, dialect: reader.dialect ?? reader.format ?? 'unknown' } });
  events = [];
  limit = pageSize;
}

function answer(answered: Answered): void {
  port?.postMessage(answered);
}

function prepared(event: ReadEvent): PreparedEvent {
  if (event.kind === 'problem') return event;
  const { data, problems, uid } = storable(event.card);
  const content = contentOf(data);
  return {
    kind: 'card',
    key: keyOf(identityOf(data, uid)),
    digest: digestOf(content),
    data,
    content,
    problems,
    looks: looksOf(data),
  };
}

/** What is stored of a card: normalised, without what only its file knew. */
function storable(card: Card): { data: CardData; problems: readonly Problem[]; uid: string | undefined } {
  const { source, problems, ...data } = normaliseCard(card, { region });
  return { data, problems, uid: source.uid };
}

/** The card's key in its source; a repeat inside the import gets a number, and so a card of its own. */
function keyOf(identity: string): Uint8Array {
  const repeat = identities.get(identity) ?? 0;
  identities.set(identity, repeat + 1);
  return digestOf(repeat === 0 ? identity : `${identity} #${repeat}`).subarray(0, 16);
}
