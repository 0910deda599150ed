import type { Card, PostalAddress } from '../contact.ts';
import { addressText } from './address-text.ts';
import {
  addressesIn,
  categoriesIn,
  columnDate,
  genderOf,
  isBareAddress,
  isBareNumber,
  isExchangeAddress,
  lines,
  numbersIn,
  trimmedCell,
} from './csv-cells.ts';
import type { Field } from './csv-dictionary.ts';
import {
  type AddressParts,
  addValue,
  isBlank,
  keep,
  type Making,
  made,
  making,
  note,
  reset,
} from './csv-making.ts';
import type { Column, Plan } from './csv-plan.ts';
import { type Rows, rowReader } from './csv-rows.ts';
import type { DateOrder } from './date.ts';
import { labelOf } from './labels.ts';
import type { Limits } from './limits.ts';

/** Makes the cards of one file, row by row. */
export interface CardMaker {
  /**
   * The card of the row that `rows` stands at, `undefined` where it says nothing about anyone; `decoded` gives a cell
   * where each character stands for a byte, `extra` adds what is wrong with the row as a whole.
   */
  row(
    rows: Rows,
    lines: readonly [number, number],
    decoded: ((at: number) => string) | undefined,
    extra: ((one: Making) => void) | undefined,
  ): Card | undefined;
  /**
   * Says once that dates were read before it was known whether the day or the month comes first, and the other way round
   * than this row shows.
   */
  swapped(): boolean;
}

/** One column that says something, with what to do with its cells. */
interface Step {
  readonly at: number;
  readonly header: string;
  /** The label where no column gives one. */
  readonly fixed: CellLabel;
  readonly labelColumn: number;
  readonly group: number;
  readonly take: (step: Step, cell: string) => void;
  /** The last label, list of groups, gender or missing date that it met, and what that meant: most rows say the same again. */
  seen: string;
  seenLabel: CellLabel;
  seenGender: string | undefined;
  seenGroups: readonly string[];
}

/** A label as a cell gives it, for example `* Work`: the preferred one. */
interface CellLabel {
  readonly label: string | undefined;
  readonly preferred: boolean;
}

