import metadata from 'libphonenumber-js/max/metadata';

/**
 * What the numbers of one region look like, out of Google's table (libphonenumber) in the compact form of
 * libphonenumber-js, whose METADATA.md names the places in a row.
 */
export interface NumberingPlan {
  /** ISO 3166-1 in capitals; `undefined` where the calling code belongs to no region. */
  readonly region: string | undefined;
  /** Digits: `49`. */
  readonly callingCode: string;
  /** What is dialled there before a country code. */
  readonly exit: Prefix | undefined;
  /** What is dialled there before a national number, or catches a local number that wants its area code. */
  readonly trunk: Prefix | undefined;
  /** The replacement for what `trunk` captured. */
  readonly completed: string | undefined;
  readonly pattern: RegExp;
  readonly lengths: readonly number[];
  /** How numbers begin that are this region's, among those with its calling code. */
  readonly leading: RegExp | undefined;
  /** Each kind of number: fixed line, mobile, freephone and so on. */
  readonly kinds: readonly { readonly pattern: string; readonly lengths: readonly number[] }[];
  /** One pattern for all kinds of numbers that have so many digits, made when first needed. */
  readonly byLength: RegExp[];
}

/** Text where it is digits only, as most are: comparing is cheaper than matching. */
export type Prefix = string | RegExp;

/** The plan of a region (ISO 3166-1 in capitals), `undefined` where it has none. */
export function planOf(region: string): NumberingPlan | undefined {
  const known = plans.get(region);
  if (known !== undefined) return known;
  const row: unknown = Object.hasOwn(countries, region) ? countries[region] : undefined;
  return Array.isArray(row) ? remembered(region, row) : undefined;
}

/** The plans of the regions that share a calling code, the main one first; empty where nobody has the code. */
export function plansAt(callingCode: string): readonly NumberingPlan[] {
  const known = sharers.get(callingCode);
  if (known !== undefined) return known;
  const regions = Object.hasOwn(codes, callingCode) ? (codes[callingCode] ?? []) : [];
  const found = regions.flatMap((region) => planOf(region) ?? []);
  sharers.set(callingCode, found);
  return found;
}

/** The plan of a calling code that belongs to no region, for example 800, freephone everywhere. */
export function placelessPlan(callingCode: string): NumberingPlan | undefined {
  const known = plans.get(callingCode);
  if (known !== undefined) return known;
  const row: unknown = Object.hasOwn(placeless, callingCode) ? placeless[callingCode] : undefined;
  return Array.isArray(row) ? remembered(callingCode, row) : undefined;
}

/** Whether the plan has such a number, of any kind. */
export function isAssigned(national: string, plan: NumberingPlan): boolean {
  const known = plan.byLength[national.length];
  if (known !== undefined) return known.test(national);
  const kinds = plan.kinds.filter(({ lengths }) => lengths.includes(national.length));
  // An empty class matches nothing.
  const any = kinds.length === 0 ? '[]' : kinds.map(({ pattern }) => pattern).join('|');
  const made = new RegExp(`^(?=(?:${plan.pattern.source})$)(?:${any})$`);
  plan.byLength[national.length] = made;
  return made.test(national);
}

const countries: Readonly<Record<string, unknown>> = metadata.countries;
const codes: Readonly<Record<string, readonly string[]>> = metadata.country_calling_codes;
const placeless: Readonly<Record<string, unknown>> = metadata.nonGeographic;

const plans = new Map<string, NumberingPlan>();
const sharers = new Map<string, readonly NumberingPlan[]>();

function remembered(name: string, row: readonly unknown[]): NumberingPlan {
  const lengths = list(row[3]).map(Number);
  const trunk = written(row[7]) ?? written(row[5]);
  const leading = written(row[10]);
  const plan: NumberingPlan = {
    region: name.length === 2 && name > '9' ? name : undefined,
    callingCode: written(row[0]) ?? '',
    exit: prefix(written(row[1])),
    trunk: prefix(trunk),
    completed: written(row[8]),
    pattern: new RegExp(`^(?:${written(row[2]) ?? '[]'})$`),
    lengths,
    leading: leading === undefined ? undefined : new RegExp(`^(?:${leading})`),
    kinds: list(row[11]).flatMap((kind) => {
      const [pattern, own] = list(kind);
      const source = written(pattern);
      // A kind without lengths of its own has those of the plan.
      const digits = Array.isArray(own) ? list(own).map(Number) : lengths;
      return source === undefined ? [] : [{ pattern: source, lengths: digits }];
    }),
    byLength: [],
  };
  plans.set(name, plan);
  return plan;
}

function written(place: unknown): string | undefined {
  return typeof place === 'string' && place !== '' ? place : undefined;
}

function list(place: unknown): readonly unknown[] {
  return Array.isArray(place) ? place : [];
}

function prefix(pattern: string | undefined): Prefix | undefined {
  if (pattern === undefined || /^\d+$/.test(pattern)) return pattern;
  return new RegExp(`^(?:${pattern})`);
}
