import { parentPort } from 'node:worker_threads';
import {
  type Card,
  type ColumnMappings,
  type ContactsReader,
  contentOf,
  correspondenceOf,
  identityOf,
  looksOf,
  normaliseCard,
  type Problem,
  type ReadEvent,
  readContacts,
  type TableHeader,
  type TriageFacts,
  triage,
} from '@kith/contacts';
import type { CardData, PreparedCard } from '../contacts/index.ts';
import { digestOf } from '../platform/digest.ts';
import type { CardId } from '../platform/ids.ts';
import { withoutMarks } from './marks.ts';

/** The first page is small, so that its rows are on screen at once; the next ones grow, for each costs the same thirty statements. */
const firstPage = 60;
const growth = 4;
const largestPage = 2000;

/**
 * Whose book it is: the region that national numbers are read with (ISO 3166), what sorts people from machines, and what
 * the owner said of columns.
 */
export interface Owner {
  readonly region: string;
  readonly facts: TriageFacts;
  readonly mappings: ColumnMappings;
}

/** What the server asks of the thread; an `undefined` chunk ends the file, and the next chunk begins another. */
export type Asked =
  | { readonly kind: 'begin'; readonly owner: Owner }
  | { readonly kind: 'chunk'; readonly bytes: Uint8Array | undefined };

/** What the thread answers: pages as they are full, then that the chunk is done. */
export type Answered =
  /** The page as JSON but for the cards' contents: copying texts is cheaper than copying objects. */
  | { readonly kind: 'page'; readonly text: string; readonly contents: readonly string[] }
  | { readonly kind: 'taken'; readonly refused: boolean };

export type PreparedEvent =
  | ({
      readonly kind: 'card';
      readonly problems: readonly Problem[];
      /** The card of the book that this row mends. */
      readonly mends?: CardId;
    } & PreparedCard)
  | { readonly kind: 'problem'; readonly problem: Problem };

export interface PageOfFile {
  readonly events: readonly PreparedEvent[];
  readonly dialect: string;
  /** The columns of a table, on its first page. */
  readonly header?: TableHeader;
}

const port = parentPort;
if (port === null) throw new TypeError('reader-thread.ts runs in a worker thread');
let owner: Owner = { region: '', facts: {}, mappings: {} };
let identities = new Map<string, number>();
/** The columns of this file have been told. */
let told = false;
let reader = open();
let events: unknown[] = [];
/** The content of each event that is a card, in the same place. */
let contents: string[] = [];
let limit = firstPage;

port.on('message', (asked: Asked) => {
  if (asked.kind === 'begin') {
    owner = asked.owner;
    identities = new Map();
    reader = open();
    events = [];
    contents = [];
    limit = firstPage;
    return;
  }
  for (const event of asked.bytes === undefined ? reader.end() : reader.write(asked.bytes)) {
    take(event);
    if (events.length >= limit) sendPage();
  }
  const refused = reader.refused === true;
  if (asked.bytes === undefined || refused) {
    if (events.length > 0) sendPage();
    reader = open();
  }
  answer({ kind: 'taken', refused });
});

function open(): ContactsReader {
  told = false;
  return readContacts({ mapping: owner.mappings, anyTable: true });
}

function sendPage(): void {
  const header = told ? undefined : reader.header;
  told ||= header !== undefined;
  const page = { events, dialect: reader.dialect ?? reader.format ?? 'unknown', header };
  answer({ kind: 'page', text: JSON.stringify(page), contents });
  events = [];
  contents = [];
  limit = Math.min(largestPage, limit * growth);
}

function answer(answered: Answered): void {
  port?.postMessage(answered);
}

function take(event: ReadEvent): void {
  if (event.kind === 'problem') {
    events.push(event);
    contents.push('');
    return;
  }
  const { data, problems, uid, mends } = storable(event.card);
  const content = contentOf(data);
  const keyFrom = keyFromOf(event.card, uid);
  const prepared: Omit<PreparedCard, 'content'> = {
    key: keyOf(identityOf(data, uid)),
    ...(keyFrom === undefined ? {} : { keyFrom }),
    digest: digestOf(content).toString('hex'),
    looks: looksOf(data),
    triage: triage(data, owner.facts),
  };
  events.push({ kind: 'card', problems, ...(mends === undefined ? {} : { mends }), ...prepared });
  contents.push(content);
}

/** What is stored of a card: normalised, without what only its file knew. */
function storable(card: Card): {
  data: CardData;
  problems: readonly Problem[];
  uid: string | undefined;
  mends: CardId | undefined;
} {
  const { source, problems, ...data } = normaliseCard(card, { region: owner.region });
  const { uid } = source;
  return data.other === undefined
    ? { data, problems, uid, mends: undefined }
    : { ...withoutMarks(data), problems, uid };
}

/** Ids of a program are its own; the numbers of a table are another's in the next, and so may an address be, but not to a mailbox. */
function keyFromOf(card: Card, uid: string | undefined): PreparedCard['keyFrom'] {
  if (uid !== undefined && uid !== '') return card.source.format === 'csv' ? 'row' : undefined;
  return correspondenceOf(card) === undefined ? 'value' : undefined;
}

/** The card's key in its source; a repeat inside the import gets a number, and so a card of its own. */
function keyOf(identity: string): string {
  const repeat = identities.get(identity) ?? 0;
  identities.set(identity, repeat + 1);
  return digestOf(repeat === 0 ? identity : `${identity} #${repeat}`).toString('hex', 0, 16);
}
