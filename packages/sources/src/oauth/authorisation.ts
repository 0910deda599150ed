import {
  authorizationCodeGrantRequest,
  type ClientAuth,
  ClientSecretPost,
  calculatePKCECodeChallenge,
  clockTolerance,
  customFetch,
  expectNoNonce,
  getValidatedIdTokenClaims,
  None,
  type AuthorizationServer as OauthServer,
  processAuthorizationCodeResponse,
  processRevocationResponse,
  revocationRequest,
  validateAuthResponse,
} from 'oauth4webapi';
import type { Guard } from '../guard/guard.ts';
import { faultOf, GrantFault } from './grant-fault.ts';

/** An authorization server (RFC 6749), and what it knows us by. */
export interface OauthClient {
  /** Its name of itself (RFC 8414, 2); the origin of `authorize` when missing. `{tenantid}` stands for Microsoft's customers. */
  readonly issuer?: string;
  readonly authorize: string;
  readonly token: string;
  /** RFC 7009; missing where the provider has none. */
  readonly revoke?: string;
  readonly clientId: string;
  /** Missing for a public client. */
  readonly clientSecret?: string;
  /** Used for this server alone, so that no other one can answer in its place (RFC 9700, 4.4.2). */
  readonly redirectUri: string;
}

/** What one authorisation is recognised by; made anew for each. */
export interface Once {
  readonly state: string;
  /** PKCE, 43 characters or more (RFC 7636, 4.1). */
  readonly verifier: string;
  /** OpenID Connect, used where `openid` is asked for. */
  readonly nonce: string;
}

/** What the authorization server issued; in memory alone. */
export interface Tokens {
  readonly access: string;
  /** We never ask for one: it is only there to be revoked. */
  readonly refresh?: string;
}

/** The scopes of an authorisation. */
export interface Asked {
  readonly needed: readonly string[];
  /** What the member asked for beside, and may still leave out. */
  readonly also: readonly string[];
}

export interface Granted {
  readonly tokens: Tokens;
  /** Whether `also` was granted. */
  readonly also: boolean;
  /** Who signed in, as the server calls them (`sub`); missing without OpenID Connect. */
  readonly subject?: string;
}

/** Bytes of an answer of the token endpoint. */
const maxBytes = 64_000;
/** A clock that is wrong here must keep nobody out: the token comes from the server's own TLS connection. */
const tolerance = 86_400;
/** What says who somebody is, and opens nothing. Servers add these by themselves. */
const identity = new Set(['openid', 'profile', 'email', 'user.read', 'offline_access']);

/**
 * Where the member allows us to read, by code and PKCE (RFC 6749, 4.1.1; RFC 7636).
 *
 * @example
 * await authorisationUrl(client, { needed: ['contacts.readonly'], also: [] }, once, 'ana@gmail.com');
 */
