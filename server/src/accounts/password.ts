import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Random } from '../platform/random.ts';

const derive = promisify(argon2);

/** Argon2id with 19 MiB, two passes, one lane: the OWASP cheat sheet's first choice (RFC 9106 names the parameters). */
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const;

/** A hash that no password has; compared with where there is none, so that both take the same time. */
const nobody = phc(cost, Buffer.alloc(16), Buffer.alloc(32));

/** A PHC string: algorithm, parameters, salt and hash. */
export async function hashPassword(random: Random, password: string): Promise<string> {
  const salt = random.bytes(16);
  return phc(cost, salt, await hash(password, salt, cost, 32));
}

/** Whether the password is the one of `stored`; takes as long when nothing is stored. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(stored ?? nobody);
  if (parts === null) throw new TypeError('a stored password is no Argon2id hash');
  const [, memory, passes, parallelism, salt = '', expected = ''] = parts;
  const tag = Buffer.from(expected, 'base64');
  const found = await hash(
    password,
    Buffer.from(salt, 'base64'),
    { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    tag.length,
  );
  return timingSafeEqual(found, tag) && stored !== undefined;
}

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** Composed first, so that one password typed on two keyboards is one (NIST SP 800-63B, section 5.1.1.2). */
function hash(password: string, nonce: Buffer, cost: Cost, tagLength: number): Promise<Buffer> {
  return derive('argon2id', { message: password.normalize('NFKC'), nonce, tagLength, ...cost });
}

function phc({ memory, passes, parallelism }: Cost, salt: Buffer, tag: Buffer): string {
  const plain = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${plain(salt)}$${plain(tag)}`;
}
