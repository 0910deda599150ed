import { foldForSearch } from '@kith/contacts';
import { type Insertable, sql, type Updateable } from 'kysely';
import type { Tables, Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { idArray, keyArray } from '../platform/rows.ts';
import type { Identifier } from './identifier.ts';

export type Discoverability = 'everyone' | 'mutual' | 'nobody';
export type IdentifierKind = 'email' | 'phone';
/** Who may invite a member or ask for a connection; `known` has an address of theirs, or stands in their book. */
export type InvitedBy = 'anyone' | 'known' | 'book';

declare module '../platform/database.ts' {
  interface Tables {
    members: {
      id: MemberId;
      name: string;
      headline: string | null;
      location: string | null;
      locale: string;
      region: string;
      created_at: Date;
      is_demo: boolean;
      photo_etag: string | null;
      invited_by: InvitedBy;
      organisation: string | null;
      organisation_key: string | null;
      school: string | null;
      school_key: string | null;
    };
    member_photos: { member_id: MemberId; media_type: string; bytes: Buffer };
    member_identifiers: {
      key: Buffer;
      id: string;
      member_id: MemberId;
      kind: IdentifierKind;
      value: string;
      verified_at: Date;
      is_primary: boolean;
      discoverability: Discoverability;
    };
    identifier_codes: {
      member_id: MemberId;
      kind: IdentifierKind;
      value: string;
      code_hash: Buffer;
      attempts: number;
      created_at: Date;
      expires_at: Date;
    };
  }
}

/**
 * Which members these keys find: those who let everyone find them, and those of `known` who let people they also have. Whoever may
 * not be found costs what nobody costs: the first part asks an index they are not in, the second does not know the keys yet.
 */
export async function discoverableMembers(
  tx: Transaction,
  keys: readonly Buffer[],
  known: readonly MemberId[],
): Promise<readonly { key: Buffer; memberId: MemberId }[]> {
  const wanted = keyArray(keys);
  const { rows } = await sql<{ key: Buffer; memberId: MemberId }>`
    with mutual as materialized (
      select key, member_id from member_identifiers
      where member_id = any(${known}::uuid[]) and discoverability = 'mutual'
    )
    select key, member_id as "memberId" from member_identifiers
    where (case when discoverability = 'everyone' then key end) = any(${wanted}::bytea[])
    union all
    select key, member_id from mutual where key = any(${wanted}::bytea[])`.execute(tx);
  return rows;
}

/** The member behind a verified identifier, for signing in. */
export async function memberByKey(tx: Transaction, key: Buffer): Promise<MemberId | undefined> {
  return (await identifierByKey(tx, key))?.member_id;
}

/** Makes those who would join by this identifier wait for each other until the transaction ends. */
export async function lockKey(tx: Transaction, key: Buffer): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${key.toString('hex')}, 0))`.execute(tx);
}

export function identifierByKey(tx: Transaction, key: Buffer) {
  return tx.selectFrom('member_identifiers').selectAll().where('key', '=', key).executeTakeFirst();
}

export interface OwnIdentifier {
  readonly key: Buffer;
  readonly kind: IdentifierKind;
  readonly value: string;
  readonly isPrimary: boolean;
}

/** A member's own verified identifiers, the primary ones first. */
export async function ownIdentifiers(tx: Transaction, memberId: MemberId): Promise<readonly OwnIdentifier[]> {
  const rows = await identifiersOf(tx, memberId);
  return rows.map(({ key, kind, value, is_primary }) => ({ key, kind, value, isPrimary: is_primary }));
}

export function identifiersOf(tx: Transaction, memberId: MemberId) {
  return tx
    .selectFrom('member_identifiers')
    .selectAll()
    .where('member_id', '=', memberId)
    .orderBy('is_primary', 'desc')
    .orderBy('kind')
    .orderBy('verified_at')
    .execute();
}

/** The members behind these keys, whoever may find them. Nobody is told of it. */
export async function membersBehind(
  tx: Transaction,
  keys: readonly Buffer[],
): Promise<ReadonlyMap<string, MemberId>> {
  const { rows } = await sql<{ key: Buffer; member_id: MemberId }>`
    select key, member_id from member_identifiers where key = any(${keyArray(keys)}::bytea[])`.execute(tx);
  return new Map(rows.map(({ key, member_id }) => [key.toString('hex'), member_id]));
}

/** What members say of who may invite them, with the keys they are found by. */
export async function whoMayInvite(
  tx: Transaction,
  ids: readonly MemberId[],
): Promise<
  readonly { readonly id: MemberId; readonly invitedBy: InvitedBy; readonly keys: readonly Buffer[] }[]
> {
  const { rows } = await sql<{ id: MemberId; invitedBy: InvitedBy; keys: Buffer[] }>`
    select m.id, m.invited_by as "invitedBy",
      array(select i.key from member_identifiers i where i.member_id = m.id) as keys
    from members m where m.id = any(${idArray(ids)}::uuid[])`.execute(tx);
  return rows;
}

export function memberById(tx: Transaction, id: MemberId) {
  return tx.selectFrom('members').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Members by their ids; whoever is gone is not among them. */
export async function membersById(
  tx: Transaction,
  ids: readonly MemberId[],
): Promise<ReadonlyMap<MemberId, NonNullable<Awaited<ReturnType<typeof memberById>>>>> {
  const rows = await tx
    .selectFrom('members')
    .selectAll()
    .where(sql<boolean>`id = any(${idArray(ids)}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Holds a member's row until the transaction ends, so that changes to the member's identifiers take turns. */
export async function lockMember(tx: Transaction, id: MemberId): Promise<void> {
  await tx.selectFrom('members').select('id').where('id', '=', id).forUpdate().execute();
}

/** Where a member's national phone numbers are dialled from, an ISO 3166 code. */
export async function regionOf(platform: Platform, id: MemberId): Promise<string> {
  const member = await platform.database.asMember(id, (tx) => memberById(tx, id));
  return member?.region ?? platform.config.region;
}

/** Keeps the code of a member's identifier; an older one is void. */
export async function keepCode(tx: Transaction, code: Insertable<Tables['identifier_codes']>): Promise<void> {
  const { member_id, kind, value, ...rest } = code;
  await tx
    .insertInto('identifier_codes')
    .values({ member_id, kind, value, ...rest })
    .onConflict((conflict) => conflict.columns(['member_id', 'kind', 'value']).doUpdateSet(rest))
    .execute();
}

/** Counts a try and gives the hash to compare with; `undefined` when there is no code that may still be tried. */
export async function countAttempt(
  tx: Transaction,
  memberId: MemberId,
  { kind, value }: Identifier,
  most: number,
  now: Date,
): Promise<Buffer | undefined> {
  const row = await tx
    .updateTable('identifier_codes')
    .set((set) => ({ attempts: set('attempts', '+', 1) }))
    .where('member_id', '=', memberId)
    .where('kind', '=', kind)
    .where('value', '=', value)
    .where('attempts', '<', most)
    .where('expires_at', '>', now)
    .returning('code_hash')
    .executeTakeFirst();
  return row?.code_hash;
}

/** @returns whether the code was still there. */
export async function forgetCode(
  tx: Transaction,
  memberId: MemberId,
  { kind, value }: Identifier,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('identifier_codes')
    .where('member_id', '=', memberId)
    .where('kind', '=', kind)
    .where('value', '=', value)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Codes past their time, for tidying. */
export async function forgetOldCodes(tx: Transaction, now: Date): Promise<void> {
  await tx.deleteFrom('identifier_codes').where('expires_at', '<', now).execute();
}

export async function changeProfile(
  tx: Transaction,
  id: MemberId,
  change: Omit<Updateable<Tables['members']>, 'organisation_key' | 'school_key'>,
): Promise<void> {
  const { organisation, school } = change;
  await tx
    .updateTable('members')
    .set({
      ...change,
      ...(organisation === undefined ? {} : { organisation_key: placeKey(organisation) }),
      ...(school === undefined ? {} : { school_key: placeKey(school) }),
    })
    .where('id', '=', id)
    .execute();
}

/** What the name of an organisation or a school is compared by: its letters and digits, without case and marks. */
export function placeKey(name: string | null): string | null {
  const key = foldForSearch(name ?? '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
  return key === '' ? null : key;
}

export async function keepPhoto(
  tx: Transaction,
  memberId: MemberId,
  photo: { media_type: string; bytes: Buffer; etag: string },
): Promise<void> {
  const { etag, ...rest } = photo;
  await tx
    .insertInto('member_photos')
    .values({ member_id: memberId, ...rest })
    .onConflict((conflict) => conflict.column('member_id').doUpdateSet(rest))
    .execute();
  await changeProfile(tx, memberId, { photo_etag: etag });
}

export async function forgetPhoto(tx: Transaction, memberId: MemberId): Promise<void> {
  await tx.deleteFrom('member_photos').where('member_id', '=', memberId).execute();
  await changeProfile(tx, memberId, { photo_etag: null });
}

export function photoOf(tx: Transaction, memberId: MemberId) {
  return tx
    .selectFrom('member_photos')
    .select(['media_type', 'bytes'])
    .where('member_id', '=', memberId)
    .executeTakeFirst();
}

/** Keeps a verified identifier; `undefined` when somebody has it already. */
export function keepIdentifier(tx: Transaction, identifier: Insertable<Tables['member_identifiers']>) {
  return tx
    .insertInto('member_identifiers')
    .values(identifier)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** Makes one identifier of a kind the primary one, and the others not. */
export async function makePrimary(
  tx: Transaction,
  { member_id, kind, id }: { member_id: MemberId; kind: IdentifierKind; id: string },
): Promise<void> {
  await tx
    .updateTable('member_identifiers')
    .set({ is_primary: sql<boolean>`id = ${id}::uuid` })
    .where('member_id', '=', member_id)
    .where('kind', '=', kind)
    .execute();
}

export async function setDiscoverability(tx: Transaction, key: Buffer, to: Discoverability): Promise<void> {
  await tx.updateTable('member_identifiers').set({ discoverability: to }).where('key', '=', key).execute();
}

export async function forgetIdentifier(tx: Transaction, key: Buffer): Promise<void> {
  await tx.deleteFrom('member_identifiers').where('key', '=', key).execute();
}
