import { books, type OauthClient, type Protocol, type Provider, type ReadBook } from '@kith/sources';
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
export function redirectUriOf({ publicUrl }: Pick<Platform, 'publicUrl'>, clientName: string): string {
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
