import { placeOf as knownPlace, type Protocol, providers } from '@kith/sources';
import { KithError } from '../platform/errors.ts';

/** Where the book is. What a provider's file says counts: a password for a provider that we know goes nowhere else. */
export function placeOf(
  protocol: Protocol,
  providerId: string | undefined,
  at: { url?: string; host?: string; port?: number; base?: string } | undefined,
) {
  const provider = providers.find(({ id }) => id === providerId);
  const access = provider?.access.find((one) => one.protocol === protocol && one.signIn !== 'oauth');
  const known = access === undefined ? {} : knownPlace(access);
  const place = known.url === undefined && known.host === undefined ? at : known;
  if (place?.url === undefined && place?.host === undefined)
    throw new KithError('request.invalid', 'Say which server to ask.');
  const origin = place.url === undefined ? undefined : URL.parse(place.url);
  if (origin === null) throw new KithError('request.invalid', 'That is no address of a server.');
  if (origin !== undefined && (origin.username !== '' || origin.password !== ''))
    throw new KithError('request.invalid', 'A name or password has no place in a server’s address.');
  return {
    at: place,
    providerId: provider?.id,
    ...(provider?.credentialHosts === undefined ? {} : { credentialHosts: provider.credentialHosts }),
  };
}
