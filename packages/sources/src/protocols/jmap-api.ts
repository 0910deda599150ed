import type { GuardedAnswer } from '../guard/guard.ts';
import { type AskServer, askServer, isPage, resolved, startOf } from './own-server.ts';
import { type BookRequest, SourceFault } from './protocol.ts';

/** An object of JSON that a server sent: nothing about it is known. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What a method answered (RFC 8620, 3.4), or the type of its error (3.6). */
export type Called =
  | { readonly kind: 'done'; readonly answer: JsonObject }
  | { readonly kind: 'error'; readonly type: string };

/** A JMAP session (RFC 8620, 2). */
export interface Jmap {
  has(capability: string): boolean;
  /** The account for the first of these capabilities, to use all of them. @throws {SourceFault} `source.no_book` where there is none. */
  accountFor(capabilities: readonly [string, ...string[]]): JmapAccount;
}

export interface JmapAccount {
  /** Objects of one `/get`. */
  readonly maxObjects: number;
  /** Calls one method, in a request of its own: no server allows fewer calls. */
  call(method: string, given: JsonObject): Promise<Called>;
  /** The bytes of a blob; undefined where it is not to be had, or not from this server. */
  blob(id: string, type: string, maxBytes: number): Promise<Uint8Array | undefined>;
}

const core = 'urn:ietf:params:jmap:core';
const errors = 'urn:ietf:params:jmap:error:';
/** Faults that the next request meets as well. */
const ended: ReadonlySet<string> = new Set(['source.refused', 'source.access_ended']);

/**
 * Finds the session (RFC 8620, 2.2) at the place that was named, else at the well-known one.
 *
 * @throws {SourceFault} `source.no_book` where there is none, or what kept us from looking.
 */
export async function openJmap(request: BookRequest): Promise<Jmap> {
  const ask = askServer(request);
  const start = startOf(request.at);
  let fault: SourceFault | undefined;
  for (const place of new Set([start, `${new URL(start).origin}/.well-known/jmap`])) {
    try {
      const session = await sessionAt(ask, place);
      if (session !== undefined) return jmapOf(ask, session.session, session.url);
    } catch (error) {
      // A page or an answer that is none of JMAP says nothing about the other place.
      if (!(error instanceof SourceFault) || !/unavailable|unreadable|too_large/.test(error.code))
        throw error;
      fault ??= error;
    }
  }
  throw fault ?? new SourceFault('source.no_book', 'The server has no JMAP session.');
}

async function sessionAt(ask: AskServer, url: string) {
  const answer = await ask(url, { headers: { accept: 'application/json' }, maxBytes: 1_000_000 });
  if (answer.status === 403) throw new SourceFault('source.denied', 'The server does not let us read this.');
  if (answer.status >= 500)
    throw new SourceFault('source.unavailable', `The server answers ${answer.status}.`);
  if (answer.status !== 200) return undefined;
  const session = jsonOf(answer);
  return Object.hasOwn(objectOf(session.capabilities), core) ? { session, url: answer.url } : undefined;
}

