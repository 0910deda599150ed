import type { MailOutcome, TextTransport } from './mail.ts';
import { postOnce } from './text-request.ts';

interface HttpGateway {
  readonly url: string;
  /** JSON with `{to}` and `{text}` in its values. */
  readonly body: string;
  /** A field of the JSON answer, with its value or alone: `messages.0.status=0`, `id`. */
  readonly success: string;
  /** Shown as a bearer token. */
  readonly key: string | undefined;
}

/** Sends by a gateway that takes one JSON request for each message. */
export function httpTextTransport(gateway: HttpGateway, seconds = 20): TextTransport {
  const template: unknown = JSON.parse(gateway.body);
  const headers = {
    'content-type': 'application/json',
    ...(gateway.key === undefined ? {} : { authorization: `Bearer ${gateway.key}` }),
  };
  return {
    async send({ to, text }) {
      const body = JSON.stringify(filled(template, { to, text }));
      const reply = await postOnce(gateway.url, headers, body, seconds);
      if (reply.kind === 'unreached') return { kind: 'deferred', code: undefined };
      if (reply.kind === 'lost') return { kind: 'unknown' };
      return outcomeOf(reply.status, reply.body, gateway.success);
    },
  };
}

/** The template with the message in it; values are put in as values, so that no text can change the JSON. */
function filled(part: unknown, message: { readonly to: string; readonly text: string }): unknown {
  if (typeof part === 'string')
    return part.replace(/\{(to|text)\}/g, (_, name) => (name === 'to' ? message.to : message.text));
  if (Array.isArray(part)) return part.map((one) => filled(one, message));
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, filled(value, message)]));
}

/**
 * 200 alone says nothing: many gateways send their errors with it. An answer that does not say what became of the
 * message leaves it unknown, as a fault of the gateway does after it had the request.
 */
function outcomeOf(status: number, body: unknown, success: string): MailOutcome {
  if (status >= 200 && status < 300) {
    const [path = '', ...rest] = success.split('=');
    const found = valueAt(body, path);
    if (found === undefined || found === null || found === '') return { kind: 'unknown' };
    const taken = rest.length === 0 || String(found) === rest.join('=');
    return { kind: taken ? 'handed' : 'rejected', code: status };
  }
  return refusal(status);
}

/** What a status says by itself. A wrong key or address is the operator's fault: it may be put right. */
export function refusal(status: number): MailOutcome {
  if (status >= 500 || status === 408) return { kind: 'unknown' };
  if (status === 429 || status === 401 || status === 403 || status === 404 || status < 400)
    return { kind: 'deferred', code: status };
  return { kind: 'rejected', code: status };
}

function valueAt(body: unknown, path: string): unknown {
  let found = body;
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    // Safe: an object that has this very name; what it holds stays unknown.
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return found;
}
