import type { Field } from './csv-dictionary.ts';
import { normalHeader } from './csv-header.ts';

/** What a numbered column of Google's is: `E-mail 2 - Value`. */
export interface TypedColumn {
  readonly field: Field;
  readonly number: number;
  /** The normalised header of the column that holds its label, `e mail 2 label` or `e mail 2 type`. */
  readonly labels: readonly string[];
}

const VALUE = (field: Field): Readonly<Record<string, Field>> => ({
  value: field,
  type: 'label',
  label: 'label',
});

/** Kinds and parts of Google's two exports (https://contacts.google.com, before and after 2024). */
const TYPED: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  'e mail': VALUE('email'),
  phone: VALUE('phone'),
  website: VALUE('url'),
  event: VALUE('event'),
  relation: VALUE('relation'),
  'custom field': VALUE('custom'),
  'external id': VALUE('custom'),
  jot: VALUE('custom'),
  'calendar link': VALUE('custom'),
  im: { ...VALUE('im'), type: 'skip', service: 'label' },
  address: {
    type: 'label',
    label: 'label',
    formatted: 'formatted',
    street: 'street',
    city: 'city',
    'po box': 'poBox',
    region: 'region',
    'postal code': 'postcode',
    country: 'country',
    'extended address': 'extended',
  },
  organization: {
    type: 'skip',
    label: 'skip',
    name: 'organisation',
    title: 'jobTitle',
    department: 'department',
    'yomi name': 'other',
    symbol: 'other',
    location: 'other',
    'job description': 'other',
  },
};

/** Kind, number and part of a column such as `Address 1 - Street`. */
export function typedColumn(header: string): TypedColumn | undefined {
  const found = /^([a-z][a-z ]*?) (\d{1,3}) ([a-z ]+)$/.exec(normalHeader(header));
  if (found === null) return undefined;
  const [, kind = '', number = '1', part = ''] = found;
  const parts = Object.hasOwn(TYPED, kind) ? TYPED[kind] : undefined;
  const field = parts !== undefined && Object.hasOwn(parts, part) ? parts[part] : undefined;
  if (field === undefined) return undefined;
  const prefix = `${kind} ${number}`;
  const labels =
    kind === 'organization'
      ? []
      : kind === 'im'
        ? [`${prefix} service`]
        : [`${prefix} label`, `${prefix} type`];
  return { field, number: Number(number), labels };
}
