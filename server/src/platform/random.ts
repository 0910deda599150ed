import { randomBytes } from 'node:crypto';

export interface Random {
  bytes(count: number): Buffer;
}

export const systemRandom: Random = { bytes: randomBytes };

/** A token of 128 random bits, base64url. */
export function randomToken(random: Random): string {
  return random.bytes(16).toString('base64url');
}

/** A code of six decimal digits, each as likely as the next. */
export function randomCode(random: Random): string {
  for (;;) {
    const value = random.bytes(4).readUInt32BE();
    // Values past the last whole million would make the low codes likelier.
    if (value < 4_294_000_000) return String(value % 1_000_000).padStart(6, '0');
  }
}
