import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, MemberId, MergeId } from '../platform/ids.ts';
import { idArray } from '../platform/rows.ts';
import type { CardData } from './store.ts';

/** Fields that an owner may have the last word on. */
export const EDITABLE = [
  'kind',
  'names',
  'emails',
  'phones',
  'urls',
  'ims',
  'addresses',
  'organisations',
  'titles',
  'notes',
  'relations',
  'birthday',
  'anniversary',
  'gender',
] as const;
export type EditableField = (typeof EDITABLE)[number];

/** What an owner says of a whole field; null where it is to be empty. */
export interface Edit {
  readonly field: EditableField;
  readonly value: unknown;
}

declare module '../platform/database.ts' {
  interface Tables {
    contact_edits: {
      owner_id: MemberId;
      contact_id: ContactId;
      field: EditableField;
      value: unknown;
      edited_at: Date;
      version: number;
      /** The merge that said it; null where it is the owner's own word. */
      merge_id: MergeId | null;
    };
  }
}

export function editsOf(tx: Transaction, owner: MemberId, contacts: readonly ContactId[]) {
  return tx
    .selectFrom('contact_edits')
    .select(['contact_id', 'field', 'value', 'edited_at', 'version'])
    .where('owner_id', '=', owner)
    .where(sql<boolean>`contact_id = any(${idArray(contacts)}::uuid[])`)
    .execute();
}

/** A contact with its owner's word in place of what its cards say. */
export function edited(data: CardData, edits: readonly Edit[]): CardData {
  if (edits.length === 0) return data;
  const said: Record<string, unknown> = { ...data };
  for (const { field, value } of edits)
    if (value === null) delete said[field];
    else said[field] = value;
  // Safe: each value was parsed as that field's when it was said, and only fields that may be absent are ever null.
  return said as unknown as CardData;
}

/** Writes the owner's word on fields of a contact, which is rebuilt then; what a merge said of them is theirs now. */
export async function writeEdits(
  tx: Transaction,
  owner: MemberId,
  contact: ContactId,
  edits: readonly Edit[],
  { version, now }: { readonly version: number; readonly now: Date },
): Promise<void> {
  for (const { field, value } of edits)
    await sql`
      insert into contact_edits (owner_id, contact_id, field, value, edited_at, version)
      values (${owner}, ${contact}, ${field}, ${JSON.stringify(value)}::json, ${now}, ${version})
      on conflict (owner_id, contact_id, field) do update
        set value = excluded.value, edited_at = excluded.edited_at, version = excluded.version, merge_id = null`.execute(
      tx,
    );
}

/** Takes the owner's word on fields back: their sources have the say again. */
export async function deleteEdits(
  tx: Transaction,
  owner: MemberId,
  contact: ContactId,
  fields: readonly EditableField[],
): Promise<void> {
  if (fields.length === 0) return;
  await tx
    .deleteFrom('contact_edits')
    .where('owner_id', '=', owner)
    .where('contact_id', '=', contact)
    .where('field', 'in', fields)
    .execute();
}
