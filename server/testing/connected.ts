import { generatePeople, vcard30 } from '@kith/contacts/testing';
import {
  type AuthorizationServer,
  type BearerFront,
  bearerFront,
  certificate,
  type DavServer,
  startAuthorizationServer,
  startRadicale,
} from '@kith/sources/testing';
import type { Import } from '../src/imports/index.ts';
import type { TestKith } from './kith.ts';
import { answered } from './wait.ts';

/** A provider that asks for access in a window of its own: an authorization server, and a CardDAV book behind it. */
export interface TestProvider {
  readonly auth: AuthorizationServer;
  readonly front: BearerFront;
  readonly dav: DavServer;
  /** What Kith must be told to know it as the provider `club`. */
  readonly settings: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** @param people How many stand in its book. */
export async function testProvider(
  publicUrl: string,
  {
    people = 300,
    revocation = true,
    refresh = false,
    mark,
  }: { people?: number; revocation?: boolean; refresh?: boolean; mark?: string } = {},
): Promise<TestProvider> {
  const own = certificate();
  const dav = await startRadicale('of-nobody', vcard30(generatePeople({ seed: 31, count: people })));
  const auth = await startAuthorizationServer({
    scopes: ['contacts.read'],
    redirectUris: [`${publicUrl}/oauth/club`],
    own,
    refresh,
    ...(mark === undefined ? {} : { mark }),
  });
  const front = await bearerFront(dav, auth.check, 'contacts.read', own);
  const { authorize, token, revoke, issuer, clientId, clientSecret } = auth;
  const server = {
    id: 'club',
    name: 'Club mail',
    domains: ['club.example'],
    url: front.url,
    issuer,
    authorize,
    token,
    ...(revocation ? { revoke } : {}),
    scopes: ['openid', 'contacts.read'],
    clientId,
    clientSecret,
    revokePage: 'https://club.example/access',
  };
  return {
    auth,
    front,
    dav,
    settings: {
      KITH_PRIVATE_NETWORKS: '127.0.0.0/8',
      KITH_SOURCE_PORTS: `${auth.port} ${front.port}`,
      KITH_SOURCE_CA: own.cert,
      KITH_OAUTH_SERVERS: JSON.stringify([server]),
    },
    async close() {
      front.close();
      auth.close();
      await dav.close();
    },
  };
}

/** An authorisation as the API tells it. */
export interface TestGrant {
  readonly id: string;
  readonly state: 'waiting' | 'reading' | 'done' | 'failed';
  readonly fault?: string;
  readonly importId?: string;
}

/** What a member's browser does with the provider `club`. */
export function browserOf(kith: TestKith) {
  const read = async <Body>(cookie: string, url: string) =>
    (await kith.app.inject({ url, headers: { cookie } })).json<Body>();

  return {
    async begin(cookie: string, more: Record<string, unknown> = {}) {
      const answer = await kith.app.inject({
        method: 'POST',
        url: '/api/sources/grants',
        headers: { cookie },
        payload: { providerId: 'club', address: 'alice@club.example', ...more },
      });
      if (answer.statusCode !== 201)
        throw new Error(`beginning answered ${answer.statusCode}: ${answer.body}`);
      return answer.json<{ id: string; url: string }>();
    },
    comeBack: (cookie: string, url: URL) =>
      kith.app.inject({ url: url.pathname + url.search, headers: { cookie } }),
    grant: (cookie: string, id: string) => read<TestGrant>(cookie, `/api/sources/grants/${id}`),
    /** The grant once its contacts are there, or the reason why there are none. */
    settled: (cookie: string, id: string) =>
      answered(
        () => read<TestGrant>(cookie, `/api/sources/grants/${id}`),
        ({ state }) => state === 'done' || state === 'failed',
      ),
    /** The import once its first cards are there. */
    arrived: (cookie: string, id: string) =>
      answered(
        () => read<Import>(cookie, `/api/imports/${id}`),
        ({ account }) => (account?.cards ?? 0) > 0,
      ),
    /** The import once nothing more comes and the access has ended. */
    ended: (cookie: string, id: string) =>
      answered(
        () => read<Import>(cookie, `/api/imports/${id}`),
        ({ state, account }) => state !== 'received' && state !== 'reading' && account?.access !== 'in_use',
      ),
  };
}
