import type { Card, Labelled, PostalAddress } from '../contact.ts';
import { addressText } from './address-text.ts';
import { type Column, cellLabel, type Plan } from './csv-plan.ts';
import { date } from './date.ts';
import { type Draft, draft, finished, isBlank, note } from './draft.ts';
import { labelOf } from './labels.ts';
import type { Limits } from './limits.ts';
import { parseWrittenDate } from './written-date.ts';

type Part = Exclude<keyof PostalAddress, 'label'>;
type Building = { -readonly [K in keyof PostalAddress]: PostalAddress[K] };

/** Makes a card of the cells of one row; `blank` where they say nothing about anyone. */
export function rowCard(
  cells: readonly string[],
  plan: Plan,
  lines: readonly [number, number],
  limits: Limits,
  extra: (one: Draft) => void,
): { readonly card: Card; readonly blank: boolean } {
  const one = draft();
  const groups = new Map<number, Building>();
  const born = { year: '', month: '', day: '' };
  const { columns } = plan;
  const width = Math.min(cells.length, columns.length);
  for (let at = 0; at < width; at++) {
    const raw = cells[at];
    const column = columns[at];
    if (raw === undefined || raw === '' || column === undefined) continue;
    const cell = trimmed(raw);
    if (cell === '') continue;
    if (cell.length > limits.field) note(one, limits, 'field.too_large', lines[0], column.header);
    else take(one, cell, column, at, { cells, plan, limits, line: lines[0], groups, born });
  }
  if (born.month !== '' && born.day !== '') {
    const found = date(Number(born.year) || 0, Number(born.month), Number(born.day));
    if (found === undefined)
      note(one, limits, 'date.invalid', lines[0], 'birthday', `${born.year}-${born.month}-${born.day}`);
    else one.birthday = found;
  }
  for (const address of groups.values()) addAddress(one, address);
  extra(one);
  if (
    one.full === '' &&
    one.given === '' &&
    one.family === '' &&
    one.middle === '' &&
    one.organisations.length > 0 &&
    one.nicknames.length === 0
  )
    one.kind = 'organisation';
  return { blank: isBlank(one), card: finished(one, 'csv', lines, limits) };
}

interface Row {
  readonly cells: readonly string[];
  readonly plan: Plan;
  readonly limits: Limits;
  readonly line: number;
  readonly groups: Map<number, Building>;
  readonly born: { year: string; month: string; day: string };
}

