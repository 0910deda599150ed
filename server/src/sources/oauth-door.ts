import {
  books,
  type OauthClient,
  type Protocol,
  type Provider,
  providers,
  type ReadBook,
} from '@kith/sources';
import type { Config } from '../config.ts';
import type { Platform } from '../platform/platform.ts';

/** The way to an address book by the provider's own sign-in, set up by the operator. */
export interface OauthDoor {
  readonly provider: Provider;
  /** By this name its settings go, and its redirect URI. */
  readonly clientName: string;
  readonly client: OauthClient;
  readonly protocol: Protocol;
  readonly read: ReadBook;
  readonly url: string;
  readonly scopes: readonly string[];
  /** What is asked for beside, for what the provider collected by itself; empty where it does not. */
  readonly collected: readonly string[];
}

type DoorPlatform = Pick<Platform, 'config' | 'publicUrl'>;

/** Where an authorization server sends the browser back to: a page of its own for each (RFC 9700, 4.4.2.2). */
function redirectUriOf({ publicUrl }: Pick<Platform, 'publicUrl'>, clientName: string): string {
  return `${publicUrl}/oauth/${clientName}`;
}

/** The door of a provider; undefined where the operator set none up. */
export function oauthDoorOf(platform: DoorPlatform, provider: Provider): OauthDoor | undefined {
  const { clients, servers } = platform.config.oauth;
  const access = provider.access.find(({ oauth }) => oauth !== undefined);
  const read = access === undefined ? undefined : books[access.protocol];
  if (access?.oauth === undefined || read === undefined) return undefined;
  const { oauth } = access;
  const own = servers.find(({ id }) => id === oauth.client);
  const settings =
    clients.get(oauth.client) ??
    (own === undefined ? undefined : { id: own.clientId, secret: own.clientSecret });
  const url = own?.url ?? access.url;
  if (settings === undefined || url === undefined) return undefined;
  const { issuer, authorize, token, revoke } = own ?? oauth;
  return {
    provider,
    clientName: oauth.client,
    client: {
      authorize,
      token,
      ...(issuer === undefined ? {} : { issuer }),
      ...(revoke === undefined ? {} : { revoke }),
      clientId: settings.id,
      ...(settings.secret === undefined ? {} : { clientSecret: settings.secret }),
      redirectUri: redirectUriOf(platform, oauth.client),
    },
    protocol: access.protocol,
    read,
    url,
    scopes: own?.scopes ?? oauth.scopes,
    collected: (own ?? oauth).collected ?? [],
  };
}

/** A provider by its id, of those that we know and those that the operator added. */
export function providerById(config: Config, id: string | undefined): Provider | undefined {
  return providers.find((one) => one.id === id) ?? ownProviders(config).find((one) => one.id === id);
}

/** The servers that the operator added, as providers like the others. */
export function ownProviders({ oauth }: Pick<Config, 'oauth'>): readonly Provider[] {
  const known = new Set(providers.flatMap(({ access }) => access.flatMap((one) => one.oauth?.client ?? [])));
  return oauth.servers
    .filter(({ id }) => !known.has(id))
    .map((server) => ({
      id: server.id,
      name: server.name,
      domains: server.domains ?? [],
      access: [
        {
          protocol: 'carddav',
          signIn: 'oauth',
          url: server.url,
          oauth: {
            client: server.id,
            ...(server.issuer === undefined ? {} : { issuer: server.issuer }),
            authorize: server.authorize,
            token: server.token,
            ...(server.revoke === undefined ? {} : { revoke: server.revoke }),
            scopes: server.scopes,
            register: server.authorize,
          },
        },
      ],
      ...(server.revokePage === undefined ? {} : { revoke: server.revokePage }),
      export: {},
      fields: ['name', 'email'],
      logo: {
        letters:
          server.name
            .replace(/[^A-Za-z0-9]/g, '')
            .slice(0, 1)
            .toUpperCase() || 'O',
        colour: '#4a4f57',
      },
      sources: [],
    }));
}
