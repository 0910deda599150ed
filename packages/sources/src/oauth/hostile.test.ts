import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { certificate, httpsServer } from '../../testing/index.ts';
import { openGuard } from '../guard/guard.ts';
import { type OauthClient, type Once, redeem, revoke, type Tokens } from './authorisation.ts';
import { GrantFault, type GrantFaultCode } from './grant-fault.ts';

/** An authorization server that answers as the case says, and somewhere else that it would like us to go. */
type TokenAnswer = (response: ServerResponse, request: IncomingMessage) => void;

const once: Once = { state: 'right-state-0123456789', verifier: 'v'.repeat(43), nonce: 'right-nonce' };
const secret = 'c4nary-t0ken';
const own = certificate();
let answer: TokenAnswer = () => undefined;
const asked: string[] = [];
let elsewhere = 0;
let server: { port: number; close(): void };
let other: { port: number; close(): void };
before(async () => {
  server = await httpsServer(own, (request, response) => {
    void text(request).then((body) => {
      asked.push(body);
      answer(response, request);
    });
  });
  other = await httpsServer(own, (_request, response) => {
    elsewhere += 1;
    response.end();
  });
});
after(() => {
  server.close();
  other.close();
});

const origin = () => `https://127.0.0.1:${server.port}`;

function json(body: unknown, status = 200, type = 'application/json'): TokenAnswer {
  return (response) => response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
}

const good = { access_token: secret, token_type: 'Bearer', expires_in: 3600, scope: 'read openid' };

/** Not signed by anybody: the token endpoint's own TLS connection stands for it (OpenID Connect Core, 3.1.3.7). */
function idToken(claims: object, alg = 'RS256'): () => object {
  return () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const now = Math.floor(performance.timeOrigin / 1000);
    const all = {
      iss: origin(),
      aud: 'kith',
      sub: 'alice',
      nonce: once.nonce,
      iat: now,
      exp: now + 3600,
      ...claims,
    };
    return { ...good, id_token: `${part({ alg })}.${part(all)}.c2ln` };
  };
}

interface Case {
  readonly name: string;
  readonly code: GrantFaultCode;
  /** What the browser brings back; a right answer when missing. */
  readonly back?: string;
  readonly token?: TokenAnswer;
  /** Whether a token came that must be revoked. */
  readonly issued?: true;
}

