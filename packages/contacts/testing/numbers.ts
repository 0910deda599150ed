import metadata from 'libphonenumber-js/max/metadata';
import { type Random, random } from './random.ts';

/** A number as somebody wrote it, and the region they dialled from. */
export interface WrittenNumber {
  readonly text: string;
  readonly region: string;
}

const regions: ReadonlyMap<string, unknown> = new Map(Object.entries(metadata.countries));

/** The regions whose numbers fill most address books here, for a mix that a book could hold. */
const COMMON =
  'US GB DE FR ES IT BR NL SE DK FI PL CZ HU TR VN NG RU UA GR EG IL IN CN JP KR TH CA AT CH MX AU';

/**
 * So many numbers, the same for the same seed, each matching the plan of its region or missing it by a little.
 *
 * `everywhere` draws on all regions alike and on every way of dialling, also wrong ones; otherwise the numbers are
 * those of a book: national and international, spaced, bare, with `00`, `(0)` and extensions, 2 % none at all.
 *
 * @example generateNumbers({ seed: 1, count: 1000 })
 */
export function generateNumbers(options: {
  readonly seed: number;
  readonly count: number;
  readonly everywhere?: boolean;
}): WrittenNumber[] {
  const chance = random(options.seed);
  const names = options.everywhere === true ? [...regions.keys()] : COMMON.split(' ');
  const numbers: WrittenNumber[] = [];
  for (let at = 0; at < options.count; at++) {
    const region = chance.pick(names);
    const plan = planOf(region);
    numbers.push(
      options.everywhere === true
        ? { text: dialled(chance, plan), region: chance.chance(0.7) ? region : chance.pick(names) }
        : { text: written(chance, plan), region },
    );
  }
  return numbers;
}

interface Plan {
  readonly code: string;
  readonly exit: string;
  readonly pattern: string;
  readonly trunk: string;
  readonly trunkPattern: string;
  readonly kinds: readonly string[];
}

/** The places of a row by METADATA.md of libphonenumber-js. */
function planOf(region: string): Plan {
  const row = list(regions.get(region));
  const [code, exit, pattern, , , trunk, , trunkPattern] = row.map((place) =>
    typeof place === 'string' ? place : '',
  );
  const kinds = list(row[11]).flatMap((kind) => {
    const [first] = list(kind);
    return typeof first === 'string' && first !== '' ? [first] : [];
  });
  return {
    code: code ?? '',
    exit: exit ?? '',
    pattern: pattern ?? '',
    trunk: trunk ?? '',
    trunkPattern: trunkPattern || (trunk ?? ''),
    kinds,
  };
}

function list(place: unknown): readonly unknown[] {
  return Array.isArray(place) ? place : [];
}

/** Bare digits in one of the ways that somebody may dial them, a tenth of them spoilt. */
function dialled(chance: Random, plan: Plan): string {
  let national = chance.chance(0.8)
    ? matching(chance, chance.pick(plan.kinds))
    : chance.chance(0.5)
      ? matching(chance, plan.pattern)
      : chance.digits(chance.int(2, 16));
  if (chance.chance(0.1)) {
    const at = chance.int(0, national.length - 1);
    national = `${national.slice(0, at)}${chance.int(0, 9)}${national.slice(at + chance.int(0, 1))}`;
  }
  const ways = [
    () => national,
    () => matching(chance, plan.trunkPattern) + national,
    () => plan.trunk + national,
    () => `+${plan.code}${national}`,
    () => `+${plan.code}${plan.trunk}${national}`,
    () => `00${plan.code}${national}`,
    () => plan.code + national,
    () => matching(chance, plan.exit) + plan.code + national,
  ];
  return chance.pick(ways)();
}

/** A number with the signs that people put between its digits. */
function written(chance: Random, plan: Plan): string {
  // Mobile numbers come second among the kinds.
  const [fixed = '', mobile = fixed] = plan.kinds;
  const national = matching(
    chance,
    chance.chance(0.65) ? mobile : chance.chance(0.9) ? fixed : chance.pick(plan.kinds),
  );
  const way = chance.next();
  if (way < 0.42) return plan.trunk + spaced(chance, national);
  if (way < 0.62) return `+${plan.code} ${spaced(chance, national)}`;
  if (way < 0.77) return `+${plan.code}${national}`;
  if (way < 0.84) return `00${plan.code}${spaced(chance, national)}`;
  if (way < 0.93) return plan.trunk + national;
  if (way < 0.96) return `+${plan.code} (0) ${spaced(chance, national)}`;
  if (way < 0.98)
    return `+${plan.code} ${spaced(chance, national)} ${chance.pick(['ext.', 'x', 'ext'])} ${chance.digits(2)}`;
  return chance.pick(['n/a', 'see notes', '12', '+', 'ask Ana', '000000', '1234567890123456789', '?']);
}

function spaced(chance: Random, digits: string): string {
  const sign = chance.pick([' ', ' ', ' ', '-', '.', '/']);
  const first = Math.min(3, digits.length);
  const area = chance.chance(0.2) ? `(${digits.slice(0, first)})` : digits.slice(0, first);
  const rest = digits.slice(first).replace(/\d{3}(?=\d{2})/g, (group) => group + sign);
  return `${area}${sign}${rest}`;
}

/** Text that a pattern of the metadata matches; these hold digits, classes, groups, `?` and `{}` only. */
function matching(chance: Random, pattern: string): string {
  let at = 0;
  const either = (): string => {
    const found: string[] = [];
    for (;;) {
      let text = '';
      while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') text += repeated();
      found.push(text);
      if (pattern[at] !== '|') return chance.pick(found);
      at++;
    }
  };
  const repeated = (): string => {
    const start = at;
    let text = one();
    const counts = /^(?:\?|\{(\d+)(?:,(\d+))?\})/.exec(pattern.slice(at, at + 9));
    if (counts === null) return text;
    const end = at + counts[0].length;
    const least = Number(counts[1] ?? 0);
    const most = counts[0] === '?' ? 1 : Number(counts[2] ?? least);
    const times = chance.int(least, most);
    if (times === 0) text = '';
    for (let turn = 1; turn < times; turn++) {
      at = start;
      text += one();
    }
    at = end;
    return text;
  };
  const one = (): string => {
    const letter = pattern[at++] ?? '';
    if (letter === '\\') {
      at++;
      return String(chance.int(0, 9));
    }
    if (letter === '[') {
      const end = pattern.indexOf(']', at);
      const digits = members(pattern.slice(at, end));
      at = end + 1;
      return chance.pick(digits);
    }
    if (letter === '(') {
      if (pattern.startsWith('?:', at)) at += 2;
      const text = either();
      at++;
      return text;
    }
    return letter === '$' ? '' : letter;
  };
  return either();
}

/** The digits of a class such as `02-46`. */
function members(body: string): string[] {
  const digits: string[] = [];
  for (const [, from, to] of body.matchAll(/(\d)(?:-(\d))?/g)) {
    for (let digit = Number(from); digit <= Number(to ?? from); digit++) digits.push(String(digit));
  }
  return digits;
}
