import { century, type DateOrder, date, parseDate } from './date.ts';

/**
 * A date with the month as a word, in the languages of most tables: `22. März 1980`, `March 22, 1980`, `3 abr 1980`; or
 * in numbers, as `parseDate` reads it.
 *
 * @example parseWrittenDate('22 de marzo de 1980') // '1980-03-22'
 */
export function parseWrittenDate(text: string, order: DateOrder = 'day-first'): string | undefined {
  const numeric = parseDate(text, order);
  if (numeric !== undefined || text.length > 60) return numeric;
  const values: number[] = [];
  const widths: number[] = [];
  let month: number | undefined;
  let era: number | undefined;
  for (const token of text
    .normalize('NFKC')
    .toLowerCase()
    .match(/\d+|[\p{L}\p{M}]+/gu) ?? []) {
    if (!/^\d/.test(token)) {
      // A day of the week may look like a month: "martes 3 de abril".
      month = monthOf(token) ?? month;
      era ??= ERAS.get(token);
      continue;
    }
    if (values.length === 3) break;
    values.push(Number(token));
    widths.push(token.length);
  }
  const [first = 0, second = 0, third = 0] = values;
  if (era !== undefined) return date(era + first, second, third);
  if (month === undefined) return undefined;
  if (widths[0] === 4) return date(first, month, second);
  return date(widths[1] === 4 ? second : widths[1] === 2 ? century(second) : 0, month, first);
}

/** The year before the first of each era that living Japanese are born in. */
const ERAS: ReadonlyMap<string, number> = new Map([
  ['大正', 1911],
  ['昭和', 1925],
  ['平成', 1988],
  ['令和', 2018],
]);

/**
 * How the names of the months begin, without accents, from January on: Germanic, Romance, Slavic, Baltic, Finnic,
 * Hungarian, Turkish, Greek, Arabic, Hebrew, Hindi and Thai. The longest that fits counts: `cerven` is June in Czech,
 * `cervenec` July.
 */
const STEMS = `jan ene gen ian sty led oca tam янв січ яну ιαν يناير ינו जन มกรา sau
feb fev fèv lut uno sub helmi фев лют φεβ فبراير פבר फ กุมภา vas
mar maa mrz bre marec март бер μαρ maali مارس מרץ मार มีนา kov mart
apr abr avr kwi dub nis huhti апр кві απρ ابريل אפר अप्र เมษา bal
mai may maj mag mei kve maio touko мая маи тра μαι مايو מאי मई พฤษภา geg
jun juin giu cze cerven cervn haz kesa iun июн чер юни ιουν يونيو יוני जून มิถุนา bir
jul juil lug lip cervenec cervenc tem heina iul июл лип юли ιουλ يوليو יולי जुल กรกฎา lie
aug ago aou sie srp agu elo авг сер αυγ اغسطس אוג अग สิงหา rugp
sep set wrz zar eyl syy sze сен вер σεπ سبتمبر ספט सित กันยา rugs
oct okt ott out paz rij eki loka окт жов οκτ اكتوبر אוק अक ตุลา spa
nov lis kas marras noi ноя лис ное νοε نوفمبر נוב नव พฤศจิกา lap
dec dez dic des gru pro ara joulu дек гру δεκ ديسمبر דצמ दिस ธันวา gruo`
  .split('\n')
  .map((line) => line.split(' '));

function monthOf(word: string): number | undefined {
  const plain = word.normalize('NFD').replace(/[\u0300-\u036f\u0653-\u0655]/g, '');
  let found: number | undefined;
  let longest = 0;
  STEMS.forEach((stems, at) => {
    for (const stem of stems) {
      if (stem.length > longest && plain.startsWith(stem)) {
        found = at + 1;
        longest = stem.length;
      }
    }
  });
  return found;
}