export async function authorisationUrl(
  client: OauthClient,
  asked: Asked,
  once: Once,
  loginHint: string | undefined,
): Promise<string> {
  const url = new URL(client.authorize);
  const scopes = [...asked.needed, ...asked.also];
  const parameters = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    scope: scopes.join(' '),
    state: once.state,
    code_challenge: await calculatePKCECodeChallenge(once.verifier),
    code_challenge_method: 'S256',
    ...(scopes.includes('openid') ? { nonce: once.nonce } : {}),
    ...(loginHint === undefined ? {} : { login_hint: loginHint }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/**
 * Judges what the browser brought back, and exchanges the code for tokens (RFC 6749, 4.1.3; RFC 9207).
 *
 * @param issued Is told the tokens before they are judged: whatever follows, they must be revoked.
 * @throws {GrantFault}
 */
export async function redeem(
  client: OauthClient,
  asked: Asked,
  once: Once,
  answer: URLSearchParams,
  guard: Pick<Guard, 'fetch'>,
  issued: (tokens: Tokens) => Promise<void>,
  signal?: AbortSignal,
): Promise<Granted> {
  const us = { client_id: client.clientId, [clockTolerance]: tolerance };
  const parameters = await judged(() =>
    validateAuthResponse(serverOf(client, answer.get('iss')), us, answer, once.state),
  );
  const response = await judged(() =>
    authorizationCodeGrantRequest(
      serverOf(client),
      us,
      authOf(client),
      parameters,
      client.redirectUri,
      once.verifier,
      { [customFetch]: asking(guard, signal) },
    ),
  );
  const said: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  const tokens = tokensIn(said);
  if (tokens !== undefined) await issued(tokens);
  // A server may leave the ID token out; one that is there must be of this very sign-in.
  const expectedNonce =
    asked.needed.includes('openid') && idTokenIn(said) !== undefined ? once.nonce : expectNoNonce;
  const result = await judged(() =>
    processAuthorizationCodeResponse(serverOf(client, issuerIn(said)), us, response, { expectedNonce }),
  );
  if (tokens === undefined || result.token_type !== 'bearer')
    throw new GrantFault('grant.failed', 'The token is of a kind that we do not use.');
  const also = judgeScopes(asked, result.scope);
  const subject = getValidatedIdTokenClaims(result)?.sub;
  return { tokens, also, ...(subject === undefined ? {} : { subject }) };
}

/**
 * Takes a grant back (RFC 7009): the refresh token first, for with it goes the rest.
 *
 * @throws {GrantFault} `grant.unavailable`, `grant.failed`
 */
export async function revoke(
  client: OauthClient,
  { access, refresh }: Tokens,
  guard: Pick<Guard, 'fetch'>,
): Promise<void> {
  const as = serverOf(client);
  for (const token of refresh === undefined ? [access] : [refresh, access])
    await judged(async () =>
      processRevocationResponse(
        await revocationRequest(as, { client_id: client.clientId }, authOf(client), token, {
          [customFetch]: asking(guard, undefined),
          additionalParameters: { token_type_hint: token === access ? 'access_token' : 'refresh_token' },
        }),
      ),
    );
}

/** The server, by the name that it gives itself where that is one of many (Microsoft has one per customer). */
function serverOf(client: OauthClient, says?: string | null): OauthServer {
  const issuer = client.issuer ?? new URL(client.authorize).origin;
  const [before = '', after] = issuer.split('{tenantid}');
  const fits =
    after !== undefined &&
    says?.startsWith(before) === true &&
    says.endsWith(after) &&
    /^[0-9a-f-]{36}$/.test(says.slice(before.length, says.length - after.length));
  return {
    issuer: fits ? says : issuer,
    authorization_endpoint: client.authorize,
    token_endpoint: client.token,
    ...(client.revoke === undefined ? {} : { revocation_endpoint: client.revoke }),
  };
}

function authOf({ clientSecret }: OauthClient): ClientAuth {
  return clientSecret === undefined ? None() : ClientSecretPost(clientSecret);
}

/** The guarded network as oauth4webapi wants it: a redirect is no answer of these endpoints, and a code is sent once. */
function asking(guard: Pick<Guard, 'fetch'>, signal: AbortSignal | undefined) {
  return async (
    url: string,
    { method, headers, body }: { method: string; headers: Record<string, string>; body?: unknown },
  ): Promise<Response> => {
    const answer = await guard.fetch(url, {
      method,
      headers,
      body: String(body ?? ''),
      redirects: 0,
      maxBytes,
      ...(signal === undefined ? {} : { signal }),
    });
    const type = answer.headers['content-type'];
    // A Response may not have a body with these, nor a status below 200.
    const empty = answer.status === 204 || answer.status === 304;
    return new Response(empty ? null : Buffer.from(answer.body), {
      status: Math.max(200, answer.status),
      headers: type === undefined ? {} : { 'content-type': type },
    });
  };
}

/** The tokens in an answer, whatever else is wrong with it. */
function tokensIn(said: unknown): Tokens | undefined {
  if (typeof said !== 'object' || said === null || !('access_token' in said)) return undefined;
  const refresh = 'refresh_token' in said ? said.refresh_token : undefined;
  if (typeof said.access_token !== 'string' || said.access_token === '') return undefined;
  return {
    access: said.access_token,
    ...(typeof refresh === 'string' && refresh !== '' ? { refresh } : {}),
  };
}

function idTokenIn(said: unknown): string | undefined {
  if (typeof said !== 'object' || said === null || !('id_token' in said)) return undefined;
  return String(said.id_token);
}

/** Who an ID token says that it comes from; nothing is believed of it before it was judged. */
function issuerIn(said: unknown): string | undefined {
  const [, claims = ''] = idTokenIn(said)?.split('.') ?? [];
  try {
    const { iss } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iss?: unknown };
    return typeof iss === 'string' ? iss : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What was granted must be what was asked for (RFC 6749, 5.1: all of it when the server says nothing).
 *
 * @returns whether the rest was granted too.
 */
function judgeScopes({ needed, also }: Asked, said: string | undefined): boolean {
  if (said === undefined) return also.length > 0;
  // Microsoft writes some scopes with the resource before them.
  const plain = (scope: string) => scope.replace(/^https:\/\/graph\.microsoft\.com\//, '').toLowerCase();
  const given = new Set(
    said
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(plain),
  );
  const has = (scope: string) => identity.has(plain(scope)) || given.has(plain(scope));
  if (!needed.every(has)) throw new GrantFault('grant.partly', 'Not all that is needed was granted.');
  const wanted = new Set([...needed, ...also].map(plain));
  if ([...given].some((scope) => !wanted.has(scope) && !identity.has(scope)))
    throw new GrantFault('grant.failed', 'More was granted than was asked for.');
  return also.length > 0 && also.every(has);
}

async function judged<Value>(judge: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await judge();
  } catch (error) {
    throw faultOf(error);
  }
}
