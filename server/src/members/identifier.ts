import { type Email, emailKey, type Phone, parseEmail, parsePhone } from '@kith/contacts';
import { KithError } from '../platform/errors.ts';
import type { Secrets } from '../platform/secrets.ts';

export type Identifier =
  | { readonly kind: 'email'; readonly value: Email }
  | { readonly kind: 'phone'; readonly value: Phone };

/** An address or number as people write it; undefined where it is none. */
export function identifierOf(kind: 'email' | 'phone', text: string, region: string): Identifier | undefined {
  if (kind === 'email') {
    const value = parseEmail(text);
    return value && { kind, value };
  }
  const value = parsePhone(text, region);
  return value && { kind, value };
}

/** @throws {KithError} `identifier.invalid` */
export function parseIdentifier(kind: 'email' | 'phone', text: string, region: string): Identifier {
  const identifier = identifierOf(kind, text, region);
  if (identifier !== undefined) return identifier;
  throw new KithError(
    'identifier.invalid',
    kind === 'email'
      ? 'This is no e-mail address.'
      : 'This is no phone number. Start it with + and the country.',
  );
}

/** What the identifier is found by; never the value itself. */
export function identifierKey(secrets: Secrets, { kind, value }: Identifier): Buffer {
  return kind === 'email'
    ? secrets.keyed('identifier.email', emailKey(value))
    : secrets.keyed('identifier.phone', value);
}
