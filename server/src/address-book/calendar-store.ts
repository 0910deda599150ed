import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';
import { idArray } from '../platform/rows.ts';

declare module '../platform/database.ts' {
  interface Tables {
    calendar_feeds: { owner_id: MemberId; token_hash: Buffer; made_at: Date };
  }
}

/** Gives an owner's calendar the address that this token is part of; one that it had before leads nowhere then. */
export async function putFeed(tx: Transaction, owner: MemberId, token: Buffer, now: Date): Promise<void> {
  await tx
    .insertInto('calendar_feeds')
    .values({ owner_id: owner, token_hash: token, made_at: now })
    .onConflict((on) => on.column('owner_id').doUpdateSet({ token_hash: token, made_at: now }))
    .execute();
}

export async function deleteFeed(tx: Transaction, owner: MemberId): Promise<void> {
  await tx.deleteFrom('calendar_feeds').where('owner_id', '=', owner).execute();
}

export async function feedOf(tx: Transaction, owner: MemberId): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('calendar_feeds')
    .select('made_at')
    .where('owner_id', '=', owner)
    .executeTakeFirst();
  return row?.made_at;
}

/** Whose calendar a token opens. */
export async function ownerOfFeed(tx: Transaction, token: Buffer): Promise<MemberId | undefined> {
  const row = await tx
    .selectFrom('calendar_feeds')
    .select('owner_id')
    .where('token_hash', '=', token)
    .executeTakeFirst();
  return row?.owner_id;
}

export async function namesOf(
  tx: Transaction,
  owner: MemberId,
  ids: readonly ContactId[],
): Promise<ReadonlyMap<ContactId, string>> {
  const { rows } = await sql<{ id: ContactId; name: string }>`
    select id, name from contacts where owner_id = ${owner} and id = any(${idArray(ids)}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