function jmapOf(ask: AskServer, session: JsonObject, url: string): Jmap {
  const capabilities = objectOf(session.capabilities);
  const limits = objectOf(capabilities[core]);
  const accounts = objectOf(session.accounts);
  const apiUrl = resolved(textOf(session.apiUrl), url);
  const maxObjects = Number(limits.maxObjectsInGet);
  return {
    has: (capability) => Object.hasOwn(capabilities, capability),

    accountFor(using) {
      const [capability] = using;
      const primary = textOf(objectOf(session.primaryAccounts)[capability]);
      const able = Object.keys(accounts).find((id) =>
        Object.hasOwn(objectOf(objectOf(accounts[id]).accountCapabilities), capability),
      );
      const accountId = primary || able;
      if (accountId === undefined)
        throw new SourceFault('source.no_book', 'The account has no contacts by JMAP.');
      return {
        maxObjects: maxObjects >= 1 ? Math.trunc(maxObjects) : 100,
        call: (method, given) => call([core, ...using], method, { accountId, ...given }),
        blob: (id, type, maxBytes) => blob(accountId, id, type, maxBytes),
      };
    },
  };

  async function call(using: readonly string[], method: string, given: JsonObject): Promise<Called> {
    const answer = await ask(apiUrl, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ using, methodCalls: [[method, given, '0']] }),
    });
    const { status } = answer;
    if (status === 403) throw new SourceFault('source.denied', 'The server does not let us read this.');
    if (status >= 500) throw new SourceFault('source.unavailable', `The server answers ${status}.`);
    const said = jsonOf(answer);
    const problem = textOf(said.type);
    if (status >= 300 && problem.startsWith(errors))
      return { kind: 'error', type: problem.slice(errors.length) };
    const responses: readonly unknown[] = Array.isArray(said.methodResponses) ? said.methodResponses : [];
    const response = responses.find((one) => Array.isArray(one) && one[2] === '0');
    if (status !== 200 || !Array.isArray(response))
      throw new SourceFault('source.unreadable', 'The server does not answer as JMAP does.');
    return response[0] === 'error'
      ? { kind: 'error', type: textOf(objectOf(response[1]).type) }
      : { kind: 'done', answer: objectOf(response[1]) };
  }

  async function blob(accountId: string, id: string, type: string, maxBytes: number) {
    const values: Readonly<Record<string, string>> = { accountId, blobId: id, name: 'photo', type };
    // RFC 6570, level 1, as RFC 8620 (2) has it.
    const place = textOf(session.downloadUrl).replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(values[name] ?? ''),
    );
    try {
      const answer = await ask(resolved(place, url), { headers: { accept: type || '*/*' }, maxBytes });
      return answer.status === 200 && !isPage(answer) ? answer.body : undefined;
    } catch (error) {
      // Another server's, too large, or gone: the card counts more than its photo.
      if (error instanceof SourceFault && !ended.has(error.code)) return undefined;
      throw error;
    }
  }
}

/** @throws {SourceFault} `source.unavailable` for a page for people, `source.unreadable` for anything else but an object. */
function jsonOf(answer: GuardedAnswer): JsonObject {
  if (isPage(answer))
    throw new SourceFault('source.unavailable', 'The server answers with a page for people.');
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(answer.body));
    if (isObject(value)) return value;
  } catch {
    // Told below: what a parser says about an answer may hold what stood in it.
  }
  throw new SourceFault('source.unreadable', 'The answer is no JSON.');
}

/** The types of method errors (RFC 8620, 3.6.2) and request errors (3.6.1), by what they are to a member. */
const denied = new Set(['accountNotFound', 'accountNotSupportedByMethod', 'forbidden']);
const unavailable = new Set(['serverFail', 'serverPartialFail', 'serverUnavailable']);
const tooLarge = new Set(['limit', 'requestTooLarge']);

export function faultOf(type: string): SourceFault {
  if (denied.has(type)) return new SourceFault('source.denied', 'The server does not let us read this.');
  if (unavailable.has(type))
    return new SourceFault('source.unavailable', 'The server has trouble of its own.');
  if (tooLarge.has(type) || type === 'rateLimit')
    return new SourceFault('source.throttled', 'The server asks for less at once, or to wait.');
  return new SourceFault('source.unreadable', 'The server does not answer as JMAP does.');
}

/**
 * The objects of these ids (RFC 8620, 5.1), and how many of them the server says nothing about; undefined when that is
 * too much at once.
 *
 * @throws {SourceFault}
 */
export async function objectsBy(
  account: JmapAccount,
  method: string,
  ids: readonly string[],
  properties?: readonly string[],
): Promise<{ readonly objects: readonly JsonObject[]; readonly lost: number } | undefined> {
  const called = await account
    .call(method, { ids, ...(properties === undefined ? {} : { properties }) })
    .catch((error: unknown): Called => {
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
  return { objects, lost: ids.filter((id) => !byId.has(id) && !gone.has(id)).length };
}

/** A member that is a text; the empty one where it is anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A member that is an object; an empty one where it is anything else. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The objects of a member that is an array. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The texts of a member that is an array. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
