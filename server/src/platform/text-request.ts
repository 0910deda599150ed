import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';

/** An answer of a gateway, or how far a request came that has none. */
export type TextReply =
  | { readonly kind: 'answered'; readonly status: number; readonly body: unknown }
  /** Nothing of the request left this machine. */
  | { readonly kind: 'unreached' }
  /** It left, and may have arrived. */
  | { readonly kind: 'lost' };

const mostBytes = 65_536;

/**
 * Posts one request on a connection of its own, follows no redirect and tries nothing twice, so that the caller can
 * tell a message that cannot have arrived from one that may have.
 *
 * @returns The answer's body parsed as JSON, `undefined` where it is none.
 */
export function postOnce(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  seconds: number,
): Promise<TextReply> {
  return new Promise((resolve) => {
    const secure = url.startsWith('https:');
    let connected = false;
    const fail = () => resolve({ kind: connected ? 'lost' : 'unreached' });
    const request = (secure ? secureRequest : plainRequest)(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)), accept: 'application/json' },
      agent: false,
      signal: AbortSignal.timeout(seconds * 1000),
    });
    request.on('socket', (socket) =>
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        connected = true;
      }),
    );
    request.on('error', fail);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        if (text.length < mostBytes) text += part;
        else request.destroy();
      });
      response.on('error', fail);
      response.on('close', fail);
      response.on('end', () =>
        resolve({ kind: 'answered', status: response.statusCode ?? 0, body: parsed(text) }),
      );
    });
    request.end(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