/** Compiles a plan: one step for each column that is used. `known` is the order of dates where the first rows prove it. */
export function cardMaker(plan: Plan, known: DateOrder | undefined, limits: Limits): CardMaker {
  const one = making();
  /** The addresses of the row by their group, and whether there are any. */
  const addresses: (AddressParts | undefined)[] = plan.columns.map(() => undefined);
  let begun = false;
  let lists = false;
  /** Whether the text at hand joins values by ` ::: ` anywhere, and which text that was found out of. */
  let joined = false;
  let searched = '';
  /** The text has returns that end no line. */
  let returns = false;
  let order = known ?? plan.order;
  let orderKnown = known !== undefined;
  let unsure = 0;
  let wrong = false;
  let rows: Rows = rowReader({ delimiter: ',', newline: '\n' }, 1, 1);
  let decoded: ((at: number) => string) | undefined;
  /** Where the cell at hand stands in the text of the rows; 0 and 0 where it does not as it is. */
  let from = 0;
  let to = 0;

  function text(at: number): string {
    return decoded === undefined ? rows.cell(at) : decoded(at);
  }

  /** The label of a cell that holds one value. */
  function labelFor(step: Step): CellLabel {
    const at = step.labelColumn;
    if (at < 0) return step.fixed;
    if (decoded === undefined && at < rows.count) {
      const start = rows.starts[at] ?? 0;
      const { seen } = step;
      if ((rows.ends[at] ?? 0) - start === seen.length && rows.source.startsWith(seen, start))
        return step.seenLabel;
    }
    const cell = text(at);
    step.seen = cell;
    step.seenLabel = labelIn(cell.trim());
    return step.seenLabel;
  }

  /** The values of a cell with their labels; Google joins several by ` ::: `, labels alike. */
  function each(step: Step, cell: string, take: (value: string, label: CellLabel) => void): void {
    if (!joined || !cell.includes(' ::: ')) {
      take(cell, labelFor(step));
      return;
    }
    const names = step.labelColumn < 0 ? undefined : text(step.labelColumn).trim().split(' ::: ');
    cell.split(' ::: ').forEach((part, at) => {
      const value = part.trim();
      if (value !== '')
        take(value, names === undefined ? step.fixed : labelIn((names[at] ?? names[0] ?? '').trim()));
    });
  }

  function email(cell: string, { label, preferred }: CellLabel, step: Step, bare: boolean): void {
    if (bare || isBareAddress(cell, 0, cell.length)) {
      addEmail(cell, label, preferred);
      return;
    }
    if (isExchangeAddress(cell)) {
      keep(one, cell, step.header);
      return;
    }
    for (const part of addressesIn(cell)) {
      const { address, name } = addressText(part);
      if (address === '') continue;
      addEmail(address, label, preferred);
      if (name !== '' && one.full === '' && one.given === '' && one.family === '') one.full = name;
    }
  }

  function addEmail(value: string, label: string | undefined, preferred: boolean): void {
    one.emails = addValue(one.emails, value, label, preferred ? one.preferredEmails++ : -1);
  }

  function phone(cell: string, { label, preferred }: CellLabel, step: Step): void {
    const numbers = numbersIn(cell);
    if (numbers === undefined) {
      note(one, limits, 'phone.invalid', step.header, cell);
      keep(one, cell, step.header);
      return;
    }
    for (const value of numbers) addPhone(value, label, preferred);
  }

  function addPhone(value: string, label: string | undefined, preferred: boolean): void {
    one.phones = addValue(one.phones, value, label, preferred ? one.preferredPhones++ : -1);
  }

  function when(cell: string, step: Step): string | undefined {
    if (cell === step.seen || isNoDate(cell)) {
      step.seen = cell;
      return undefined;
    }
    const found = columnDate(cell, order);
    if (found.shows !== undefined && !orderKnown) {
      wrong = unsure > 0 && found.shows !== order;
      order = found.shows;
      orderKnown = true;
    } else if (found.unsure && !orderKnown) unsure++;
    if (found.date === undefined) {
      note(one, limits, 'date.invalid', step.header, cell);
      keep(one, cell, step.header);
    }
    return found.date;
  }

  /** The address of the row that a column is part of. */
  function addressOf(step: Step): AddressParts {
    const before = addresses[step.group];
    if (before !== undefined) return before;
    const address: AddressParts = {};
    // Several labels stay as they are until the parts of the address say how many there are.
    const several = joined && step.labelColumn >= 0 ? text(step.labelColumn).trim() : '';
    const label = several.includes(' ::: ') ? several : labelFor(step).label;
    if (label !== undefined) address.label = label;
    addresses[step.group] = address;
    begun = true;
    if (one.addresses === undefined) one.addresses = [address];
    else one.addresses.push(address);
    return address;
  }

  function part(cell: string): string {
    if (joined && cell.includes(' ::: ')) lists = true;
    return cell;
  }

  // One function for each, so that each knows its property when it is compiled.
  const takes: Readonly<Record<Exclude<Field, 'skip' | 'label'>, Step['take']>> = {
    full: (_, cell) => {
      if (one.full === '') one.full = cell;
    },
    given: (_, cell) => {
      if (one.given === '') one.given = cell;
    },
    middle: (_, cell) => {
      if (one.middle === '') one.middle = cell;
    },
    family: (_, cell) => {
      if (one.family === '') one.family = cell;
    },
    prefix: (_, cell) => {
      if (one.prefix === '') one.prefix = cell;
    },
    suffix: (_, cell) => {
      if (one.suffix === '') one.suffix = cell;
    },
    phoneticGiven: (_, cell) => {
      if (one.phoneticGiven === '') one.phoneticGiven = cell;
    },
    phoneticMiddle: (_, cell) => {
      if (one.phoneticMiddle === '') one.phoneticMiddle = cell;
    },
    phoneticFamily: (_, cell) => {
      if (one.phoneticFamily === '') one.phoneticFamily = cell;
    },
    phonetic: (_, cell) => {
      if (one.phonetic === '') one.phonetic = cell;
    },
    birthYear: (_, cell) => {
      if (one.birthYear === '') one.birthYear = cell;
    },
    birthMonth: (_, cell) => {
      if (one.birthMonth === '') one.birthMonth = cell;
    },
    birthDay: (_, cell) => {
      if (one.birthDay === '') one.birthDay = cell;
    },
    nickname: (_, cell) => {
      if (one.nicknames === undefined) one.nicknames = [cell];
      else if (!one.nicknames.includes(cell)) one.nicknames.push(cell);
    },
    email: (step, cell) => {
      const bare = isBareAddress(rows.source, from, to);
      if (bare || !joined || !cell.includes(' ::: ')) email(cell, labelFor(step), step, bare);
      else each(step, cell, (value, label) => email(value, label, step, false));
    },
    phone: (step, cell) => {
      if (isBareNumber(rows.source, from, to)) {
        const { label, preferred } = labelFor(step);
        addPhone(cell, label, preferred);
      } else each(step, cell, (value, label) => phone(value, label, step));
    },
    url: (step, cell) =>
      each(step, cell, (value, { label }) => {
        one.urls = addValue(one.urls, value, label);
      }),
    im: (step, cell) =>
      each(step, cell, (value, { label }) => {
        one.ims = addValue(one.ims, value, label?.toLowerCase());
      }),
    relation: (step, cell) =>
      each(step, cell, (value, { label }) => {
        one.relations = addValue(one.relations, value, label?.toLowerCase());
      }),
    custom: (step, cell) => each(step, cell, (value, { label }) => keep(one, value, label ?? step.header)),
    event: (step, cell) =>
      each(step, cell, (value, { label }) => {
        const anniversary =
          label?.toLowerCase() === 'anniversary' ? columnDate(value, order).date : undefined;
        if (anniversary !== undefined) one.anniversary ??= anniversary;
        else keep(one, value, label ?? step.header);
      }),
    birthday: (step, cell) => {
      one.birthday ??= when(cell, step);
    },
    anniversary: (step, cell) => {
      one.anniversary ??= when(cell, step);
    },
    gender: (step, cell) => {
      if (cell !== step.seen) {
        step.seen = cell;
        step.seenGender = genderOf(cell);
      }
      one.gender ??= step.seenGender;
    },
    street: (step, cell) => {
      const address = addressOf(step);
      const { street } = address;
      address.street = street === undefined ? part(cell) : `${street}\n${part(cell)}`;
    },
    extended: (step, cell) => {
      addressOf(step).extended ??= part(cell);
    },
    poBox: (step, cell) => {
      addressOf(step).poBox ??= part(cell);
    },
    city: (step, cell) => {
      addressOf(step).city ??= part(cell);
    },
    region: (step, cell) => {
      addressOf(step).region ??= part(cell);
    },
    postcode: (step, cell) => {
      addressOf(step).postcode ??= part(cell);
    },
    country: (step, cell) => {
      addressOf(step).country ??= part(cell);
    },
    formatted: (step, cell) => {
      addressOf(step).formatted ??= part(cell);
    },
    address: (step, cell) => takes.formatted(step, cell),
    organisation: (_, cell) => organisation(one, 'name', cell),
    department: (_, cell) => organisation(one, 'department', cell),
    jobTitle: (_, cell) => {
      one.titles ??= [];
      for (const title of joined ? cell.split(' ::: ') : [cell])
        if (!one.titles.includes(title)) one.titles.push(title);
    },
    note: (_, cell) => {
      if (one.notes === undefined) one.notes = [cell];
      else one.notes.push(cell);
    },
    category: (step, cell) => {
      if (cell !== step.seen) {
        step.seen = cell;
        step.seenGroups = categoriesIn(cell);
      }
      const found = step.seenGroups;
      if (found.length === 0) return;
      one.categories = one.categories === undefined ? found : [...new Set([...one.categories, ...found])];
    },
    photo: (_, cell) => {
      if (/^https?:\/\/[^\s/]/i.test(cell)) one.photo ??= { kind: 'url', url: cell };
    },
    uid: (_, cell) => {
      one.uid ??= cell;
    },
    other: (step, cell) => keep(one, cell, step.header.trim() === '' ? `column ${step.at + 1}` : step.header),
    // Settled before a plan is made; a plan of the owner's may still say so.
    name: (step, cell) => takes.full(step, cell),
    title: (step, cell) => takes.prefix(step, cell),
    profession: (step, cell) => keep(one, cell, step.header),
  };

  const steps = plan.columns.flatMap((column, at): Step[] =>
    column.field === 'skip' || column.field === 'label' ? [] : [step(column, at, takes[column.field])],
  );

  return {
    row(row, place, decode, extra) {
      reset(one, place[0]);
      if (begun) addresses.fill(undefined);
      begun = false;
      lists = false;
      rows = row;
      decoded = decode;
      // Few files join values; one look at the text they stand in saves a look at every cell.
      if (row.unclosed) joined = true;
      else if (row.source !== searched) {
        searched = row.source;
        joined = searched.includes(' ::: ');
        returns = /\r(?!\n)/.test(searched);
      }
      const broken = returns || row.unclosed || place[1] > place[0];
      const { source, starts, ends, doubled, count } = row;
      for (let index = 0; index < steps.length; index++) {
        const step = steps[index];
        if (step === undefined || step.at >= count) break;
        const { at } = step;
        from = starts[at] ?? 0;
        to = ends[at] ?? 0;
        if (from === to) continue;
        const first = source.charCodeAt(from);
        const last = source.charCodeAt(to - 1);
        let cell: string;
        if (
          decode === undefined &&
          doubled[at] === 0 &&
          first > 0x20 &&
          first < 0xa0 &&
          first !== 0x27 &&
          first !== 0x3d &&
          last > 0x20 &&
          last < 0xa0
        )
          cell = source.slice(from, to);
        else {
          cell = trimmedCell(text(at));
          if (cell === '') continue;
          from = 0;
          to = 0;
        }
        if (broken && cell.includes('\r')) {
          cell = lines(cell);
          from = 0;
          to = 0;
        }
        if (cell.length > limits.field) note(one, limits, 'field.too_large', step.header);
        else step.take(step, cell);
      }
      if (one.birthMonth !== '' && one.birthDay !== '') birthdayInParts(one, limits);
      if (lists && one.addresses !== undefined) one.addresses = one.addresses.flatMap(listed);
      extra?.(one);
      return isBlank(one) ? undefined : made(one, place, limits);
    },
    swapped() {
      const now = wrong;
      wrong = false;
      return now;
    },
  };
}

