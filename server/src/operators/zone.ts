import { Resolver } from 'node:dns/promises';

/** The DNS, as far as it says who sends mail for a domain. What is not there is empty; a server that does not answer throws. */
export interface Zone {
  texts(name: string): Promise<readonly string[]>;
  exchangers(name: string): Promise<readonly { readonly exchange: string; readonly priority: number }[]>;
  addresses(name: string): Promise<readonly string[]>;
  names(address: string): Promise<readonly string[]>;
}

/** @param server As address:port, instead of the system's. */
export function zoneBy(server: string | undefined): Zone {
  const resolver = new Resolver({ timeout: 3000, tries: 2 });
  if (server !== undefined) resolver.setServers([server]);
  return {
    texts: async (name) => (await orNone(resolver.resolveTxt(name))).map((parts) => parts.join('')),
    exchangers: (name) => orNone(resolver.resolveMx(name)),
    addresses: async (name) =>
      (await Promise.all([orNone(resolver.resolve4(name)), orNone(resolver.resolve6(name))])).flat(),
    names: (address) => orNone(resolver.reverse(address)),
  };
}

async function orNone<T>(asked: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await asked;
  } catch (error) {
    // Safe: Node's errors of look-ups carry a code.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTFOUND' || code === 'ENODATA') return [];
    throw error;
  }
}
