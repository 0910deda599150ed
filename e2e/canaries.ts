import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kith } from './kith.ts';

/** Cookies of as many members, whose sessions are put straight into the database. */
export async function members(kith: Kith, count: number): Promise<string[]> {
  const rows = await kith.query<{ id: string }>(`select id from members order by id limit ${count}`);
  assert.equal(rows.length, count, 'the demo has so many members');
  const tokens = rows.map(() => randomBytes(32).toString('base64url'));
  const values = rows.map(({ id }, at) => {
    const hash = createHash('sha256')
      .update(tokens[at] ?? '')
      .digest('hex');
    return `('${randomUUID()}', '${id}', '\\x${hash}', now(), now(), now() + interval '1 day')`;
  });
  await kith.query(
    `insert into sessions (id, member_id, token_hash, created_at, seen_at, expires_at) values ${values.join()}`,
  );
  return tokens.map((token) => `__Host-kith=${token}`);
}

/** How a secret may stand somewhere, whatever it is part of. */
export function forms(secret: string): Buffer[] {
  const bytes = Buffer.from(secret);
  // Base64 of a text in a longer one depends on where it begins; the first and last signs depend on its neighbours.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  return [
    bytes,
    ...base64.map((text) => Buffer.from(text)),
    ...base64.map((text) => Buffer.from(text.replaceAll('+', '-').replaceAll('/', '_'))),
    Buffer.from(bytes.toString('hex')),
    Buffer.from(bytes.toString('hex').toUpperCase()),
    Buffer.from(secret, 'utf16le'),
    Buffer.from([...secret].reverse().join('')),
  ];
}

/** The files below a folder that hold one of these. */
export function holding(folder: string, sought: readonly Buffer[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => {
      let bytes: Buffer;
      try {
        bytes = readFileSync(path);
      } catch {
        // PostgreSQL deletes what it is done with.
        return false;
      }
      return sought.some((form) => bytes.includes(form));
    });
}
