import { askServer, isPage, resolved, startOf } from './own-server.ts';
import { type BookRequest, SourceFault } from './protocol.ts';

/** An object of JSON, as it came. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What a REST API answered: an object; an empty one where there was a status and nothing more. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: JsonObject;
}

/**
 * Asks a REST API for JSON with the token of a grant, always at the origin that it was given, and never elsewhere.
 *
 * An answer that was cut, or a fault of the server (500), may heal: it is asked for once more.
 *
 * @throws {SourceFault} but for the statuses that a protocol judges itself: 200, and 400 to 499 without 401.
 */
export function jsonClient(request: BookRequest): (path: string) => Promise<JsonAnswer> {
  const start = startOf(request.at);
  if (request.credential.kind !== 'bearer')
    throw new SourceFault('source.refused', 'This provider takes no passwords.');
  const server = askServer(request);

  async function ask(url: string): Promise<JsonAnswer | undefined> {
    const answer = await server(url, { headers: { accept: 'application/json' } });
    const { status } = answer;
    if (status === 500) return undefined;
    if (status > 500) throw new SourceFault('source.unavailable', `The provider answers ${status}.`);
    if (status === 200 && isPage(answer))
      throw new SourceFault('source.unavailable', 'The provider answers with a page for people.');
    const body = objectOf(answer.body);
    return body === undefined && status < 400 ? undefined : { status, body: body ?? {} };
  }

  return async (path) => {
    const url = resolved(path, start);
    const answer = (await ask(url)) ?? (await ask(url));
    if (answer !== undefined) return answer;
    throw new SourceFault('source.unavailable', 'The provider answers with a fault, or half an answer.');
  };
}

function objectOf(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value of JSON is an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The member of an answer that must be a list.
 *
 * @throws {SourceFault} `source.unreadable` when it is something else; a missing one is empty.
 */
export function listOf(body: JsonObject, name: string): readonly unknown[] {
  const list = body[name] ?? [];
  if (Array.isArray(list)) return list;
  throw new SourceFault('source.unreadable', 'The provider answers with something else than a list.');
}

/** A page as bytes: a JSON text that ends with its line, each record on lines of its own. */
export function pageOf(around: JsonObject, name: string, records: readonly unknown[]): Uint8Array {
  const head = JSON.stringify(around).slice(0, -1);
  const rows = records.map((record) => JSON.stringify(record)).join(',\n');
  return new TextEncoder().encode(`${head}${head === '{' ? '' : ','}"${name}":[\n${rows}\n]}\n`);
}

/** Pages in a row that bring nothing new, before we call a list endless. */
const idlePages = 20;
const maxRecords = 1_000_000;

/**
 * Records that came before, by id, so that none comes twice; and a sense for lists that do not end.
 *
 * @example const fresh = seen.fresh(page, 'resourceName');
 */
export interface Seen {
  /**
   * The records that are new; one without an id always is.
   *
   * @throws {SourceFault} `source.too_large` when the list does not end.
   */
  fresh(records: readonly unknown[], id: string): unknown[];
}

export function seenRecords(): Seen {
  const ids = new Set<string>();
  let idle = 0;
  return {
    fresh(records, id) {
      const fresh = records.filter((record) => {
        const value = isObject(record) ? record[id] : undefined;
        if (typeof value !== 'string') return true;
        const known = ids.has(value);
        ids.add(value);
        return !known;
      });
      idle = fresh.length === 0 ? idle + 1 : 0;
      if (idle > idlePages || ids.size > maxRecords)
        throw new SourceFault('source.too_large', 'The list of contacts does not end.');
      return fresh;
    },
  };
}
