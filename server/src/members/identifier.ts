import { type Email, emailKey, type Phone, parseEmail, parsePhone } from '@kith/contacts';
import { KithError } from '../platform/errors.ts';
import type { Secrets } from '../platform/secrets.ts';

export type Identifier =
  | { readonly kind: 'email'; readonly value: Email }
  | { readonly kind: 'phone'; readonly value: Phone };

/** @throws {KithError} `identifier.invalid` */
export function parseIdentifier(kind: 'email' | 'phone', text: string, region: string): Identifier {
  if (kind === 'email') {
    const value = parseEmail(text);
    if (value !== undefined) return { kind, value };
    throw new KithError('identifier.invalid', 'This is no e-mail address.');
  }
  const value = parsePhone(text, region);
  if (value !== undefined) return { kind, value };
  throw new KithError('identifier.invalid', 'This is no phone number. Start it with + and the country.');
}

/** What the identifier is found by; never the value itself. */
export function identifierKey(secrets: Secrets, { kind, value }: Identifier): Buffer {
  return kind === 'email'
    ? secrets.keyed('identifier.email', emailKey(value))
    : secrets.keyed('identifier.phone', value);
}
