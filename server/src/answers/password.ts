import { timingSafeEqual } from 'node:crypto';
import { tokenHash } from '../platform/secrets.ts';

/** Whether the password of a Basic header is this one; the user's name does not matter. */
export function matches(header: string | undefined, password: string): boolean {
  const shown = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1] ?? '';
  const given = Buffer.from(shown, 'base64').toString();
  return timingSafeEqual(tokenHash(given.slice(given.indexOf(':') + 1)), tokenHash(password));
}
