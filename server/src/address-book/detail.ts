import { Type } from 'typebox';
import { editsOf } from '../contacts/index.ts';
import { memberCards } from '../members/index.ts';
import { countProposals } from '../merges/index.ts';
import type { Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { openBook } from './book.ts';
import { ContactFields, fieldsOf, PrivateFields } from './contact.ts';
import { cardsOfContact, contactById, importsOfContact, memberBehind } from './contact-store.ts';
import { labelsOfEntry } from './find.ts';

const nullable = Type.Union([Type.String(), Type.Null()]);

/** A contact whole. */
export const ContactDetail = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  kind: Type.String(),
  version: Type.Integer({ description: 'To be sent with a change; it grows with each.' }),
  favourite: Type.Boolean(),
  addedAt: Type.String({ format: 'date-time' }),
  updatedAt: Type.String({ format: 'date-time' }),
  proposals: Type.Integer({ description: 'How many others may be the same.' }),
  trashedAt: Type.Optional(Type.String({ format: 'date-time' })),
  labels: Type.Array(Type.String({ format: 'uuid' })),
  fields: ContactFields,
  privateFields: PrivateFields,
  member: Type.Optional(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      headline: nullable,
      location: nullable,
      photo: nullable,
    }),
  ),
  imports: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.String(),
      label: nullable,
      receivedAt: Type.String({ format: 'date-time' }),
    }),
  ),
});

/**
 * A contact of the owner, whole.
 *
 * @throws {KithError} `request.not_found`
 */
export async function contactDetail(platform: Platform, tx: Transaction, owner: MemberId, id: ContactId) {
  const book = await openBook(platform, tx, owner);
  const row = await contactById(tx, owner, id);
  if (row === undefined) throw noContact();
  const cards = await cardsOfContact(tx, owner, id);
  const edits = await editsOf(tx, owner, [id]);
  const behind = await memberBehind(tx, owner, id);
  const member = behind === undefined ? undefined : (await memberCards(tx, [behind])).get(behind);
  const imports = await importsOfContact(tx, owner, id);
  const entry = book.entries.get(id);
  const { total: proposals } = await countProposals(tx, owner, id);
  return {
    id,
    proposals,
    name: row.name,
    kind: row.data.kind,
    version: row.version,
    favourite: row.favourite_at !== null,
    addedAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    ...(row.trashed_at === null ? {} : { trashedAt: row.trashed_at.toISOString() }),
    labels: entry === undefined ? [] : labelsOfEntry(book, entry),
    ...fieldsOf(row.data, cards, edits),
    ...(member === undefined ? {} : { member }),
    imports: imports.map(({ id, kind, label, received_at: at }) => ({
      id,
      kind,
      label,
      receivedAt: at.toISOString(),
    })),
  };
}

export function noContact(): KithError {
  return new KithError('request.not_found', 'There is no such contact.');
}
