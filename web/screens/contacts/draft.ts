import type { ContactDetail } from '../../api/contact-types.ts';

/** Fields of one text each, in parts of the name and what is private. */
export const nameParts = ['given', 'family', 'prefix', 'middle', 'suffix', 'phonetic'] as const;
export const singles = ['birthday', 'anniversary', 'gender'] as const;

/** Fields that may be there several times, with the parts of each; the first part is what makes it one. */
export const lists = {
  emails: ['value', 'label'],
  phones: ['value', 'label'],
  organisations: ['name', 'department'],
  titles: ['value'],
  addresses: ['street', 'postcode', 'city', 'region', 'country', 'label'],
  urls: ['value', 'label'],
  ims: ['value', 'label'],
  relations: ['value', 'label'],
  notes: ['value'],
} as const;

export type ListName = keyof typeof lists;
export type Parts = Readonly<Record<string, string>>;

/** What stands in the form. */
export interface Draft {
  readonly names: Parts & { readonly nicknames?: string };
  readonly lists: Readonly<Record<ListName, readonly Parts[]>>;
  readonly singles: Readonly<Record<(typeof singles)[number], string>>;
}

/** What the owner says of whole fields, as the server takes it; `null` says that there is none. */
export type Edits = Readonly<Record<string, unknown>>;

const listNames = Object.keys(lists).filter((name): name is ListName => name in lists);

export const emptyDraft: Draft = {
  names: {},
  lists: {
    emails: [],
    phones: [],
    organisations: [],
    titles: [],
    addresses: [],
    urls: [],
    ims: [],
    relations: [],
    notes: [],
  },
  singles: { birthday: '', anniversary: '', gender: '' },
};

export function draftOf({ fields, privateFields }: ContactDetail): Draft {
  const { names } = fields;
  const from = { ...fields, notes: privateFields.notes };
  const isWhole = names.given === undefined && names.family === undefined;
  const drafted = listNames.map((name) => [name, from[name].map((field) => partsOf(field, lists[name]))]);
  return {
    names: {
      ...partsOf(names, nameParts),
      ...(isWhole && names.full !== '' ? { given: names.full } : {}),
      ...(names.nicknames === undefined ? {} : { nicknames: names.nicknames.join(', ') }),
    },
    // Safe: every name of `lists` is there, each with its parts.
    lists: Object.fromEntries(drafted) as Draft['lists'],
    singles: {
      birthday: privateFields.birthday?.value ?? '',
      anniversary: fields.anniversary?.value ?? '',
      gender: privateFields.gender?.value ?? '',
    },
  };
}

/** A form as it was kept in this tab; undefined where nothing was, or what another version of this screen kept. */
export function parseDraft(text: string): Draft | undefined {
  const kept = parsed(text);
  return isDraft(kept) ? kept : undefined;
}

/** A form that is being filled in over a contact of that version. */
export interface Edit {
  readonly version: number;
  /** What the contact said when the form was opened. */
  readonly before: Draft;
  readonly mine: Draft;
}

/** The same of a contact that is edited. */
export function parseEdit(text: string): Edit | undefined {
  const kept = parsed(text);
  if (!isObject(kept)) return undefined;
  const { version, before, mine } = kept;
  return typeof version === 'number' && isDraft(before) && isDraft(mine)
    ? { version, before, mine }
    : undefined;
}

/** The fields that say something else than before. */
export function editsOf(before: Draft, after: Draft): Edits {
  const edits: Record<string, unknown> = {};
  if (!same(before.names, after.names)) edits.names = namesOf(after.names);
  for (const name of listNames) {
    const filled = after.lists[name]
      .map(trimmed)
      .filter((parts) => Object.keys(parts).some((part) => part !== 'label'));
    if (!same(before.lists[name].map(trimmed), filled))
      edits[name] = name === 'titles' || name === 'notes' ? filled.map(({ value }) => value) : filled;
  }
  for (const name of singles)
    if (before.singles[name].trim() !== after.singles[name].trim())
      edits[name] = after.singles[name].trim() === '' ? null : after.singles[name].trim();
  return edits;
}

/** Which fields two drafts do not agree on. */
function differences(one: Draft, other: Draft): readonly string[] {
  return Object.keys(editsOf(one, other));
}

/** Which fields two changes of one draft do not agree on. */
export function disputed(before: Draft, mine: Draft, theirs: Draft): readonly string[] {
  const changed = new Set(differences(before, mine));
  return differences(before, theirs).filter((field) => changed.has(field));
}

/** A field of a draft in one line, to compare it with another's. */
export function fieldText(draft: Draft, field: string): string {
  if (field === 'names') return Object.values(trimmed(draft.names)).join(' ');
  const single = singles.find((name) => name === field);
  if (single !== undefined) return draft.singles[single];
  const list = listNames.find((name) => name === field);
  if (list === undefined) return '';
  return draft.lists[list].map((parts) => Object.values(trimmed(parts)).join(', ')).join(' · ');
}

/** `mine` as it is when only the fields that I changed are taken over what is there now. */
export function rebased(before: Draft, mine: Draft, now: Draft): Draft {
  const kept = new Set(differences(before, mine));
  return {
    names: kept.has('names') ? mine.names : now.names,
    // Safe: the same names, each from one of the two.
    lists: Object.fromEntries(
      listNames.map((name) => [name, kept.has(name) ? mine.lists[name] : now.lists[name]]),
    ) as Draft['lists'],
    singles: {
      birthday: kept.has('birthday') ? mine.singles.birthday : now.singles.birthday,
      anniversary: kept.has('anniversary') ? mine.singles.anniversary : now.singles.anniversary,
      gender: kept.has('gender') ? mine.singles.gender : now.singles.gender,
    },
  };
}

function namesOf({ nicknames = '', ...parts }: Draft['names']): unknown {
  const said = trimmed(parts);
  const { prefix, given, middle, family, suffix } = said;
  const nicks = nicknames
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  return {
    ...said,
    full: [prefix, given, middle, family, suffix].filter(Boolean).join(' '),
    ...(nicks.length === 0 ? {} : { nicknames: nicks }),
  };
}

function parsed(text: string): unknown {
  return text === '' ? undefined : JSON.parse(text);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isDraft(value: unknown): value is Draft {
  if (!isObject(value) || !isObject(value.lists) || !isObject(value.singles)) return false;
  const { lists: rows, singles: texts } = value;
  return (
    isParts(value.names) &&
    singles.every((name) => typeof texts[name] === 'string') &&
    listNames.every((name) => Array.isArray(rows[name]) && rows[name].every(isParts))
  );
}

function isParts(value: unknown): value is Parts {
  return isObject(value) && Object.values(value).every((part) => typeof part === 'string');
}

function partsOf(field: object, parts: readonly string[]): Parts {
  return Object.fromEntries(
    parts.flatMap((part) => {
      const value: unknown = Reflect.get(field, part);
      return typeof value === 'string' && value !== '' ? [[part, value]] : [];
    }),
  );
}

function trimmed(parts: Parts): Parts {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([part, value]) => (value.trim() === '' ? [] : [[part, value.trim()]])),
  );
}

function same(one: unknown, other: unknown): boolean {
  return sorted(one) === sorted(other);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
