import { readdirSync, readFileSync } from 'node:fs';
import type { Provider } from './provider.ts';

const folder = new URL('../providers/', import.meta.url);

/**
 * The providers we know, the most used first, the others by name.
 *
 * @example
 * providers[0]?.name; // 'Gmail'
 */
export const providers: readonly Provider[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  // Safe: the tests check every file of the folder against provider.schema.json.
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Provider)
  .sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || a.name.localeCompare(b.name, 'en'));

/** The names of OAuth clients that an operator can set up: `google`, `microsoft`. */
export const oauthClients: readonly string[] = [
  ...new Set(providers.flatMap(({ access }) => access.flatMap(({ oauth }) => oauth?.client ?? []))),
];

const byDomain = new Map(
  providers.flatMap((provider) => provider.domains.map((domain) => [domain, provider])),
);
const byMx = new Map(
  providers.flatMap((provider) => (provider.mx ?? []).map((suffix) => [suffix, provider])),
);

/**
 * The provider of an address or of a bare domain; undefined when we do not know it.
 *
 * @example
 * providerOf('ana@GMail.com')?.id; // 'gmail'
 */
export function providerOf(address: string): Provider | undefined {
  return byDomain.get(domainOf(address));
}

/**
 * The provider whose mail server this is, by the longest ending of the name that we know.
 *
 * @example
 * providerOfMx('alt1.aspmx.l.google.com.')?.id; // 'google-workspace'
 */
export function providerOfMx(host: string): Provider | undefined {
  let rest = host.toLowerCase().replace(/\.$/, '');
  while (rest !== '') {
    const found = byMx.get(rest);
    if (found !== undefined) return found;
    const dot = rest.indexOf('.');
    rest = dot === -1 ? '' : rest.slice(dot + 1);
  }
  return undefined;
}

/**
 * Providers by a part of their name or domains, or by an address as far as it is typed.
 *
 * @param own Providers beside ours; they come first.
 * @example
 * searchProviders('ana@hotm').map(({ id }) => id); // ['outlook']
 */
export function searchProviders(query: string, own: readonly Provider[] = []): readonly Provider[] {
  const all = [...own, ...providers];
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return all;
  if (wanted.includes('@')) {
    const domain = domainOf(wanted);
    const exact = all.find(({ domains }) => domains.includes(domain));
    if (exact !== undefined) return [exact];
    return domain === ''
      ? []
      : all.filter(({ domains }) => domains.some((known) => known.startsWith(domain)));
  }
  return all.filter(
    ({ name, aliases = [], domains }) =>
      [name, ...aliases].some((one) => one.toLowerCase().includes(wanted)) ||
      domains.some((domain) => domain.includes(wanted)),
  );
}

function domainOf(address: string): string {
  return address
    .slice(address.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase()
    .replace(/\.$/, '');
}