function step({ header, label, labelColumn, group }: Column, at: number, take: Step['take']): Step {
  const fixed = { label, preferred: false };
  const seen = { seen: '', seenLabel: NO_LABEL, seenGender: undefined, seenGroups: [] };
  return { at, header, fixed, labelColumn, group, take, ...seen };
}

const NO_LABEL: CellLabel = { label: undefined, preferred: false };

function labelIn(cell: string): CellLabel {
  return { label: labelOf(cell.replace(/\r\n?/g, '\n')), preferred: cell.startsWith('*') };
}

/** Outlook's `0/0/00`, and what others write where there is no date. */
function isNoDate(cell: string): boolean {
  return cell.charCodeAt(0) <= 0x30 && /^[0\s/.-]+$/.test(cell);
}

function birthdayInParts(one: Making, limits: Limits): void {
  const { birthYear, birthMonth, birthDay } = one;
  const year = birthYear.padStart(4, '0');
  const found = columnDate(
    `${year}-${birthMonth.padStart(2, '0')}-${birthDay.padStart(2, '0')}`,
    'day-first',
  ).date;
  if (found === undefined)
    note(one, limits, 'date.invalid', 'birthday', `${birthYear}-${birthMonth}-${birthDay}`);
  else one.birthday = found;
}

/** One address, or as many as ` ::: ` says. */
function listed(address: AddressParts): AddressParts[] {
  let count = 1;
  for (const [name, value] of Object.entries(address))
    if (name !== 'label' && value?.includes(' ::: ')) count = Math.max(count, value.split(' ::: ').length);
  if (count === 1) return [address];
  return Array.from({ length: Math.min(count, 20) }, (_, at) => {
    const one: AddressParts = {};
    for (const key of Object.keys(address)) {
      // Safe: the keys of a postal address are read from one.
      const name = key as keyof PostalAddress;
      const pieces = (address[name] ?? '').split(' ::: ');
      const text = name === 'label' ? labelOf(pieces[at] ?? pieces[0] ?? '') : pieces[at]?.trim();
      if (text) one[name] = text;
    }
    return one;
  }).filter((one) => Object.keys(one).some((name) => name !== 'label'));
}

function organisation(one: Making, key: 'name' | 'department', cell: string): void {
  if (one.organisations === undefined) {
    one.organisations = [key === 'name' ? { name: cell } : { department: cell }];
    return;
  }
  const last = one.organisations.at(-1);
  if (last !== undefined && last[key] === undefined)
    one.organisations[one.organisations.length - 1] = { ...last, [key]: cell };
  else one.organisations.push({ [key]: cell });
}
