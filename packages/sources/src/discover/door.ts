import type { Access, Protocol, Provider, SignIn } from '../provider.ts';

/** Where an account is looked for: our own list, MX, SRV and TXT (RFC 6764), well-known addresses (RFC 8615), autoconfig. */
export type Step = 'domain' | 'mx' | 'srv' | 'well-known' | 'autoconfig';

/** One way into an account. */
export interface Door {
  readonly protocol: Protocol;
  readonly signIn: SignIn;
  readonly at: { readonly url?: string; readonly host?: string; readonly port?: number };
  readonly found: Step;
  /** Whether a DNS record or a server, and not our own list, led out of the address's domain: say so before a password goes there. */
  readonly foreign: boolean;
}

/** The doors of a provider as its file says; those of a member's own server have no place. */
export function doorsOf(provider: Provider, found: Step): readonly Door[] {
  return provider.access.map((access) => ({
    protocol: access.protocol,
    signIn: access.signIn,
    at: placeOf(access),
    found,
    foreign: false,
  }));
}

/** Where an access is, as its provider's file says. */
export function placeOf({ url, host, port }: Access): Door['at'] {
  return {
    ...(url === undefined ? {} : { url }),
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
  };
}

/** The door to a server that was found on the way, not in our list. */
export function foundDoor(
  protocol: 'carddav' | 'jmap' | 'imap',
  at: Door['at'],
  found: Step,
  domain: string,
): Door {
  const host = at.host ?? new URL(at.url ?? '').hostname;
  const foreign = host !== domain && !host.endsWith(`.${domain}`);
  return { protocol, signIn: 'password', at, found, foreign };
}
