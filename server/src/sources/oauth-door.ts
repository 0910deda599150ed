import {
  type Access,
  books,
  type OauthClient,
  type Protocol,
  type Provider,
  type ReadBook,
} from '@kith/sources';
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
  /** See `Access`; missing where all accounts live in one place. */
  readonly regions?: NonNullable<NonNullable<Access['oauth']>['regions']>;
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
    ...(oauth.regions === undefined ? {} : { regions: oauth.regions }),
  };
}

/** The server that an answer names for the region of the member's account (Zoho's `accounts-server`). */
export function regionIn({ regions }: OauthDoor, answer: URLSearchParams): string | undefined {
  return regions === undefined ? undefined : (answer.get(regions.parameter) ?? undefined);
}

/**
 * The door in the region that an answer named: the same hosts below another domain that the provider declares.
 *
 * @returns undefined for a server that it does not declare: neither code nor token goes there.
 */
export function doorInRegion(door: OauthDoor, region: string | undefined): OauthDoor | undefined {
  const { client, regions, url } = door;
  if (region === undefined || regions === undefined) return door;
  for (const domain of regions.domains) {
    const to = (from: string) => movedTo(domain, from, regions.domains);
    if (URL.parse(region)?.href !== new URL('/', to(client.token)).href) continue;
    const { revoke } = client;
    const moved = { token: to(client.token), ...(revoke === undefined ? {} : { revoke: to(revoke) }) };
    return { ...door, url: to(url), client: { ...client, ...moved } };
  }
  return undefined;
}

/** An address with the domain of its host, which is one of these, replaced by another. */
function movedTo(domain: string, from: string, domains: readonly string[]): string {
  const url = new URL(from);
  const home = domains.find((one) => url.hostname.endsWith(`.${one}`));
  if (home !== undefined) url.hostname = `${url.hostname.slice(0, -home.length)}${domain}`;
  return url.href;
}
