import { setTimeout as wait } from 'node:timers/promises';
import type { Kith } from './kith.ts';
import { patience } from './patience.ts';

/** A member's program that speaks to the API. */
export interface Caller {
  /** The header that says who calls. */
  readonly cookie: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown, key?: string): Promise<T>;
  upload<T>(name: string, bytes: Buffer, key: string): Promise<T>;
  /** Uploads a file whose pieces are made while they go. */
  stream<T>(name: string, pieces: Iterable<Buffer>): Promise<T>;
}

/** Signs in as one of the demo's members. */
export async function callAs(kith: Kith, who: 'ana' | 'bo'): Promise<Caller> {
  const signedIn = await fetch(`${kith.address}/demo/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ who }),
  });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`signing in as ${who} answered ${signedIn.status}`);
  return callBy(kith, cookie);
}

/** Calls with the cookie of an open session. */
export function callBy(kith: Kith, cookie: string): Caller {
  const ask = async <T>(method: string, path: string, init: RequestInit = {}): Promise<T> => {
    const answer = await fetch(`${kith.address}${path}`, {
      method,
      ...init,
      headers: { cookie, ...init.headers },
      signal: init.signal ?? AbortSignal.timeout(30_000 * patience),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    // Safe: the test's author knows what the route answers.
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  const keyed = (key: string | undefined): Record<string, string> =>
    key === undefined ? {} : { 'idempotency-key': key };
  return {
    cookie,
    get: (path) => ask('GET', path),
    post: (path, body, key) =>
      ask('POST', path, {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...keyed(key) },
      }),
    upload: (name, bytes, key) => {
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(bytes)]), name);
      return ask('POST', '/api/imports', { body: form, headers: keyed(key) });
    },
    stream: (name, pieces) => {
      const form = asForm(name, pieces);
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          const { value, done } = form.next();
          if (done === true) controller.close();
          else controller.enqueue(value);
        },
      });
      const init = {
        body,
        // Node's fetch sends a stream only when it is told that the answer comes after it.
        duplex: 'half',
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
        signal: AbortSignal.timeout(300_000 * patience),
      };
      return ask('POST', '/api/imports', init);
    },
  };
}

const boundary = 'a-boundary-that-no-file-holds';

/** A form of one file (RFC 7578). */
function* asForm(name: string, pieces: Iterable<Buffer>): Generator<Buffer, undefined> {
  yield Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`,
  );
  yield* pieces;
  yield Buffer.from(`\r\n--${boundary}--\r\n`);
}

/** Asks until the answer is as wanted; a server that is down at the moment is asked again. */
export async function until<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  limit = 60_000,
): Promise<T> {
  const end = performance.now() + limit * patience;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (wanted(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) throw new Error(`not in ${limit * patience} ms`, { cause: last });
    await wait(100);
  }
}
