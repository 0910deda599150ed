import type { ServerResponse } from 'node:http';

/** How a double of a provider misbehaves, once it is asked for the page `page` (from 1) of a list of contacts. */
export type Trouble =
  /** 429, so many times; `retryAfter` as the header says it. */
  | { readonly kind: 'throttle'; readonly page: number; readonly times: number; readonly retryAfter?: string }
  /** A status of a fault, so many times. */
  | { readonly kind: 'status'; readonly page: number; readonly status: number; readonly times: number }
  /** Half of the answer, so many times. */
  | { readonly kind: 'truncate'; readonly page: number; readonly times: number }
  /** An answer in place of the page. */
  | { readonly kind: 'answer'; readonly page: number; readonly body: string; readonly type?: string }
  /** The answer in pieces, for so many milliseconds. */
  | { readonly kind: 'slow'; readonly page: number; readonly milliseconds: number }
  /** The token is taken back. */
  | { readonly kind: 'revoke'; readonly page: number }
  /** The way to the page has run out, so many times. */
  | { readonly kind: 'expire'; readonly page: number; readonly times: number }
  /** The page before comes again in its place, and then the page. */
  | { readonly kind: 'duplicate'; readonly page: number }
  /** From this page on it comes again and again, under ever new names. */
  | { readonly kind: 'loop'; readonly page: number };

/** The trouble that a double is in, and how often it showed. */
export interface Troubled {
  trouble: Trouble | undefined;
  shown: number;
}

/** Whether the trouble shows on this page; counts it. */
export function shows<Kind extends Trouble['kind']>(
  state: Troubled,
  page: number,
  ...kinds: readonly Kind[]
): Extract<Trouble, { kind: Kind }> | undefined {
  const { trouble } = state;
  if (trouble === undefined || trouble.page !== page || !isOf(trouble, kinds)) return undefined;
  if ('times' in trouble && state.shown >= trouble.times) return undefined;
  state.shown += 1;
  return trouble;
}

function isOf<Kind extends Trouble['kind']>(
  trouble: Trouble,
  kinds: readonly Kind[],
): trouble is Extract<Trouble, { kind: Kind }> {
  return kinds.some((kind) => kind === trouble.kind);
}

/** Sends a page of JSON, as well as the trouble allows. */
export function sendPage(state: Troubled, page: number, response: ServerResponse, body: object): void {
  const text = JSON.stringify(body);
  const head = { 'content-type': 'application/json; charset=utf-8' };
  const trouble = shows(state, page, 'truncate', 'answer', 'slow');
  if (trouble?.kind === 'answer')
    response.writeHead(200, { 'content-type': trouble.type ?? head['content-type'] }).end(trouble.body);
  else if (trouble?.kind === 'truncate')
    response.writeHead(200, head).end(text.slice(0, Math.trunc(text.length / 2)));
  else if (trouble?.kind === 'slow') {
    response.writeHead(200, head);
    response.write(text.slice(0, 10));
    setTimeout(() => response.end(text.slice(10)), trouble.milliseconds);
  } else response.writeHead(200, head).end(text);
}
