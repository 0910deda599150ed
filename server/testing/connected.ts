import { generatePeople, vcard30 } from '@kith/contacts/testing';
import {
  type AuthorizationServer,
  type BearerFront,
  bearerFront,
  certificate,
  type PlainDavServer,
  startAuthorizationServer,
  startRadicale,
} from '@kith/sources/testing';

/** A provider that asks for access in a window of its own: an authorization server, and a CardDAV book behind it. */
export interface TestProvider {
  readonly auth: AuthorizationServer;
  readonly front: BearerFront;
  readonly dav: PlainDavServer;
  /** What Kith must be told to know it as the provider `club`. */
  readonly settings: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** @param people How many stand in its book. */
export async function testProvider(
  publicUrl: string,
  { people = 300, revocation = true, refresh = false } = {},
): Promise<TestProvider> {
  const own = certificate();
  const dav = await startRadicale('of-nobody', vcard30(generatePeople({ seed: 31, count: people })));
  const auth = await startAuthorizationServer({
    scopes: ['contacts.read'],
    redirectUris: [`${publicUrl}/oauth/club`],
    own,
    refresh,
  });
  const front = await bearerFront(
    { port: dav.inner, user: dav.user, password: dav.password },
    auth.check,
    'contacts.read',
    own,
  );
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
