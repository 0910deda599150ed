/** Why a contact looks made up, together with others of its book; stable codes. */
export type SweepReason = 'number_run' | 'address_sweep';

/** What of a contact shows it. */
export interface SweepFacts {
  readonly name: string;
  readonly emails: readonly string[];
  /** E.164. */
  readonly phones: readonly string[];
}

/** So many numbers among a hundred neighbours, by contacts of whom nothing else is known. */
const runOf = 30;
const runSpan = 100;
/** So many with the same step between them, however wide. */
const stepsOf = 20;
/** So many that no company is: then it does not matter what else is known. */
const flood = 300;
const floodSpan = 600;

/**
 * The contacts of a book that were made by counting or by combining, rather than known: numbers in a row, `first.last@` of
 * many first and many last names at one domain, names of a dictionary, counted or random addresses at one domain.
 *
 * A company whose people have neighbouring numbers and a name or address each is none of these, nor is a village whose
 * numbers begin alike.
 *
 * @returns the reason by the contact's place among `contacts`
 * @example findSweeps([{ name: '', emails: [], phones: ['+4790000000'] }]) // an empty map
 */
export function findSweeps(contacts: readonly SweepFacts[]): ReadonlyMap<number, SweepReason> {
  const found = new Map<number, SweepReason>();
  if (contacts.length < stepsOf) return found;
  for (const at of numberRuns(contacts)) found.set(at, 'number_run');
  for (const at of addressSweeps(contacts)) if (!found.has(at)) found.set(at, 'address_sweep');
  return found;
}

interface Counted {
  readonly at: number;
  readonly number: number;
}

function numberRuns(contacts: readonly SweepFacts[]): Set<number> {
  const all: Counted[] = [];
  const bare: Counted[] = [];
  for (const [at, { name, emails, phones }] of contacts.entries()) {
    for (const phone of phones) {
      const number = Number(phone.slice(1));
      if (!Number.isSafeInteger(number)) continue;
      all.push({ at, number });
      if (emails.length === 0 && !hasOwnName(name, [])) bare.push({ at, number });
    }
  }
  return new Set([...dense(bare, runOf, runSpan), ...stepped(bare), ...dense(all, flood, floodSpan)]);
}

/** Those that stand with `count` others, of other contacts, within `span`. */
function dense(counted: readonly Counted[], count: number, span: number): number[] {
  const found: number[] = [];
  const sorted = distinct(counted);
  for (let first = 0, marked = 0; first + count <= sorted.length; first++) {
    const last = first + count - 1;
    if ((sorted[last]?.number ?? 0) - (sorted[first]?.number ?? 0) >= span) continue;
    for (let at = Math.max(first, marked); at <= last; at++) found.push(sorted[at]?.at ?? 0);
    marked = last + 1;
  }
  return found;
}

/** Those that stand in a row with the same step between each two. */
function stepped(counted: readonly Counted[]): number[] {
  const found: number[] = [];
  const sorted = distinct(counted);
  let from = 0;
  for (let at = 1; at <= sorted.length; at++) {
    const step = gap(sorted, at);
    if (at - from > 1 && step === gap(sorted, at - 1)) continue;
    if (at - from >= stepsOf) for (let one = from; one < at; one++) found.push(sorted[one]?.at ?? 0);
    from = at - 1;
  }
  return found;
}

function gap(sorted: readonly Counted[], at: number): number | undefined {
  const [one, other] = [sorted[at - 1], sorted[at]];
  return one === undefined || other === undefined ? undefined : other.number - one.number;
}

function distinct(counted: readonly Counted[]): Counted[] {
  return [...new Map(counted.map((one) => [one.number, one])).values()].sort((a, b) => a.number - b.number);
}

interface Address {
  readonly at: number;
  readonly local: string;
  /** The contact's name says something that the address does not. */
  readonly isNamed: boolean;
  /** It has a first and a last name at least, as `James Martin <jamesmartin@…>` has. */
  readonly hasParts: boolean;
}