const right = `code=abc&state=${once.state}`;
const cases: readonly Case[] = [
  {
    name: 'an issuer that is not ours (mix-up, RFC 9207)',
    back: `${right}&iss=https://evil.example`,
    code: 'grant.failed',
  },
  {
    name: 'the issuer of another provider',
    back: `${right}&iss=https://accounts.google.com`,
    code: 'grant.failed',
  },
  {
    name: 'two issuers',
    back: `${right}&iss=https://evil.example&iss=https://127.0.0.1`,
    code: 'grant.failed',
  },
  { name: 'a state that is not ours', back: 'code=abc&state=wrong', code: 'grant.failed' },
  { name: 'no state', back: 'code=abc', code: 'grant.failed' },
  { name: 'an empty state', back: 'code=abc&state=', code: 'grant.failed' },
  { name: 'two states', back: `${right}&state=wrong`, code: 'grant.failed' },
  { name: 'two codes', back: `${right}&code=def`, code: 'grant.failed' },
  { name: 'no code', back: `state=${once.state}`, code: 'grant.failed' },
  { name: 'an empty code', back: `code=&state=${once.state}`, code: 'grant.failed' },
  {
    name: 'tokens in the address (implicit flow)',
    back: `access_token=x&token_type=bearer&state=${once.state}`,
    code: 'grant.failed',
  },
  { name: 'a token beside the code (hybrid flow)', back: `${right}&token=x`, code: 'grant.failed' },
  {
    name: 'an ID token beside the code (hybrid flow)',
    back: `${right}&id_token=a.b.c`,
    code: 'grant.failed',
  },
  {
    name: 'a response in a JWT that nobody asked for',
    back: `response=a.b.c&state=${once.state}`,
    code: 'grant.failed',
  },
  { name: 'access denied', back: `error=access_denied&state=${once.state}`, code: 'grant.refused' },
  { name: 'an error beside a code', back: `${right}&error=access_denied`, code: 'grant.refused' },
  {
    name: 'two errors',
    back: `error=access_denied&error=server_error&state=${once.state}`,
    code: 'grant.failed',
  },
  {
    name: 'an error that is a script',
    back: `error=%3Cscript%3E${secret}&error_description=%3Cscript%3E${secret}&state=${once.state}`,
    code: 'grant.failed',
  },
  {
    name: 'trouble at the provider',
    back: `error=server_error&state=${once.state}`,
    code: 'grant.unavailable',
  },
  {
    name: 'maintenance at the provider',
    back: `error=temporarily_unavailable&state=${once.state}`,
    code: 'grant.unavailable',
  },
  {
    name: 'an administrator must consent (OpenID Connect)',
    back: `error=consent_required&state=${once.state}`,
    code: 'grant.admin',
  },
  {
    name: 'an administrator must consent (Microsoft 65001)',
    back: `error=invalid_request&error_description=AADSTS65001%3A%20x&state=${once.state}`,
    code: 'grant.admin',
  },
  {
    name: 'an administrator must consent (Microsoft 90094)',
    back: `error=access_denied&error_description=AADSTS90094%3A%20x&state=${once.state}`,
    code: 'grant.admin',
  },
  {
    name: 'a client that is not known',
    back: `error=unauthorized_client&state=${once.state}`,
    code: 'grant.failed',
  },
  {
    name: 'a page for people with status 200',
    token: (r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Maintenance</h1>'),
    code: 'grant.failed',
  },
  {
    name: 'a page for people with status 500',
    token: (r) => r.writeHead(500, { 'content-type': 'text/html' }).end('<h1>Sorry</h1>'),
    code: 'grant.unavailable',
  },
  { name: 'busy', token: (r) => r.writeHead(503).end(), code: 'grant.unavailable' },
  { name: 'a stolen or used code', token: json({ error: 'invalid_grant' }, 400), code: 'grant.failed' },
  { name: 'a wrong secret', token: json({ error: 'invalid_client' }, 401), code: 'grant.failed' },
  {
    name: 'a redirect of the code to another host',
    token: (r) => r.writeHead(307, { location: `https://127.0.0.1:${other.port}/token` }).end(),
    code: 'grant.failed',
  },
  {
    name: 'a redirect as a GET',
    token: (r) => r.writeHead(302, { location: `https://127.0.0.1:${other.port}/token` }).end(),
    code: 'grant.failed',
  },
  {
    name: 'a redirect to itself',
    token: (r) => r.writeHead(308, { location: '/token' }).end(),
    code: 'grant.failed',
  },
  {
    name: 'an answer without an end',
    token: (r) =>
      r
        .writeHead(200, { 'content-type': 'application/json' })
        .end(`{"access_token":"${'x'.repeat(200_000)}"}`),
    code: 'grant.failed',
  },
  { name: 'an answer that never comes', token: () => undefined, code: 'grant.unavailable' },
  {
    name: 'an answer that breaks off',
    token: (r) => void r.writeHead(200, { 'content-length': '500' }).write('{', () => r.destroy()),
    code: 'grant.unavailable',
  },
  { name: 'a connection that is cut', token: (r) => r.destroy(), code: 'grant.unavailable' },
  {
    name: 'nothing',
    token: (r) => r.writeHead(200, { 'content-type': 'application/json' }).end(),
    code: 'grant.failed',
  },
  { name: 'no content', token: (r) => r.writeHead(204).end(), code: 'grant.failed' },
  { name: 'a list', token: json([good]), code: 'grant.failed' },
  { name: 'null', token: json(null), code: 'grant.failed' },
  {
    name: 'broken JSON',
    token: (r) => r.writeHead(200, { 'content-type': 'application/json' }).end(`{"access_token":`),
    code: 'grant.failed',
  },
  { name: 'a token with the wrong status', token: json(good, 201), code: 'grant.failed', issued: true },
  { name: 'no token', token: json({ ...good, access_token: undefined }), code: 'grant.failed' },
  { name: 'an empty token', token: json({ ...good, access_token: '' }), code: 'grant.failed' },
  { name: 'a token that is a number', token: json({ ...good, access_token: 7 }), code: 'grant.failed' },
  {
    name: 'no type of token',
    token: json({ ...good, token_type: undefined }),
    code: 'grant.failed',
    issued: true,
  },
  { name: 'a MAC token', token: json({ ...good, token_type: 'mac' }), code: 'grant.failed', issued: true },
  { name: 'a DPoP token', token: json({ ...good, token_type: 'DPoP' }), code: 'grant.failed', issued: true },
  { name: 'an N_A token', token: json({ ...good, token_type: 'N_A' }), code: 'grant.failed', issued: true },
  {
    name: 'an end that is no number',
    token: json({ ...good, expires_in: {} }),
    code: 'grant.failed',
    issued: true,
  },
  {
    name: 'a refresh token that is no text',
    token: json({ ...good, refresh_token: 7 }),
    code: 'grant.failed',
    issued: true,
  },
  {
    name: 'the box for contacts unticked',
    token: json({ ...good, scope: 'openid' }),
    code: 'grant.partly',
    issued: true,
  },
  { name: 'no scope at all', token: json({ ...good, scope: '' }), code: 'grant.partly', issued: true },
  {
    name: 'a scope that only looks like ours',
    token: json({ ...good, scope: 'reader read.all' }),
    code: 'grant.partly',
    issued: true,
  },
  {
    name: 'leave to write',
    token: json({ ...good, scope: 'read openid write' }),
    code: 'grant.failed',
    issued: true,
  },
  {
    name: 'a scope that is a list',
    token: json({ ...good, scope: ['read'] }),
    code: 'grant.failed',
    issued: true,
  },
  {
    name: 'an ID token of another issuer',
    token: (r, q) => json(idToken({ iss: 'https://evil.example' })())(r, q),
    code: 'grant.failed',
    issued: true,
  },
  {
    name: 'an ID token for another client',
    token: (r, q) => json(idToken({ aud: 'another' })())(r, q),
    code: 'grant.failed',
    issued: true,
  },
  {
    name: 'an ID token of another sign-in',
    token: (r, q) => json(idToken({ nonce: 'wrong' })())(r, q),
    code: 'grant.failed',
    issued: true,
  },
  {
    name: 'an ID token without a nonce',
    token: (r, q) => json(idToken({ nonce: undefined })())(r, q),
    code: 'grant.failed',
    issued: true,
  },
  {
    name: 'an ID token that ended last week',
    token: (r, q) => json(idToken({ exp: 1_700_000_000 })())(r, q),
    code: 'grant.failed',
    issued: true,
  },
  {
    name: 'an ID token that nobody signs',
    token: (r, q) => json(idToken({}, 'none')())(r, q),
    code: 'grant.failed',
    issued: true,
  },
  {
    name: 'an ID token that is none',
    token: json({ ...good, id_token: 'a.b' }),
    code: 'grant.failed',
    issued: true,
  },
];

function client(): OauthClient {
  return {
    authorize: `${origin()}/auth`,
    token: `${origin()}/token`,
    revoke: `${origin()}/revoke`,
    clientId: 'kith',
    clientSecret: 'of the client',
    redirectUri: 'https://kith.example/oauth/hostile',
  };
}

function guard() {
  return openGuard({ networks: '127.0.0.0/8', ports: [server.port, other.port], ca: own.cert });
}

for (const { name, code, back = right, token, issued } of cases)
  test(`${name}: refused`, async () => {
    asked.length = 0;
    answer = token ?? json(good);
    const heard: Tokens[] = [];
    const scopes = { needed: ['openid', 'read'], also: [] };
    const tell = async (tokens: Tokens) => void heard.push(tokens);
    const limit = AbortSignal.timeout(1000);
    await assert.rejects(
      redeem(client(), scopes, once, new URLSearchParams(back), guard(), tell, limit),
      (error: unknown) => {
        assert.ok(error instanceof GrantFault);
        assert.equal(error.code, code, error.message);
        assert.ok(!error.message.includes(secret) && !JSON.stringify(error).includes(secret));
        assert.equal(error.cause, undefined);
        return true;
      },
    );
    assert.equal(
      asked.length,
      token === undefined ? 0 : 1,
      'the code goes to its own server, once, or not at all',
    );
    assert.equal(elsewhere, 0);
    assert.equal(heard.length, issued === true ? 1 : 0, 'a token that came is told, to be revoked');
  });

test('there are 40 cases and more, and the answer that they spoil is a good one', async () => {
  assert.ok(cases.length >= 40, String(cases.length));
  answer = json(good);
  const plain = await redeem(
    client(),
    { needed: ['openid', 'read'], also: [] },
    once,
    new URLSearchParams(right),
    guard(),
    async () => undefined,
  );
  assert.deepEqual(plain, { tokens: { access: secret }, also: false });
  answer = (response, request) => json({ ...idToken({})(), refresh_token: 'unwanted' })(response, request);
  const back = new URLSearchParams(`${right}&iss=${encodeURIComponent(origin())}`);
  const granted = await redeem(
    client(),
    { needed: ['openid', 'read'], also: [] },
    once,
    back,
    guard(),
    async () => undefined,
  );
  assert.deepEqual(granted, {
    tokens: { access: secret, refresh: 'unwanted' },
    also: false,
    subject: 'alice',
  });
});

test('a token endpoint in a private network, or with a certificate that nobody knows, gets no code', async () => {
  const back = new URLSearchParams(right);
  const scopes = { needed: ['read'], also: [] };
  asked.length = 0;
  for (const closed of [
    openGuard({ ports: [server.port], ca: own.cert }),
    openGuard({ networks: '127.0.0.0/8', ports: [server.port] }),
  ])
    await assert.rejects(
      redeem(client(), scopes, once, back, closed, async () => undefined),
      GrantFault,
    );
  assert.deepEqual(asked, []);
});

test('Microsoft names itself by its customer; nobody else fits that name', async () => {
  const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47';
  const microsoft = { ...client(), issuer: `${origin()}/{tenantid}/v2.0` };
  const scopes = { needed: ['openid', 'read'], also: [] };
  const go = () =>
    redeem(microsoft, scopes, once, new URLSearchParams(right), guard(), async () => undefined);
  answer = (response, request) => json(idToken({ iss: `${origin()}/${tenant}/v2.0` })())(response, request);
  assert.equal((await go()).subject, 'alice');
  for (const iss of [`${origin()}/evil.example/v2.0`, `${origin()}/${tenant}/v2.0/x`, origin()]) {
    answer = (response, request) => json(idToken({ iss })())(response, request);
    await assert.rejects(go(), GrantFault, iss);
  }
});

test('revoking: the refresh token first, then the other; a server that cannot is told apart', async () => {
  asked.length = 0;
  answer = (response) => response.writeHead(200).end();
  await revoke(client(), { access: 'first', refresh: 'second' }, guard());
  assert.deepEqual(
    asked.map((body) => new URLSearchParams(body).get('token')),
    ['second', 'first'],
  );
  answer = (response) => response.writeHead(503).end();
  await assert.rejects(revoke(client(), { access: 'first' }, guard()), { code: 'grant.unavailable' });
  answer = (response) => response.writeHead(302, { location: `https://127.0.0.1:${other.port}/` }).end();
  await assert.rejects(revoke(client(), { access: 'first' }, guard()), { code: 'grant.failed' });
  assert.equal(elsewhere, 0);
});
