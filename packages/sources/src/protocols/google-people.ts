import {
  isObject,
  type JsonAnswer,
  type JsonObject,
  jsonClient,
  listOf,
  pageOf,
  seenRecords,
} from './json-client.ts';
import { type ReadBook, SourceFault } from './protocol.ts';

/**
 * People a page. A token is good for the very parameters that it came with, so the first page cannot be a smaller one;
 * 25,000 people take 50 of the 90 requests that Google allows in a minute.
 */
const pageSize = 500;
const maxGroupPages = 20;

/** Everything that Kith has a field for. */
const personFields =
  'names,nicknames,emailAddresses,phoneNumbers,birthdays,genders,addresses,organizations,occupations,urls,biographies,photos,memberships,metadata,relations,imClients,events,userDefined';
/** All that `otherContacts.list` gives of a contact without the profile behind it. */
const readMask = 'emailAddresses,metadata,names,phoneNumbers,photos';

/** The two lists of people; the second one Google collected by itself from mail. */
const lists = {
  connections: { path: 'v1/people/me/connections', mask: { personFields }, file: 'Contacts' },
  otherContacts: { path: 'v1/otherContacts', mask: { readMask }, file: 'Other contacts' },
} as const;

type List = keyof typeof lists;

/** Where a reading goes on. */
interface Place {
  readonly list: List | 'end';
  /** Of the next page; empty for the first. */
  readonly token: string;
  /** People that came before. */
  readonly cards: number;
}

/**
 * Reads a Google account by the People API (https://developers.google.com/people/api/rest): contacts with their labels, and
 * what Google collected by itself where that was asked for. Parts are pages of Google's own JSON, one after another; no
 * sync token is asked for, as we read once.
 */
export const readGooglePeople: ReadBook = async function* (request) {
  const ask = jsonClient(request);
  const start = placeOf(request.after);
  const wanted: readonly List[] =
    request.collected === true ? ['connections', 'otherContacts'] : ['connections'];
  let cards = start.cards;
  for (const list of start.list === 'end' ? [] : wanted.slice(wanted.indexOf(start.list))) {
    const seen = seenRecords();
    let token = list === start.list ? start.token : '';
    // Labels stand before the people that have them.
    let groups = list === 'connections' ? await groupsOf(ask) : [];
    for (;;) {
      const answer = await ask(pathOf(list, token));
      if (answer.status === 400 && token !== '') {
        // A token that has run out: from the start, past those who came in this reading.
        if (token === start.token && list === 'connections') cards = 0;
        token = '';
        continue;
      }
      const body = judged(answer);
      const people = seen.fresh(listOf(body, list), 'resourceName').filter((person) => !isDeleted(person));
      const next = tokenIn(body);
      const following = next === '' ? (wanted[wanted.indexOf(list) + 1] ?? 'end') : list;
      cards += people.length;
      if (people.length > 0) {
        const place: Place = { list: following, token: next, cards };
        yield {
          file: lists[list].file,
          bytes: pageOf(groups.length === 0 ? {} : { contactGroups: groups }, list, people),
          cards,
          ...totalIn(body, list, cards, wanted),
          cursor: JSON.stringify(place),
        };
        groups = [];
      }
      if (next === '') break;
      token = next;
    }
  }
};

function placeOf(after: string | undefined): Place {
  const first: Place = { list: 'connections', token: '', cards: 0 };
  const known: unknown = after === undefined ? first : JSON.parse(after);
  if (!isObject(known)) return first;
  const { list, token, cards } = known;
  if (list !== 'connections' && list !== 'otherContacts' && list !== 'end') return first;
  return typeof token === 'string' && typeof cards === 'number' ? { list, token, cards } : first;
}

function pathOf(list: List, token: string): string {
  const { path, mask } = lists[list];
  const query = new URLSearchParams({ ...mask, pageSize: String(pageSize) });
  if (token !== '') query.set('pageToken', token);
  return `${path}?${query}`;
}

/** The owner's labels, and Google's own. */
async function groupsOf(ask: (path: string) => Promise<JsonAnswer>): Promise<readonly unknown[]> {
  const groups: unknown[] = [];
  let token = '';
  for (let page = 0; page < maxGroupPages; page++) {
    const query = new URLSearchParams({ pageSize: '1000' });
    if (token !== '') query.set('pageToken', token);
    const body = judged(await ask(`v1/contactGroups?${query}`));
    groups.push(...listOf(body, 'contactGroups'));
    token = tokenIn(body);
    if (token === '') break;
  }
  return groups;
}

function isDeleted(person: unknown): boolean {
  const metadata = isObject(person) ? person.metadata : undefined;
  return isObject(metadata) && metadata.deleted === true;
}

function tokenIn(body: JsonObject): string {
  const { nextPageToken = '' } = body;
  if (typeof nextPageToken === 'string') return nextPageToken;
  throw new SourceFault('source.unreadable', 'The provider names its next page in no way we know.');
}

/** How many people there will be; unknown while a second list may follow. */
function totalIn(body: JsonObject, list: List, cards: number, wanted: readonly List[]): { total?: number } {
  const { totalItems } = body;
  if (typeof totalItems !== 'number' || wanted.length > 1 || list !== 'connections') return {};
  return { total: Math.max(totalItems, cards) };
}

/**
 * The body of a good answer.
 *
 * @throws {SourceFault} by Google's own reason (`google.rpc.ErrorInfo`) where the status says too little.
 */
function judged({ status, body }: JsonAnswer): JsonObject {
  if (status === 200 && !isObject(body.error)) return body;
  const error = isObject(body.error) ? body.error : {};
  const details = Array.isArray(error.details) ? error.details : [];
  const reasons = details.map((detail: unknown) => (isObject(detail) ? detail.reason : undefined));
  if (error.status === 'RESOURCE_EXHAUSTED' || reasons.includes('RATE_LIMIT_EXCEEDED'))
    throw new SourceFault('source.throttled', 'Google asks to wait.');
  if (reasons.includes('SERVICE_DISABLED'))
    throw new SourceFault('source.denied', 'The People API is not enabled in this Google project.');
  if (status === 403) throw new SourceFault('source.denied', 'This grant does not let us read contacts.');
  throw new SourceFault('source.unreadable', `Google answers ${status}.`);
}
