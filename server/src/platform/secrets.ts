import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
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
  | 'grant.verifier'
  | 'grant.nonce'
  | 'grant.slot'
  | 'message.id'
  | 'quota'
  | 'rate.subject';

export interface Secrets {
  /** HMAC-SHA-256 of `value` under the key of `purpose`, cut to `bytes` (default 16). */
  keyed(purpose: Purpose, value: string, bytes?: number): Buffer;
  /** AES-256-GCM; `about` names what it belongs to, and it opens there alone. `nonce` is 12 random bytes. */
  seal(purpose: Purpose, about: string, text: string, nonce: Buffer): Buffer;
  /** The text that was sealed; undefined when it was not sealed here, or belongs elsewhere. */
  open(purpose: Purpose, about: string, sealed: Buffer): string | undefined;
}

/** Keys derived from one master secret by HKDF (RFC 5869). */
export function secretsFrom(master: string): Secrets {
  // As key objects: making one of bytes anew for each call costs five times the digest.
  const keys = new Map<Purpose, KeyObject>();
  const keyOf = (purpose: Purpose): KeyObject => {
    const known = keys.get(purpose);
    if (known !== undefined) return known;
    const key = createSecretKey(Buffer.from(hkdfSync('sha256', master, 'kith/v1', purpose, 32)));
    keys.set(purpose, key);
    return key;
  };
  return {
    keyed(purpose, value, bytes = 16) {
      return createHmac('sha256', keyOf(purpose)).update(value).digest().subarray(0, bytes);
    },

    seal(purpose, about, text, nonce) {
      const cipher = createCipheriv('aes-256-gcm', keyOf(purpose), nonce).setAAD(Buffer.from(about));
      const closed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), closed]);
    },

    open(purpose, about, sealed) {
      if (sealed.length < 28) return undefined;
      try {
        const cipher = createDecipheriv('aes-256-gcm', keyOf(purpose), sealed.subarray(0, 12), {
          authTagLength: 16,
        })
          .setAAD(Buffer.from(about))
          .setAuthTag(sealed.subarray(12, 28));
        return Buffer.concat([cipher.update(sealed.subarray(28)), cipher.final()]).toString();
      } catch {
        return undefined;
      }
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
