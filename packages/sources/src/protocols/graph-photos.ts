import { isObject, type JsonObject } from './json-client.ts';
import { askServer, resolved, startOf } from './own-server.ts';
import { type BookRequest, SourceFault } from './protocol.ts';

/** Requests of one batch; Graph takes no more. */
const batchSize = 20;
/** Contacts of one account whose photos are asked for. */
const maxContacts = 2000;
/** Bytes of all photos of one account, as base64. */
const maxBytes = 128 * 1024 * 1024;
/** Milliseconds that all photos of one account may take. */
const longest = 300_000;
/** Batches that come to nothing before no more are asked for. */
const maxFaults = 3;

/** The contacts with `photo` filled in, where they have one; `place` is the path of the list that they stand in. */
export type AddPhotos = (contacts: readonly unknown[], place: string) => Promise<readonly unknown[]>;

/**
 * Asks Graph for the photos of contacts (https://learn.microsoft.com/en-us/graph/api/profilephoto-get), twenty a request
 * (https://learn.microsoft.com/en-us/graph/json-batching). A photo stands in its contact as `{"@odata.mediaContentType",
 * "$value"}`, in base64.
 *
 * A photo is worth no contact: whatever goes wrong here, the contacts come all the same.
 * What Graph was too busy for inside a batch is asked for once more by itself, where the network waits as it is told.
 */
export function graphPhotos(request: BookRequest): AddPhotos {
  const server = askServer({
    ...request,
    signal: AbortSignal.any([request.signal, AbortSignal.timeout(longest)]),
  });
  const start = startOf(request.at);
  const left = { contacts: maxContacts, bytes: maxBytes, faults: maxFaults };

  /** The photos of at most twenty contacts, by their place among them. */
  async function batchOf(paths: readonly string[]): Promise<ReadonlyMap<number, JsonObject>> {
    const found = new Map<number, JsonObject>();
    const keep = (at: number, type: string, value: string): void => {
      left.bytes -= value.length;
      if (left.bytes >= 0) found.set(at, { '@odata.mediaContentType': type, $value: value });
    };
    const requests = paths.map((path, at) => ({ id: String(at), method: 'GET', url: `/${path}` }));
    const answer = await server(resolved('$batch', start), {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ requests }),
    });
    if (answer.status !== 200) throw new SourceFault('source.unavailable', 'Graph takes no batch.');
    const body: unknown = JSON.parse(new TextDecoder().decode(answer.body));
    const responses: unknown = isObject(body) ? body.responses : undefined;
    for (const one of Array.isArray(responses) ? responses : []) {
      const { id, status, headers, body: value } = isObject(one) ? one : {};
      const at = Number(id);
      const path = paths[at];
      if (path === undefined) continue;
      if (status === 200 && typeof value === 'string') keep(at, typeIn(headers), value);
      else if (status === 429) {
        const single = await server(resolved(path, start));
        const type = single.headers['content-type'];
        if (single.status === 200) keep(at, type ?? '', Buffer.from(single.body).toString('base64'));
      }
    }
    return found;
  }

  return async (contacts, place) => {
    const whole = [...contacts];
    const wanted = contacts.flatMap((contact, at) => {
      const { id } = isObject(contact) ? contact : {};
      return typeof id === 'string' ? [{ at, path: `${place}/${encodeURIComponent(id)}/photo/$value` }] : [];
    });
    for (let from = 0; from < wanted.length; from += batchSize) {
      if (left.contacts <= 0 || left.bytes <= 0 || left.faults <= 0) break;
      const some = wanted.slice(from, from + batchSize);
      left.contacts -= some.length;
      const found = await batchOf(some.map(({ path }) => path)).catch(() => {
        request.signal.throwIfAborted();
        left.faults -= 1;
        return new Map<number, JsonObject>();
      });
      for (const [which, photo] of found) {
        const { at } = some[which] ?? {};
        const contact = at === undefined ? undefined : whole[at];
        if (at !== undefined && isObject(contact)) whole[at] = { ...contact, photo };
      }
    }
    return whole;
  };
}

/** The media type that a response of a batch says, whatever the case of its header. */
function typeIn(headers: unknown): string {
  const entries = isObject(headers) ? Object.entries(headers) : [];
  const [, type] = entries.find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  return typeof type === 'string' ? type : '';
}