/** So many first names and last names, each with so many of the others and half of all pairs, are combined by no company. */
const crossing = { count: 60, each: 4, share: 0.5 } as const;
/** So many words at one domain, and hardly anything else there: mail of the many has dots and digits among them. */
const dictionaryOf = 100;
const dictionaryShare = 0.75;

function addressSweeps(contacts: readonly SweepFacts[]): Set<number> {
  const byDomain = new Map<string, Address[]>();
  for (const [at, { name, emails }] of contacts.entries()) {
    for (const email of emails) {
      const split = email.lastIndexOf('@');
      const local = email.slice(0, split).toLowerCase().split('+', 1)[0] ?? '';
      const domain = email.slice(split + 1).toLowerCase();
      const address = {
        at,
        local,
        isNamed: hasOwnName(name, [email]),
        hasParts: wordsOf(name).length >= 2,
      };
      const same = byDomain.get(domain);
      if (same === undefined) byDomain.set(domain, [address]);
      else same.push(address);
    }
  }
  const found = new Set<number>();
  for (const addresses of byDomain.values()) {
    if (addresses.length < stepsOf) continue;
    const unnamed = addresses.filter(({ isNamed }) => !isNamed);
    for (const at of crossed(addresses)) found.add(at);
    for (const at of numbered(unnamed, runOf, runSpan)) found.add(at);
    for (const at of numbered(addresses, flood, floodSpan)) found.add(at);
    const bare = unnamed.filter(({ hasParts }) => !hasParts);
    for (const at of alike(bare, isWord, Math.max(dictionaryOf, dictionaryShare * bare.length)))
      found.add(at);
    for (const at of alike(unnamed, isProbe, runOf)) found.add(at);
  }
  return found;
}

/** Every first name with every last name, or half of it. */
function crossed(addresses: readonly Address[]): number[] {
  const pairs = addresses.flatMap(({ at, local }) => {
    const [first, last, ...more] = local.split(/[._-]/);
    return first && last && more.length === 0 ? [{ at, first, last }] : [];
  });
  const firsts = new Set(pairs.map(({ first }) => first)).size;
  const lasts = new Set(pairs.map(({ last }) => last)).size;
  const count = new Set(pairs.map(({ first, last }) => `${first} ${last}`)).size;
  const isCrossed =
    count >= crossing.count &&
    count >= crossing.each * firsts &&
    count >= crossing.each * lasts &&
    count >= crossing.share * firsts * lasts;
  return isCrossed ? pairs.map(({ at }) => at) : [];
}

/** `user001@` to `user099@`: the same letters around a number that counts. */
function numbered(addresses: readonly Address[], count: number, span: number): number[] {
  const rows = new Map<string, Counted[]>();
  for (const { at, local } of addresses) {
    const [, before = '', digits = '', after = ''] = /^(\D*)(\d{1,12})(\D*)$/.exec(local) ?? [];
    if (digits === '') continue;
    const key = `${before} ${after}`;
    const row = rows.get(key) ?? [];
    row.push({ at, number: Number(digits) });
    rows.set(key, row);
  }
  return [...rows.values()].flatMap((row) => dense(row, count, span));
}

function isWord(local: string): boolean {
  return /^[a-z]{2,12}$/.test(local);
}

/** Letters and digits by turns: nobody's address, tried to see whether the domain takes everything. */
function isProbe(local: string): boolean {
  return local.length >= 8 && (local.match(/[a-z](?=\d)|\d(?=[a-z])/g)?.length ?? 0) >= 3;
}

function alike(addresses: readonly Address[], fits: (local: string) => boolean, least: number): number[] {
  const same = addresses.filter(({ local }) => fits(local));
  return same.length < least ? [] : same.map(({ at }) => at);
}

/** Whether a name says more than the contact's addresses do, and more than a number or a counter. */
function hasOwnName(name: string, emails: readonly string[]): boolean {
  const said = emails.join(' ').toLowerCase();
  return wordsOf(name).some((word) => !said.includes(word));
}

/** The words of a name that may be names. */
function wordsOf(name: string): string[] {
  const words = name.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
  return words.filter((word) => !counters.has(word));
}

const counters = new Set(
  'contact kontakt user number nummer phone test name unknown unbekannt person lead'.split(' '),
);
