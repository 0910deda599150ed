import { BLANK_CARD, parseDate, parseEmail, parsePhone, parseUrl } from '@kith/contacts';
import {
  type CardData,
  contactsOfCards,
  deleteEdits,
  EDITABLE,
  type Edit,
  type EditableField,
  editsOf,
  keepCards,
  lockBook,
  newcomer,
  ownSource,
  preparedCard,
  rebuildContacts,
  writeEdits,
} from '../contacts/index.ts';
import type { Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { placeCandidates, triageFacts } from '../review/index.ts';
import { lockContact } from './contact-store.ts';
import { noContact } from './detail.ts';
import type { Said } from './said.ts';

/** A change to one contact as its owner wants it. */
export interface Change {
  /** The contact's version that the owner saw. */
  readonly version: number;
  readonly fields?: Said;
  /** Fields on which the sources have the say again. */
  readonly revert?: readonly EditableField[];
}

/** It has changed since: nothing is written, and these fields were edited meanwhile, or a source has another word on them. */
export interface Stale {
  readonly kind: 'stale';
  readonly changed: readonly EditableField[];
}

/**
 * Changes a contact; what its sources say stays beneath, and later imports leave the owner's word standing.
 *
 * @throws {KithError} `request.not_found`; `contact.invalid` where a field cannot be what was said.
 */
export async function editContact(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: ContactId,
  change: Change,
  region: string,
): Promise<{ readonly kind: 'changed' } | Stale> {
  await lockBook(tx, owner);
  const row = await lockContact(tx, owner, id);
  if (row === undefined) throw noContact();
  if (row.version !== change.version) {
    const edits = await editsOf(tx, owner, [id]);
    const since = (version = 0) => version > change.version;
    return {
      kind: 'stale',
      changed: EDITABLE.filter(
        (field) =>
          since(row.field_versions[field]) || edits.some((one) => one.field === field && since(one.version)),
      ),
    };
  }
  const now = platform.clock.now();
  const { fields = {}, revert = [] } = change;
  const edits = editsFrom(fields, region);
  if (edits.length + revert.length > 0) {
    requireSomebody({ ...row.data, ...Object.fromEntries(edits.map(({ field, value }) => [field, value])) });
    await deleteEdits(tx, owner, id, revert);
    await writeEdits(tx, owner, id, edits, { version: row.version + 1, now });
    await placeCandidates(platform, tx, owner, await rebuildContacts(platform, tx, owner, [id]));
  }
  return { kind: 'changed' };
}

/**
 * Adds a contact that its owner writes down. One whose name and address or number is in the book already is that contact,
 * to which this adds.
 *
 * @throws {KithError} `contact.invalid`
 */
export async function addContact(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  fields: Said,
  region: string,
): Promise<ContactId> {
  await lockBook(tx, owner);
  const edits = editsFrom(fields, region);
  // Safe: each field was parsed as the card has it, and null is none.
  const data = {
    ...BLANK_CARD,
    ...Object.fromEntries(edits.flatMap(({ field, value }) => (value === null ? [] : [[field, value]]))),
  } as CardData;
  requireSomebody(data);
  const source = await ownSource(platform, tx, owner);
  const key = platform.random.bytes(16).toString('hex');
  const card = newcomer(platform, preparedCard(key, data, await triageFacts(platform, tx, owner)));
  const { kept, changed } = await keepCards(platform, tx, owner, source, [card]);
  await placeCandidates(platform, tx, owner, changed);
  const [home] = await contactsOfCards(
    tx,
    owner,
    kept.map(({ cardId }) => cardId),
  );
  if (home === undefined) throw new TypeError('a card that was kept has no contact');
  return home.contact_id;
}

function requireSomebody({ names, emails, phones, organisations }: CardData): void {
  if (
    [names.full, emails[0]?.value, phones[0]?.value, organisations[0]?.name].every(
      (said) => (said ?? '').trim() === '',
    )
  )
    throw new KithError('contact.invalid', 'Fill in a name, an organisation, an address or a number.');
}

/** What was said of fields, by the same rules as when a file is read. */
function editsFrom(fields: Said, region: string): Edit[] {
  const edits: Edit[] = [];
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    // Safe: the schema of the request has these fields alone.
    edits.push({ field: field as EditableField, value: parsedField(field as EditableField, fields, region) });
  }
  return edits;
}

function parsedField(field: EditableField, said: Said, region: string): unknown {
  switch (field) {
    case 'names': {
      const { names = { full: '' } } = said;
      const full = names.full.trim();
      const parts = [names.prefix, names.given, names.middle, names.family, names.suffix];
      return { ...names, full: full === '' ? parts.filter((part) => part !== undefined).join(' ') : full };
    }
    case 'emails':
      return each(said.emails, 'emails', parseEmail);
    case 'phones':
      return each(said.phones, 'phones', (value) => parsePhone(value, region));
    case 'urls':
      return each(said.urls, 'urls', parseUrl);
    case 'birthday':
    case 'anniversary': {
      const text = said[field];
      if (text === null || text === undefined) return null;
      const date = parseDate(text);
      if (date === undefined)
        throw invalid(field, 1, 'no date, such as 1980-04-12, or --04-12 without a year');
      return date;
    }
    case 'kind':
      return 'person';
    default:
      return said[field] ?? null;
  }
}

function each(
  values: Said['emails'],
  field: EditableField,
  parse: (text: string) => string | undefined,
): { value: string; label?: string }[] {
  const kept = new Map<string, { value: string; label?: string }>();
  for (const [at, one] of (values ?? []).entries()) {
    const value = parse(one.value.trim());
    if (value === undefined) throw invalid(field, at + 1, `no ${noun[field] ?? 'value'}`);
    if (!kept.has(value)) kept.set(value, { ...one, value });
  }
  return [...kept.values()];
}

const noun: Partial<Record<EditableField, string>> = {
  emails: 'e-mail address',
  phones: 'phone number that can be dialled',
  urls: 'web address',
};

function invalid(field: EditableField, place: number, why: string): KithError {
  return new KithError(
    'contact.invalid',
    `${field}: the value in place ${place} is ${why}. Correct or remove it.`,
  );
}