function trimmed(text: string): string {
  let cell = text;
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(cell.length - 1);
  if (first <= 0x20 || last <= 0x20 || first >= 0xa0 || last >= 0xa0) cell = cell.trim();
  // A spreadsheet's guard before a number or a formula: '+49…, ="0049…"
  if (first === 0x27 && /^'[+=@\-\d]/.test(cell)) return cell.slice(1);
  if (first === 0x3d && cell.startsWith('="') && cell.endsWith('"')) return cell.slice(2, -1);
  return cell;
}

const SIMPLE = new Set([
  'full',
  'given',
  'middle',
  'family',
  'prefix',
  'suffix',
  'phoneticGiven',
  'phoneticMiddle',
  'phoneticFamily',
  'phonetic',
]);
type Simple =
  | 'full'
  | 'given'
  | 'middle'
  | 'family'
  | 'prefix'
  | 'suffix'
  | 'phoneticGiven'
  | 'phoneticMiddle'
  | 'phoneticFamily'
  | 'phonetic';

function isSimple(field: string): field is Simple {
  return SIMPLE.has(field);
}

function take(one: Draft, cell: string, column: Column, at: number, row: Row): void {
  const { field } = column;
  if (isSimple(field)) {
    if (one[field] === '') one[field] = cell;
    return;
  }
  switch (field) {
    case 'email':
      for (const { value, label, preferred } of labelled(cell, column, row)) {
        for (const text of several(value)) {
          const { address, name } = addressText(text);
          if (address === '') continue;
          one.emails.push(
            label === undefined ? { value: address, preferred } : { value: address, label, preferred },
          );
          if (name !== '' && one.full === '' && one.given === '' && one.family === '') one.full = name;
        }
      }
      return;
    case 'phone':
      for (const { value, label, preferred } of labelled(cell, column, row)) {
        if (/^\d(?:[.,]\d+)?E\+\d+$/i.test(value)) {
          // A spreadsheet rounded the number; its last digits are gone.
          note(one, row.limits, 'phone.invalid', row.line, column.header, value);
          one.other.push({ value, label: column.header });
          continue;
        }
        for (const part of value.split(/[;\n]/)) {
          const text = part.trim();
          if (text !== '')
            one.phones.push(
              label === undefined ? { value: text, preferred } : { value: text, label, preferred },
            );
        }
      }
      return;
    case 'url':
      for (const { value, label, preferred } of labelled(cell, column, row))
        one.urls.push(label === undefined ? { value, preferred } : { value, label, preferred });
      return;
    case 'im':
      for (const { value, label } of labelled(cell, column, row))
        one.ims.push(label === undefined ? { value } : { value, label: label.toLowerCase() });
      return;
    case 'relation':
      for (const { value, label } of labelled(cell, column, row))
        one.relations.push(label === undefined ? { value } : { value, label: label.toLowerCase() });
      return;
    case 'custom':
      for (const { value, label } of labelled(cell, column, row))
        one.other.push({ value, label: label ?? column.header });
      return;
    case 'event':
      for (const { value, label } of labelled(cell, column, row)) {
        const when = parseWrittenDate(value, row.plan.order);
        if (when !== undefined && label?.toLowerCase() === 'anniversary') one.anniversary ??= when;
        else one.other.push({ value, label: label ?? column.header });
      }
      return;
    case 'birthday':
    case 'anniversary': {
      const when = parseWrittenDate(cell, row.plan.order);
      if (when !== undefined) one[field] ??= when;
      else if (!/^[0\s/.-]+$/.test(cell)) {
        note(one, row.limits, 'date.invalid', row.line, column.header, cell);
        one.other.push({ value: cell, label: column.header });
      }
      return;
    }
    case 'birthYear':
      row.born.year = cell;
      return;
    case 'birthMonth':
      row.born.month = cell;
      return;
    case 'birthDay':
      row.born.day = cell;
      return;
    case 'gender':
      one.gender ??= genderOf(cell);
      return;
    case 'street':
    case 'extended':
    case 'poBox':
    case 'city':
    case 'region':
    case 'postcode':
    case 'country':
    case 'formatted':
      address(field, cell, column, row);
      return;
    case 'organisation':
    case 'department':
      organisation(one, field, cell);
      return;
    case 'jobTitle':
      for (const title of cell.split(' ::: ')) if (!one.titles.includes(title)) one.titles.push(title);
      return;
    case 'nickname':
      if (!one.nicknames.includes(cell)) one.nicknames.push(cell);
      return;
    case 'note':
      one.notes.push(cell.replace(/\r\n?/g, '\n'));
      return;
    case 'category':
      for (const name of categories(cell)) if (!one.categories.includes(name)) one.categories.push(name);
      return;
    case 'photo':
      if (/^https?:\/\//i.test(cell)) one.photo ??= { kind: 'url', url: cell };
      return;
    case 'uid':
      one.uid ??= cell;
      return;
    case 'label':
    case 'skip':
      return;
    default:
      one.other.push({ value: cell, label: column.header === '' ? `column ${at + 1}` : column.header });
  }
}

/** The values of a cell with their labels; Google joins several by ` ::: `, labels alike. */
function labelled(
  cell: string,
  column: Column,
  row: Row,
): { value: string; label: string | undefined; preferred: boolean }[] {
  const labels = column.labelColumn < 0 ? undefined : (row.cells[column.labelColumn] ?? '').trim();
  if (!cell.includes(' ::: ')) {
    if (labels === undefined) return [{ value: cell, label: column.label, preferred: false }];
    return [{ value: cell, ...cellLabel(labels) }];
  }
  const names = labels?.split(' ::: ') ?? [];
  return cell
    .split(' ::: ')
    .map((text, at) => ({
      value: text.trim(),
      ...(labels === undefined
        ? { label: column.label, preferred: false }
        : cellLabel(names[at] ?? names[0] ?? '')),
    }))
    .filter(({ value }) => value !== '');
}

/** Several addresses in one cell, as people type them. */
function several(value: string): string[] {
  const first = value.indexOf('@');
  if (first < 0 || value.indexOf('@', first + 1) < 0 || value.includes('<')) return [value];
  return value.split(/[;,\s]+/).filter((part) => part.includes('@'));
}

function address(field: Part, cell: string, column: Column, row: Row): void {
  let known = row.groups.get(column.group);
  if (known === undefined) {
    known = {};
    row.groups.set(column.group, known);
    const label =
      column.labelColumn < 0 ? column.label : cellLabel((row.cells[column.labelColumn] ?? '').trim()).label;
    if (label !== undefined) known.label = label;
  }
  const text = cell.replace(/\r\n?/g, '\n');
  const before = known[field];
  known[field] = before === undefined || field !== 'street' ? text : `${before}\n${text}`;
}

/** One address, or as many as ` ::: ` says. */
function addAddress(one: Draft, address: Building): void {
  const list = Object.entries(address).some(([part, value]) => part !== 'label' && value?.includes(' ::: '));
  if (!list) {
    one.addresses.push(address);
    return;
  }
  const count = Math.max(...Object.values(address).map((value) => (value ?? '').split(' ::: ').length));
  for (let at = 0; at < Math.min(count, 20); at++) {
    const part: Building = {};
    for (const key of Object.keys(address)) {
      // Safe: the keys of a postal address are read from one.
      const name = key as keyof PostalAddress;
      const pieces = (address[name] ?? '').split(' ::: ');
      const text = name === 'label' ? labelOf(pieces[at] ?? pieces[0] ?? '') : pieces[at]?.trim();
      if (text) part[name] = text;
    }
    one.addresses.push(part);
  }
}

function organisation(one: Draft, field: 'organisation' | 'department', cell: string): void {
  const key = field === 'organisation' ? 'name' : 'department';
  const last = one.organisations.at(-1);
  if (last !== undefined && last[key] === undefined)
    one.organisations[one.organisations.length - 1] = { ...last, [key]: cell };
  else one.organisations.push({ [key]: cell });
}

/** Groups that every Google contact is in, or that say nothing. */
const SYSTEM = new Set(['mycontacts', 'other contacts', 'my contacts', 'othercontacts']);

function categories(cell: string): string[] {
  const separator = cell.includes(' ::: ')
    ? ' ::: '
    : cell.includes('|')
      ? '|'
      : cell.includes(';')
        ? ';'
        : ',';
  const names: string[] = [];
  for (const part of cell.split(separator)) {
    const name = part
      .replace(/^\s*\*\s*/, '')
      .replace(/^\s*"|"\s*$/g, '')
      .trim();
    if (name !== '' && !SYSTEM.has(name.toLowerCase())) names.push(name);
  }
  return names;
}

function genderOf(cell: string): string | undefined {
  const lower = cell.toLowerCase();
  if (
    ['m', 'male', 'man', 'männlich', 'masculin', 'hombre', 'masculino', '男', '男性', 'мужской'].includes(
      lower,
    )
  )
    return 'male';
  if (
    [
      'f',
      'female',
      'woman',
      'w',
      'weiblich',
      'féminin',
      'mujer',
      'femenino',
      '女',
      '女性',
      'женский',
    ].includes(lower)
  )
    return 'female';
  // Outlook writes this for everybody.
  return [
    'unspecified',
    'keine angabe',
    'nicht angegeben',
    'non spécifié',
    'sin especificar',
    '指定なし',
  ].includes(lower)
    ? undefined
    : lower;
}

/** The columns of this row that nobody announced. */
export function surplus(cells: readonly string[], plan: Plan): Labelled[] {
  return cells
    .slice(plan.columns.length)
    .map((value, at) => ({ value: value.trim(), label: `column ${plan.columns.length + at + 1}` }))
    .filter(({ value }) => value !== '');
}
