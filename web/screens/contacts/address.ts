import type { ContactFilter } from '../../api/contact-types.ts';

const names = [
  'search',
  'label',
  'source',
  'import',
  'organisation',
  'city',
  'has',
  'onNetwork',
  'favourite',
  'trash',
] as const;

export type FilterName = (typeof names)[number];
type Query = Readonly<Record<string, string>>;

export const sorts = ['name', 'added', 'written'] as const;
export type Sort = (typeof sorts)[number];

/** What the URL asks for; of what it cannot mean, nothing. */
export function filterOf(query: Query): ContactFilter {
  const given = names.flatMap((name) => {
    const value = query[name] ?? '';
    const known =
      name === 'onNetwork'
        ? value === 'true' || value === 'false'
        : isFlag(name)
          ? value === 'true'
          : value !== '';
    return known ? [[name, value] as const] : [];
  });
  return Object.fromEntries(given);
}

function isFlag(name: FilterName): boolean {
  return name === 'favourite' || name === 'trash';
}

export function sortOf(query: Query): Sort {
  return sorts.find((one) => one === query.sort) ?? 'name';
}

/** The address of `path` with the same query but for some of it. */
export function address(
  path: string,
  query: Query,
  change: Readonly<Partial<Record<FilterName | 'sort', string | undefined>>>,
): string {
  const kept = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...change }))
    if (value !== undefined && value !== '') kept.set(name, value);
  const search = kept.toString();
  return search === '' ? path : `${path}?${search}`;
}
