import type { ServerResponse } from 'node:http';
import { graphContactOf, type Person } from '@kith/contacts/testing';
import { type Asked, type Grants, isTroubled, type RestDouble, startRestDouble } from './rest-double.ts';
import { sendPage, shows } from './troubles.ts';

/** A folder of contacts, and those in it. */
export interface GraphFolder {
  readonly name: string;
  readonly people: readonly Person[];
  readonly folders?: readonly GraphFolder[];
}

/** The photos of those in it, and how Graph's batches misbehave. */
export interface GraphPhotos {
  readonly of: (person: Person) => Uint8Array | undefined;
  /** The response of a batch that says 429, by its place in the batch. */
  readonly busy?: number;
  /** The status that every batch is answered with. */
  readonly refusal?: number;
}

interface Placed extends GraphFolder {
  readonly id: string;
  readonly parent: string;
}

/**
 * Microsoft Graph's contacts and contact folders, as its v1.0 reference describes them: the default folder apart from the
 * others, ten contacts a page unless told, next pages by an absolute link, only what was selected; photos one by one, or
 * twenty in a batch.
 */
export function startGraphServer(
  root: Omit<GraphFolder, 'name'>,
  grants: Grants,
  photos?: GraphPhotos,
): Promise<RestDouble> {
  const folders = new Map<string, Placed>();
  const place = (folder: GraphFolder, parent: string): void => {
    const id = `AAMk-${folders.size}=/+`;
    folders.set(id, { ...folder, id, parent });
    for (const inner of folder.folders ?? []) place(inner, id);
  };
  place({ ...root, name: 'Contacts' }, '');
  const [top] = folders.keys();
  let fresh = 0;

  const photoAt = (path: string): Uint8Array | undefined => {
    const [, , id = top ?? '', contact = ''] =
      /^\/me\/(contactFolders\/([^/]+)\/)?contacts\/([^/]+)\/photo\/\$value$/.exec(path) ?? [];
    const folder = folders.get(decodeURIComponent(id));
    const person = folder?.people[Number(decodeURIComponent(contact).slice(folder.id.length))];
    return person === undefined ? undefined : photos?.of(person);
  };
  const answer: (asked: Asked) => void = ({ url, scopes, response, state, posted }) => {
    if (!scopes.includes('Contacts.Read')) return refuse(response, 403);
    if (url.pathname === '/v1.0/$batch') {
      if (photos?.refusal !== undefined) return refuse(response, photos.refusal);
      // Safe: only our own client asks this double.
      const { requests } = posted as { requests: readonly { id: string; url: string }[] };
      if (requests.length > 20) return refuse(response, 400);
      return send(response, {
        // In any order.
        responses: requests.toReversed().map(({ id, url: path }) => {
          const photo = photoAt(path);
          if (id === String(photos?.busy)) return { id, status: 429, headers: { 'Retry-After': '1' } };
          return photo === undefined
            ? { id, status: 404, body: { error: { code: 'ErrorItemNotFound' } } }
            : {
                id,
                status: 200,
                headers: { 'Content-Type': 'image/jpeg' },
                body: Buffer.from(photo).toString('base64'),
              };
        }),
      });
    }
    if (url.pathname.endsWith('/photo/$value')) {
      const photo = photoAt(url.pathname.replace('/v1.0', ''));
      if (photo === undefined) return refuse(response, 404);
      response.writeHead(200, { 'content-type': 'image/jpeg' }).end(photo);
      return;
    }
    const { pathname, origin, searchParams: query } = url;
    const [, , id = top ?? '', what] =
      /^\/v1\.0\/me\/(contactFolders\/([^/]+)\/)?(contacts|childFolders)$/.exec(pathname) ??
      (pathname === '/v1.0/me/contactFolders' ? ['', '', undefined, 'childFolders'] : []);
    const folder = folders.get(decodeURIComponent(id));
    if (what === undefined || folder === undefined) return refuse(response, 404);
    const size = Number(query.get('$top') ?? 10);
    let from = Number(query.get('$skip') ?? 0);
    if (!(size >= 1 && size <= 1000) || !(from >= 0)) return refuse(response, 400);
    const page = Math.trunc(from / size) + 1;
    const select = query.get('$select')?.split(',') ?? [];
    const link = (skip: number, length: number) => {
      if (skip >= length) return {};
      const next = new URL(pathname, origin);
      for (const [name, value] of query) if (name !== '$skip') next.searchParams.set(name, value);
      next.searchParams.set('$skip', String(skip));
      if (length === Infinity) next.searchParams.set('fresh', String(++fresh));
      return { '@odata.nextLink': next.href };
    };
    const selected = (record: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(
        Object.entries(record).filter(
          ([name]) => select.length === 0 || name === 'id' || name.startsWith('@') || select.includes(name),
        ),
      );
    if (what === 'childFolders') {
      const inside = [...folders.values()].filter(({ parent }) => parent === folder.id);
      const records = inside
        .slice(from, from + size)
        .map(({ id: own, parent, name }) => selected({ id: own, parentFolderId: parent, displayName: name }));
      return send(response, {
        '@odata.context': `${origin}/v1.0/$metadata#contactFolders`,
        value: records,
        ...link(from + size, inside.length),
      });
    }
    if (isTroubled(state, page, response, refuse)) return;
    if (page > 1 && shows(state, page, 'expire') !== undefined) return refuse(response, 410);
    let next = from + size;
    if (shows(state, page, 'duplicate') !== undefined && state.shown === 1) {
      from -= size;
      next = from + size;
    }
    const { people } = folder;
    const looped = shows(state, page, 'loop') !== undefined;
    sendPage(state, page, response, {
      '@odata.context': `${origin}/v1.0/$metadata#users('me')/contacts`,
      value: people.slice(from, from + size).map((person, at) =>
        selected({
          ...graphContactOf(person, `${folder.id}${from + at}`),
          parentFolderId: folder.id,
        }),
      ),
      ...(looped ? link(from, Infinity) : link(next, people.length)),
    });
  };
  return startRestDouble('/v1.0/', grants, refuse, answer, '/v1.0/$batch');
}

function send(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const refusals: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['ErrorInvalidUrlQuery', 'The query is not valid.'],
  401: ['InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.'],
  403: ['ErrorAccessDenied', 'Access is denied. Check credentials and try again.'],
  404: ['ErrorItemNotFound', 'The specified object was not found in the store.'],
  410: ['SyncStateNotFound', 'The page is no more.'],
  429: ['ApplicationThrottled', 'Application is over its MailboxConcurrency limit.'],
  500: ['InternalServerError', 'The server had a fault.'],
  503: ['serviceNotAvailable', 'The service is unavailable.'],
};

/** https://learn.microsoft.com/en-us/graph/errors */
function refuse(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  const [code, message] = refusals[status] ?? ['UnknownError', ''];
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify({ error: { code, message, innerError: { 'request-id': '0' } } }));
}
