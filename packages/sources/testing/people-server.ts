import type { ServerResponse } from 'node:http';
import { googlePersonOf, type Person } from '@kith/contacts/testing';
import type { LoadedBook } from './contract.ts';
import { type Grants, isTroubled, type RestDouble, startRestDouble } from './rest-double.ts';
import { sendPage, shows } from './troubles.ts';

const scope = 'https://www.googleapis.com/auth/contacts';
const fields = new Set(
  'addresses ageRanges biographies birthdays calendarUrls clientData coverPhotos emailAddresses events externalIds genders imClients interests locales locations memberships metadata miscKeywords names nicknames occupations organizations phoneNumbers photos relations sipAddresses skills urls userDefined'.split(
    ' ',
  ),
);
const otherFields = new Set(['emailAddresses', 'metadata', 'names', 'phoneNumbers', 'photos']);

/** What Google's double holds. */
export interface PeopleBook extends LoadedBook {
  /** What Google collected by itself. */
  readonly collected?: readonly Person[];
}

/**
 * Google's People API, as its discovery document of 2025-11-17 describes it: connections, contact groups and other
 * contacts, by page, with masks that must be given and parameters that must stay the same from page to page.
 */
export function startPeopleServer(
  { people, groups, collected = [] }: PeopleBook,
  grants: Grants,
): Promise<RestDouble> {
  const ids = new Map(groups.map((name, at) => [name, `contactGroups/${(at + 10).toString(16)}`]));
  const connections = people.map((person, at) => ({
    // The letter that Google draws for people without a photo.
    photos: [{ url: 'https://photos.example/letter', default: true }],
    ...googlePersonOf(person, `people/c${at}`),
    memberships: ['contactGroups/myContacts', ...(person.groups ?? []).map((name) => ids.get(name))].map(
      (contactGroupResourceName) => ({ contactGroupMembership: { contactGroupResourceName } }),
    ),
  }));
  const others = collected.map((person, at) => googlePersonOf(person, `otherContacts/c${at}`));
  const system = ['myContacts', 'starred', 'friends', 'family', 'coworkers'].map((name) => ({
    resourceName: `contactGroups/${name}`,
    groupType: 'SYSTEM_CONTACT_GROUP',
    name,
    formattedName: name,
  }));
  const own = [...ids].map(([name, resourceName]) => ({
    resourceName,
    groupType: 'USER_CONTACT_GROUP',
    name,
    formattedName: name,
  }));
  let fresh = 0;

  return startRestDouble('/', grants, refuse, ({ url, scopes, response, state }) => {
    const { pathname, searchParams: query } = url;
    const list =
      pathname === '/v1/people/me/connections'
        ? {
            name: 'connections',
            records: connections,
            mask: 'personFields',
            known: fields,
            scope: 'contacts',
          }
        : pathname === '/v1/otherContacts'
          ? {
              name: 'otherContacts',
              records: others,
              mask: 'readMask',
              known: otherFields,
              scope: 'contacts.other',
            }
          : pathname === '/v1/contactGroups'
            ? {
                name: 'contactGroups',
                records: [...system, ...own],
                mask: undefined,
                known: fields,
                scope: 'contacts',
              }
            : undefined;
    if (list === undefined) return refuse(response, 404);
    if (
      !scopes.some(
        (one) => one.startsWith(scope) && one.slice(scope.length - 8).replace('.readonly', '') === list.scope,
      )
    )
      return refuse(response, 403);
    const mask = list.mask === undefined ? [] : (query.get(list.mask) ?? '').split(',');
    const size = Number(query.get('pageSize') ?? (list.mask === undefined ? 30 : 100));
    const badMask = list.mask !== undefined && !mask.every((field) => list.known.has(field));
    if (badMask || !(size >= 1 && size <= 1000)) return refuse(response, 400);
    const same = new URLSearchParams(query);
    same.delete('pageToken');
    const token = tokenOf(query.get('pageToken'));
    if (token === undefined || (query.has('pageToken') && token.same !== same.toString()))
      return refuse(response, 400);
    let { from } = token;
    const page = Math.trunc(from / size) + 1;
    if (list.mask === undefined) {
      const records = list.records.slice(from, from + size);
      const nextPageToken = written(from + size, same, list.records.length);
      return void send(response, {
        contactGroups: records,
        totalItems: list.records.length,
        ...nextPageToken,
      });
    }
    if (isTroubled(state, page, response, refuse)) return;
    if (page > 1 && shows(state, page, 'expire') !== undefined) return refuse(response, 400);
    let next = from + size;
    if (shows(state, page, 'duplicate') !== undefined && state.shown === 1) {
      from -= size;
      next = from + size;
    }
    let nextPageToken = written(next, same, list.records.length);
    if (shows(state, page, 'loop') !== undefined) nextPageToken = written(from, same, Infinity, ++fresh);
    const records = list.records
      .slice(from, from + size)
      .map((record) =>
        Object.fromEntries(
          Object.entries(record).filter(([name]) => name === 'resourceName' || mask.includes(name)),
        ),
      );
    const counts =
      list.name === 'connections'
        ? { totalPeople: people.length, totalItems: people.length }
        : { totalSize: others.length };
    // An empty list is left out, as Google does with everything that is empty.
    sendPage(state, page, response, {
      ...(records.length === 0 ? {} : { [list.name]: records }),
      ...nextPageToken,
      ...counts,
    });
  });
}

function written(from: number, same: URLSearchParams, length: number, fresh = 0): { nextPageToken?: string } {
  if (from >= length) return {};
  const token = JSON.stringify({ from, same: same.toString(), fresh });
  return { nextPageToken: Buffer.from(token).toString('base64url') };
}

function tokenOf(text: string | null): { from: number; same: string } | undefined {
  if (text === null) return { from: 0, same: '' };
  try {
    // Safe: only tokens of this double's own parse.
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as { from: number; same: string };
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body));
}

const refusals: Readonly<Record<number, readonly [status: string, reason: string, message: string]>> = {
  400: ['INVALID_ARGUMENT', '', 'Request contains an invalid argument.'],
  401: ['UNAUTHENTICATED', 'ACCESS_TOKEN_EXPIRED', 'Request had invalid authentication credentials.'],
  403: [
    'PERMISSION_DENIED',
    'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
    'Request had insufficient authentication scopes.',
  ],
  404: ['NOT_FOUND', '', 'Method not found.'],
  429: [
    'RESOURCE_EXHAUSTED',
    'RATE_LIMIT_EXCEEDED',
    "Quota exceeded for quota metric 'Critical read requests'.",
  ],
  500: ['INTERNAL', '', 'Internal error encountered.'],
  503: ['UNAVAILABLE', '', 'The service is currently unavailable.'],
};

/** https://cloud.google.com/apis/design/errors */
function refuse(response: ServerResponse, code: number, headers: Record<string, string> = {}): void {
  const [status, reason, message] = refusals[code] ?? ['UNKNOWN', '', ''];
  const details =
    reason === ''
      ? {}
      : {
          details: [
            { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' },
          ],
        };
  response
    .writeHead(code, { 'content-type': 'application/json; charset=UTF-8', ...headers })
    .end(JSON.stringify({ error: { code, message, status, ...details } }));
}
