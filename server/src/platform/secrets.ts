import { createHash, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from './random.ts';

/** What a derived key is for; one key never serves two purposes. */
export type Purpose =
  | 'identifier.email'
  | 'identifier.phone'
  | 'identifier.code'
  | 'suppression'
  | 'invitation.token'
  | 'message.id'
  | 'rate.subject';

export interface Secrets {
  /** HMAC-SHA-256 of `value` under the key of `purpose`, cut to `bytes` (default 16). */
  keyed(purpose: Purpose, value: string, bytes?: number): Buffer;
}

/** Keys derived from one master secret by HKDF (RFC 5869). */
export function secretsFrom(master: string): Secrets {
  // As key objects: making one of bytes anew for each call costs five times the digest.
  const keys = new Map<Purpose, KeyObject>();
  return {
    keyed(purpose, value, bytes = 16) {
      let key = keys.get(purpose);
      if (key === undefined) {
        key = createSecretKey(Buffer.from(hkdfSync('sha256', master, 'kith/v1', purpose, 32)));
        keys.set(purpose, key);
      }
      return createHmac('sha256', key).update(value).digest().subarray(0, bytes);
    },
  };
}

/** The master secret of a data folder, made at the first start; readable by its owner alone. */
export async function masterSecret(dataDir: string, random: Random): Promise<string> {
  const path = join(dataDir, 'secret');
  await mkdir(dataDir, { recursive: true });
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    // Safe: Node's file errors carry a code.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const secret = random.bytes(32).toString('base64url');
  const file = await open(path, 'wx', 0o600);
  await file.writeFile(`${secret}\n`);
  await file.sync();
  await file.close();
  await chmod(path, 0o600);
  return secret;
}

/** SHA-256 of a token, as it is stored. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
