import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { certificate, httpsServer } from './tls.ts';
import { shows, type Trouble, type Troubled } from './troubles.ts';

/** Whose token this is; undefined when nobody's, or no longer. */
export type Grants = (token: string) => { readonly scopes: readonly string[] } | undefined;

/** A double of a provider's REST API, over HTTPS on this machine. */
export interface RestDouble extends Troubled {
  /** Where its API begins, with a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Its certificate. */
  readonly ca: string;
  /** What it was asked, path and query. */
  readonly asked: string[];
  close(): void;
}

/** What a double is asked by somebody whose token is good. */
export interface Asked {
  readonly url: URL;
  readonly scopes: readonly string[];
  readonly response: ServerResponse;
  readonly state: Troubled;
  /** What was posted, as JSON; undefined where nothing was. */
  readonly posted: unknown;
}

/** How a provider says no. */
export type Refuse = (response: ServerResponse, status: number, headers?: Record<string, string>) => void;

/**
 * A page that is asked for, with the troubles that concern no body.
 *
 * @returns whether it was answered already.
 */
export function isTroubled(state: Troubled, page: number, response: ServerResponse, refuse: Refuse): boolean {
  const trouble = shows(state, page, 'throttle', 'status', 'revoke');
  if (trouble?.kind === 'throttle')
    refuse(response, 429, trouble.retryAfter === undefined ? {} : { 'retry-after': trouble.retryAfter });
  else if (trouble?.kind === 'status') refuse(response, trouble.status);
  else if (trouble?.kind === 'revoke') refuse(response, 401);
  return trouble !== undefined;
}

export async function startRestDouble(
  path: string,
  grants: Grants,
  refuse: Refuse,
  answer: (asked: Asked) => void,
  /** The one path that takes a POST. */
  postedTo?: string,
): Promise<RestDouble> {
  const own = certificate();
  const asked: string[] = [];
  const state: { trouble: Trouble | undefined; shown: number } = { trouble: undefined, shown: 0 };
  const server = await httpsServer(own, (request: IncomingMessage, response) => {
    const url = new URL(request.url ?? '/', `https://${request.headers.host}`);
    asked.push(url.pathname + url.search);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const grant = token === undefined ? undefined : grants(token);
    if (grant === undefined) refuse(response, 401);
    else if (request.method !== (url.pathname === postedTo ? 'POST' : 'GET')) refuse(response, 405);
    else
      void (request.method === 'POST' ? json(request) : Promise.resolve(undefined)).then((posted) =>
        answer({ url, scopes: grant.scopes, response, state, posted }),
      );
  });
  return {
    url: `https://127.0.0.1:${server.port}${path}`,
    port: server.port,
    ca: own.cert,
    asked,
    get trouble() {
      return state.trouble;
    },
    set trouble(trouble) {
      state.trouble = trouble;
      state.shown = 0;
    },
    get shown() {
      return state.shown;
    },
    set shown(shown) {
      state.shown = shown;
    },
    close: server.close,
  };
}
