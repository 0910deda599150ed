import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import Provider, { type Token } from 'oidc-provider';
import MemoryAdapter from 'oidc-provider/lib/adapters/memory_adapter.js';
import { openGuard } from '../src/guard/guard.ts';
import { certificate, httpsServer } from './tls.ts';

/** How an authorization server is set up; what is missing is what a good provider does. */
export interface AuthorizationOptions {
  /** Every scope that it knows beside `openid`. */
  readonly scopes: readonly string[];
  readonly redirectUris: readonly string[];
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Whose certificate it shows; one of its own when missing. */
  readonly own?: { readonly key: string; readonly cert: string };
  /** Hands out a refresh token that nobody asked for. */
  readonly refresh?: boolean;
  /** Stands at the beginning of each code and token, to be looked for afterwards. */
  readonly mark?: string;
}

/** What somebody does on the page that asks for access. */
export interface Answer {
  readonly account?: string;
  /** The boxes that stay ticked; all that were asked for when missing. */
  readonly scopes?: readonly string[];
  /** `deny` presses the other button, `admin` is an organisation that lets an administrator decide. */
  readonly press?: 'allow' | 'deny' | 'admin';
}

/** A real authorization server (oidc-provider) with a page that asks, scopes that can be unticked, and revocation. */
export interface AuthorizationServer {
  readonly issuer: string;
  readonly port: number;
  readonly ca: string;
  readonly authorize: string;
  readonly token: string;
  readonly revoke: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Every access token that was issued, every grant that was given, and every one that was revoked, in order. */
  readonly issued: readonly string[];
  readonly given: readonly string[];
  readonly revoked: readonly string[];
  /** Every token that was asked to be revoked, as often as it was. */
  readonly asked: readonly string[];
  /** Every proof of who began (RFC 7636) that came with a code. */
  readonly verifiers: readonly string[];
  /** Whose book a token opens, and how much of it; undefined for one that is unknown, too old or revoked. */
  check(token: string): { readonly account: string; readonly scopes: readonly string[] } | undefined;
  /** Goes through its pages as a person would. @returns where the browser is sent in the end. */
  answer(url: string, how?: Answer): Promise<URL>;
  /** Answers the next so many requests to the token or revocation endpoint with this status. */
  fail(path: 'token' | 'revoke', status: number, times: number): void;
  /** Does what the token or revocation endpoint is asked for from now on, and answers when this is taken back. */
  withhold(path: 'token' | 'revoke' | undefined): void;
  close(): void;
}

/**
 * Starts an authorization server on 127.0.0.1.
 *
 * @example
 * const google = await startAuthorizationServer({ scopes: ['contacts.readonly'], redirectUris: ['https://kith.example/oauth/google'] });
 * const back = await google.answer(url, { account: 'alice' });
 */
