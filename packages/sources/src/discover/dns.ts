import type { Resolver } from 'node:dns/promises';
import type { Dns } from './discover.ts';

/** Node's codes for a name, or a record of it, that does not exist; some servers refuse instead (RFC 2136, 2.2). */
const absent = new Set(['ENOTFOUND', 'ENODATA', 'EREFUSED']);

/** Discovery's questions, asked by Node's resolver. */
export function dnsOf(resolver: Resolver): Dns {
  const orNone = <T>(work: Promise<T[]>): Promise<T[]> =>
    work.catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && absent.has(String(error.code))) return [];
      throw error;
    });
  return {
    mx: (domain) => orNone(resolver.resolveMx(domain)),
    srv: (name) => orNone(resolver.resolveSrv(name)),
    txt: async (name) => (await orNone(resolver.resolveTxt(name))).map((pieces) => pieces.join('')),
  };
}
