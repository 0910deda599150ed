/** Longer texts are cut here: what follows tells no two names apart. */
const longest = 48;

const takenA = new Uint8Array(longest);
const takenB = new Uint8Array(longest);

/**
 * How alike two texts are by Jaro and Winkler, 0 to 1; a common beginning of up to four letters counts more.
 *
 * @example jaroWinkler('martha', 'marhta') // 0.961
 */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  const lengthA = Math.min(a.length, longest);
  const lengthB = Math.min(b.length, longest);
  if (lengthA === 0 || lengthB === 0) return 0;
  const reach = Math.max(0, (Math.max(lengthA, lengthB) >> 1) - 1);
  takenA.fill(0, 0, lengthA);
  takenB.fill(0, 0, lengthB);
  let common = 0;
  for (let at = 0; at < lengthA; at++) {
    const letter = a.charCodeAt(at);
    const last = Math.min(lengthB - 1, at + reach);
    for (let other = Math.max(0, at - reach); other <= last; other++) {
      if (takenB[other] === 0 && b.charCodeAt(other) === letter) {
        takenA[at] = 1;
        takenB[other] = 1;
        common++;
        break;
      }
    }
  }
  if (common === 0) return 0;
  let moved = 0;
  let other = 0;
  for (let at = 0; at < lengthA; at++) {
    if (takenA[at] === 0) continue;
    while (takenB[other] === 0) other++;
    if (a.charCodeAt(at) !== b.charCodeAt(other)) moved++;
    other++;
  }
  const jaro = (common / lengthA + common / lengthB + (common - moved / 2) / common) / 3;
  let start = 0;
  while (start < 4 && start < lengthA && start < lengthB && a.charCodeAt(start) === b.charCodeAt(start))
    start++;
  return jaro + start * 0.1 * (1 - jaro);
}

/**
 * True where one letter more, less or other, or two neighbours in each other's place, make one text of the other
 * (Damerau's four mistakes).
 *
 * @example isOneSlip('bishop', 'bihsop') // true
 */
export function isOneSlip(a: string, b: string): boolean {
  const lengthA = a.length;
  const lengthB = b.length;
  if (Math.abs(lengthA - lengthB) > 1) return false;
  const shorter = Math.min(lengthA, lengthB);
  let start = 0;
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let end = 0;
  while (end < shorter - start && a.charCodeAt(lengthA - 1 - end) === b.charCodeAt(lengthB - 1 - end)) end++;
  const restA = lengthA - start - end;
  const restB = lengthB - start - end;
  if (restA <= 1 && restB <= 1) return true;
  return (
    restA === 2 &&
    restB === 2 &&
    a.charCodeAt(start) === b.charCodeAt(start + 1) &&
    a.charCodeAt(start + 1) === b.charCodeAt(start)
  );
}

/** The letters of a text as bits of one number; some letters share a bit. */
export function lettersOf(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at++) letters |= 1 << (text.charCodeAt(at) & 31);
  return letters;
}

/** The first four letters of a text in one number, a byte each. */
export function beginningOf(text: string): number {
  let beginning = 0;
  for (let at = 0; at < 4 && at < text.length; at++) beginning |= (text.charCodeAt(at) & 255) << (8 * at);
  return beginning;
}

/**
 * How alike two texts are at most by Jaro and Winkler, told by which letters they have and in which of the first four they
 * differ. 1 where two slips may be all that is between them.
 *
 * @example alikeAtMost(6, 5, lettersOf('martha'), lettersOf('jones'), beginningOf('martha') ^ beginningOf('jones')) // 0
 */
export function alikeAtMost(
  lengthA: number,
  lengthB: number,
  lettersA: number,
  lettersB: number,
  between: number,
): number {
  const onlyA = ones(lettersA & ~lettersB);
  const onlyB = ones(lettersB & ~lettersA);
  // A slip takes one letter away and adds one, at most.
  if (onlyA + onlyB <= 4 || lengthA > longest || lengthB > longest) return 1;
  const common = Math.min(lengthA - onlyA, lengthB - onlyB);
  if (common <= 0) return 0;
  const jaro = (common / lengthA + common / lengthB + 1) / 3;
  const start = between === 0 ? 4 : (31 - Math.clz32(between & -between)) >> 3;
  return jaro + start * 0.1 * (1 - jaro);
}

/** How many bits of a number are set. */
export function ones(bits: number): number {
  let sum = bits - ((bits >>> 1) & 0x55555555);
  sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333);
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const rows = [new Uint8Array(longest + 1), new Uint8Array(longest + 1), new Uint8Array(longest + 1)] as const;

/** The least number of such slips between two texts, or `most + 1` where it takes more than `most`. */
function slips(a: string, b: string, most: number): number {
  const lengthA = Math.min(a.length, longest);
  const lengthB = Math.min(b.length, longest);
  if (Math.abs(lengthA - lengthB) > most) return most + 1;
  let [before, last, row] = rows as readonly [Uint8Array, Uint8Array, Uint8Array];
  for (let at = 0; at <= lengthB; at++) last[at] = at;
  for (let i = 1; i <= lengthA; i++) {
    row[0] = i;
    let least = i;
    const letter = a.charCodeAt(i - 1);
    for (let j = 1; j <= lengthB; j++) {
      const other = b.charCodeAt(j - 1);
      let cost = (last[j - 1] ?? 0) + (letter === other ? 0 : 1);
      cost = Math.min(cost, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other)
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    [before, last, row] = [last, row, before];
  }
  return Math.min(last[lengthB] ?? 0, most + 1);
}

/** True for two spellings that are likely one word: a slip or two by their length, or alike by Jaro and Winkler. */
export function isCloseSpelling(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  if (shorter < 3) return false;
  if (isOneSlip(a, b)) return shorter > 3 || a.length !== b.length || isTurned(a, b);
  if (Math.abs(a.length - b.length) > 3) return false;
  if (shorter >= 5 && jaroWinkler(a, b) >= 0.9) return true;
  return shorter >= 6 && slips(a, b, 2) <= 2;
}

/** Two letters of three in each other's place; of three letters another one makes another name. */
function isTurned(a: string, b: string): boolean {
  return a.length === b.length && [...a].sort().join('') === [...b].sort().join('');
}