export async function startAuthorizationServer(options: AuthorizationOptions): Promise<AuthorizationServer> {
  const { scopes, redirectUris, clientId = 'kith', clientSecret = 's3cret-of-the-client' } = options;
  const own = options.own ?? certificate();
  let handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  const server = await httpsServer(own, (request, response) => {
    handle(request, response).catch(() => response.writeHead(500).end());
  });
  const issuer = `https://127.0.0.1:${server.port}`;
  // Its own store forgets the oldest of a thousand things, grants too.
  const store = new Map<string, unknown>();
  const provider = new Provider(issuer, {
    adapter: (kind: string) => new MemoryAdapter(kind, store),
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: redirectUris,
        grant_types: ['authorization_code', ...(options.refresh === true ? ['refresh_token'] : [])],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
        application_type: 'native',
      },
    ],
    scopes: ['openid', 'offline_access', ...scopes],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
    cookies: { keys: ['a key of the tests alone'] },
    jwks: {
      keys: [generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })],
    },
    // As at Google: with one token the whole grant goes.
    revokeGrantPolicy: () => true,
    issueRefreshToken: async () => options.refresh === true,
    findAccount: async (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id }),
    }),
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 600,
      Grant: 3600,
      IdToken: 3600,
      Interaction: 600,
      RefreshToken: 3600,
      Session: 600,
    },
  });
  const { mark } = options;
  if (mark !== undefined)
    for (const { prototype } of [provider.AuthorizationCode, provider.AccessToken, provider.RefreshToken]) {
      const plain = prototype.generateTokenId;
      prototype.generateTokenId = function marked() {
        return mark + plain.call(this);
      };
    }
  const issued: string[] = [];
  const given: string[] = [];
  const asked: string[] = [];
  const verifiers: string[] = [];
  const revoked: string[] = [];
  const tokens = new Map<string, Token>();
  // Safe: oidc-provider says which events it has, and what they carry.
  provider.on('access_token.saved', (token) => {
    const saved = token as Token;
    issued.push(saved.jti);
    tokens.set(saved.jti, saved);
  });
  provider.on('access_token.destroyed', (token) => tokens.delete((token as Token).jti));
  provider.on('grant.revoked', (_context, grantId) => revoked.push(String(grantId)));
  provider.use(async (context, next) => {
    await next();
    const { token, code_verifier: verifier } = context.oidc?.params ?? {};
    if (context.path === '/token/revocation' && token !== undefined) asked.push(token);
    if (verifier !== undefined) verifiers.push(verifier);
  });
  const faults = { token: { status: 0, times: 0 }, revoke: { status: 0, times: 0 } };
  const waiting: (() => void)[] = [];
  let withheld: 'token' | 'revoke' | undefined;
  const serve = provider.callback();

  handle = async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', issuer);
    const path = pathname === '/token' ? 'token' : pathname.startsWith('/token/rev') ? 'revoke' : undefined;
    if (path !== undefined && path === withheld) {
      const end = response.end.bind(response);
      response.end = (body?: unknown) => {
        waiting.push(() => void end(body));
        return response;
      };
    }
    const fault = path === undefined ? undefined : faults[path];
    if (fault !== undefined && fault.times > 0) {
      fault.times -= 1;
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end('<h1>Sorry</h1>');
      return;
    }
    if (!pathname.startsWith('/interaction/')) return serve(request, response);
    const { params } = await provider.interactionDetails(request, response);
    const asked = (params.scope ?? '').split(' ').filter(Boolean);
    if (request.method !== 'POST') {
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(consentPage(pathname, asked, params.login_hint ?? ''));
      return;
    }
    const form = new URLSearchParams(await text(request));
    await provider.interactionFinished(request, response, await decide(form, asked));
  };

  /** What the form of the page means to oidc-provider. */
  async function decide(form: URLSearchParams, scopesAsked: readonly string[]): Promise<object> {
    const press = form.get('press');
    if (press === 'deny') return { error: 'access_denied', error_description: 'The user denied access.' };
    if (press === 'admin')
      return {
        error: 'access_denied',
        error_description: 'AADSTS90094: An administrator of example must allow this application.',
      };
    const account = form.get('account') ?? '';
    const ticked = new Set(form.getAll('scope'));
    const grant = new provider.Grant({ accountId: account, clientId });
    const left = scopesAsked.filter((scope) => scope === 'openid' || ticked.has(scope));
    const taken = scopesAsked.filter((scope) => !left.includes(scope));
    if (left.length > 0) grant.addOIDCScope(left.join(' '));
    if (taken.length > 0) grant.rejectOIDCScope(taken.join(' '));
    const grantId = await grant.save();
    given.push(grantId);
    return { login: { accountId: account, remember: false }, consent: { grantId } };
  }

  const guard = openGuard({ networks: '127.0.0.0/8', ports: [server.port], ca: own.cert });
  return {
    issuer,
    port: server.port,
    ca: own.cert,
    authorize: `${issuer}/auth`,
    token: `${issuer}/token`,
    revoke: `${issuer}/token/revocation`,
    clientId,
    clientSecret,
    issued,
    given,
    revoked,
    asked,
    verifiers,

    check(token) {
      const found = tokens.get(token);
      if (found === undefined || revoked.includes(found.grantId)) return undefined;
      return { account: found.accountId, scopes: (found.scope ?? '').split(' ') };
    },

    async answer(url, { account = 'alice', scopes: ticked, press = 'allow' } = {}) {
      const jar = new Map<string, string>();
      let at = new URL(url);
      let form: string | undefined;
      for (let step = 0; step < 12; step++) {
        const { status, headers } = await guard.fetch(at.href, {
          redirects: 0,
          limit: 60_000,
          headers: {
            cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
            ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
          },
          ...(form === undefined ? {} : { method: 'POST', body: form }),
        });
        for (const cookie of headers['set-cookie'] ?? []) {
          const [pair = ''] = cookie.split(';');
          jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
        }
        if (headers.location !== undefined) {
          at = new URL(headers.location, at);
          form = undefined;
          if (at.origin !== issuer) return at;
        } else if (status === 200 && at.pathname.startsWith('/interaction/')) {
          const asked = new URL(url).searchParams.get('scope')?.split(' ') ?? [];
          form = new URLSearchParams([
            ['account', account],
            ['press', press],
            ...(ticked ?? asked).map((scope) => ['scope', scope]),
          ]).toString();
        } else throw new Error(`the authorization server answered ${status} at ${at.pathname}`);
      }
      throw new Error('the authorization server never came to an end');
    },

    fail(path, status, times) {
      faults[path] = { status, times };
    },

    withhold(path) {
      withheld = path;
      if (path === undefined) for (const answer of waiting.splice(0)) answer();
    },

    close: server.close,
  };
}

function consentPage(action: string, scopes: readonly string[], hint: string): string {
  const escaped = (raw: string) => raw.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const boxes = scopes
    .filter((scope) => scope !== 'openid')
    .map(
      (scope) =>
        `<p><label><input type="checkbox" name="scope" value="${escaped(scope)}" checked> ${escaped(scope)}</label></p>`,
    );
  return `<!doctype html><html lang="en"><title>Allow access</title><h1>Allow Kith?</h1>
<form method="post" action="${escaped(action)}">
<p><label>Account <input name="account" value="${escaped(hint.split('@')[0] || 'alice')}"></label></p>
${boxes.join('\n')}
<button name="press" value="allow">Allow</button>
<button name="press" value="deny">Deny</button>
<button name="press" value="admin">Ask my administrator</button>
</form></html>`;
}
