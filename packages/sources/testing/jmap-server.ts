import type { IncomingMessage, ServerResponse } from 'node:http';
import { certificate, httpsServer } from './tls.ts';

/** An object of JSON. */
type JsonObject = Readonly<Record<string, unknown>>;

/**
 * A JMAP server for contacts as RFC 8620 and RFC 9610 describe it, of one account; no packaged server speaks RFC 9610 yet.
 * What a test changes in it counts from the next request on.
 */
export interface JmapServer {
  /** Its well-known address, which leads to the session. */
  readonly url: string;
  readonly port: number;
  readonly ca: string;
  readonly books: Map<string, JsonObject>;
  /** ContactCards by id. */
  readonly cards: Map<string, JsonObject>;
  readonly blobs: Map<string, { readonly type: string; readonly bytes: Uint8Array }>;
  readonly limits: {
    maxObjectsInGet: number;
    maxCallsInRequest: number;
    maxSizeRequest: number;
    query: number;
  };
  /** Replaces members of the session. */
  session: JsonObject;
  /** Answers a request in another way than the RFCs say; false leaves it to them. */
  onRequest: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Answers a call in another way: `['error', { type: 'serverFail' }]`. */
  onCall: (method: string, given: JsonObject) => readonly [string, JsonObject] | undefined;
  /** Every request since the start, or since a test emptied it. */
  readonly reached: {
    readonly host: string;
    readonly path: string;
    readonly authorization: string | undefined;
  }[];
  close(): void;
}

const core = 'urn:ietf:params:jmap:core';
const contacts = 'urn:ietf:params:jmap:contacts';
const error = (type: string): readonly [string, JsonObject] => ['error', { type }];

/** @param credentials As the Authorization header has them: `Basic …`, `Bearer …`. */
export async function startJmap(credentials: readonly string[]): Promise<JmapServer> {
  const own = certificate();
  const jmap: Omit<JmapServer, 'url' | 'port' | 'ca' | 'close'> = {
    books: new Map([['b', { name: 'Personal' }]]),
    cards: new Map(),
    blobs: new Map(),
    limits: { maxObjectsInGet: 500, maxCallsInRequest: 16, maxSizeRequest: 10_000_000, query: 1000 },
    session: {},
    onRequest: () => false,
    onCall: () => undefined,
    reached: [],
  };
  const server = await httpsServer(own, (request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => {
      const path = request.url ?? '';
      const { authorization, host = '' } = request.headers;
      jmap.reached.push({ host, path, authorization });
      if (jmap.onRequest(request, response)) return;
      if (path === '/.well-known/jmap') return response.writeHead(302, { location: '/jmap/session' }).end();
      if (!credentials.includes(authorization ?? ''))
        return response.writeHead(401, { 'www-authenticate': 'Basic realm="jmap"' }).end();
      if (path === '/jmap/session') return say(response, 200, sessionOf());
      if (path === '/jmap/api' && request.method === 'POST') return api(request, response, body);
      const blob = /^\/jmap\/blobs\/A1\/([^/?]+)\/photo\?type=/.exec(path)?.[1];
      const found = jmap.blobs.get(decodeURIComponent(blob ?? ''));
      if (found === undefined) return response.writeHead(404).end();
      return response.writeHead(200, { 'content-type': found.type }).end(found.bytes);
    });
  });

  function sessionOf(): JsonObject {
    const { query: _, ...limits } = jmap.limits;
    return {
      capabilities: { [core]: limits, [contacts]: {} },
      accounts: { A1: { name: 'ana', isPersonal: true, accountCapabilities: { [contacts]: {} } } },
      primaryAccounts: { [contacts]: 'A1' },
      username: 'ana',
      apiUrl: '/jmap/api',
      downloadUrl: '/jmap/blobs/{accountId}/{blobId}/{name}?type={type}',
      state: '1',
      ...jmap.session,
    };
  }

  /** RFC 8620, 3.3 to 3.6. */
  function api(request: IncomingMessage, response: ServerResponse, body: string) {
    const refuse = (type: string, limit?: string) =>
      say(response, 400, { type: `urn:ietf:params:jmap:error:${type}`, limit }, 'application/problem+json');
    if (request.headers['content-type'] !== 'application/json') return refuse('notJSON');
    if (body.length > jmap.limits.maxSizeRequest) return refuse('limit', 'maxSizeRequest');
    // Safe: a test that sends something else fails on it.
    const { using, methodCalls } = JSON.parse(body) as {
      using: string[];
      methodCalls: [string, JsonObject, string][];
    };
    const { capabilities } = sessionOf();
    if (using.some((one) => !Object.hasOwn(Object(capabilities), one))) return refuse('unknownCapability');
    if (methodCalls.length > jmap.limits.maxCallsInRequest) return refuse('limit', 'maxCallsInRequest');
    const methodResponses = methodCalls.map(([method, given, id]) => {
      const [name, answer] =
        jmap.onCall(method, given) ??
        (using.includes(contacts) ? answered(method, given) : error('unknownMethod'));
      return [name, answer, id];
    });
    return say(response, 200, { methodResponses, sessionState: '1' });
  }

  function answered(method: string, given: JsonObject): readonly [string, JsonObject] {
    if (given.accountId !== 'A1') return error('accountNotFound');
    if (method === 'AddressBook/get') return got(method, jmap.books, given);
    if (method === 'ContactCard/get') return got(method, jmap.cards, given);
    if (method === 'ContactCard/query') return queried(method, given);
    return error('unknownMethod');
  }

  /** RFC 8620, 5.1. */
  function got(method: string, all: ReadonlyMap<string, JsonObject>, given: JsonObject) {
    const { ids = null } = given;
    const asked = Array.isArray(ids) ? ids.map(String) : [...all.keys()];
    if (asked.length > jmap.limits.maxObjectsInGet) return error('requestTooLarge');
    const list = asked.flatMap((id) => (all.has(id) ? [{ ...all.get(id), id }] : []));
    const notFound = asked.filter((id) => !all.has(id));
    return [method, { accountId: 'A1', state: stateOf(), list, notFound }] as const;
  }

  /** RFC 8620, 5.5, with the filters `inAddressBook` and `kind` of RFC 9610, 3.3.1. */
  function queried(method: string, given: JsonObject): readonly [string, JsonObject] {
    const { filter = {}, position = 0, limit, calculateTotal } = given;
    const { inAddressBook, kind, ...other } = Object(filter) as JsonObject;
    if (Object.keys(other).length > 0) return error('unsupportedFilter');
    const found = [...jmap.cards].flatMap(([id, card]) => {
      const inside =
        inAddressBook === undefined || Object.hasOwn(Object(card.addressBookIds), String(inAddressBook));
      return inside && (kind === undefined || (card.kind ?? 'individual') === kind) ? [id] : [];
    });
    const most = Math.min(Number(limit ?? jmap.limits.query), jmap.limits.query);
    const ids = found.slice(Number(position), Number(position) + most);
    return [
      method,
      {
        ...{ accountId: 'A1', queryState: stateOf(), canCalculateChanges: false, position, ids },
        ...(calculateTotal === true ? { total: found.length } : {}),
        ...(most === limit ? {} : { limit: most }),
      },
    ];
  }

  function stateOf(): string {
    return `${jmap.cards.size}:${[...jmap.cards.keys()].at(-1)}`;
  }

  return Object.assign(jmap, {
    url: `https://127.0.0.1:${server.port}/.well-known/jmap`,
    port: server.port,
    ca: own.cert,
    close: server.close,
  });
}

function say(response: ServerResponse, status: number, value: JsonObject, type = 'application/json') {
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(value));
}
