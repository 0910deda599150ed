import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type AuthorizationServer, startAuthorizationServer } from '../../testing/index.ts';
import { openGuard } from '../guard/guard.ts';
import {
  type Asked,
  authorisationUrl,
  type OauthClient,
  type Once,
  redeem,
  revoke,
  type Tokens,
} from './authorisation.ts';

const once: Once = { state: 's'.repeat(43), verifier: 'v'.repeat(43), nonce: 'n'.repeat(22) };
const redirectUri = 'http://localhost:4040/oauth/good';
let server: AuthorizationServer;
before(async () => {
  server = await startAuthorizationServer({
    scopes: ['read', 'other'],
    redirectUris: [redirectUri],
    refresh: true,
  });
});
after(() => server.close());

function setUp(): { client: OauthClient; guard: ReturnType<typeof openGuard> } {
  const { authorize, token, revoke: end, clientId, clientSecret, ca, port } = server;
  return {
    client: { authorize, token, revoke: end, clientId, clientSecret, redirectUri },
    guard: openGuard({ networks: '127.0.0.0/8', ports: [port], ca }),
  };
}

test('from the question to the end: code, PKCE, one grant, and all of it revoked', async () => {
  const { client, guard } = setUp();
  const asked: Asked = { needed: ['openid', 'read'], also: ['other'] };
  const url = new URL(await authorisationUrl(client, asked, once, 'alice@good.example'));
  assert.equal(url.searchParams.get('code_challenge_method'), 'S256');
  assert.equal(url.searchParams.get('login_hint'), 'alice@good.example');
  assert.doesNotMatch(url.search, /offline|v{43}/);
  const back = await server.answer(url.href, { account: 'alice' });
  assert.equal(back.origin + back.pathname, redirectUri);
  const heard: Tokens[] = [];
  const granted = await redeem(client, asked, once, back.searchParams, guard, async (tokens) => {
    heard.push(tokens);
  });
  assert.equal(granted.subject, 'alice');
  assert.equal(granted.also, true);
  assert.deepEqual(heard, [granted.tokens]);
  assert.notEqual(granted.tokens.refresh, undefined);
  assert.deepEqual(server.check(granted.tokens.access), {
    account: 'alice',
    scopes: ['openid', 'read', 'other'],
  });
  await revoke(client, granted.tokens, guard);
  assert.equal(server.check(granted.tokens.access), undefined);
  assert.equal(server.revoked.length, 1);
});
