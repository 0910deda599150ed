import { emailKey, parseEmail } from '@kith/contacts';
import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
import { idArray, keyArray } from '../platform/rows.ts';
import type { Secrets } from '../platform/secrets.ts';
import './store.ts';

export type SuppressionReason =
  | 'unsubscribed'
  | 'never_again'
  | 'not_from_inviter'
  | 'not_me'
  | 'reported'
  | 'bounced'
  | 'complained';

/** Stands for the whole network where an inviter could stand. */
export const everyone = '00000000-0000-0000-0000-000000000000';

/** What a recipient is suppressed by; undefined for what is no address. The address itself is not kept. */
export function suppressionKey(secrets: Secrets, kind: 'email' | 'phone', value: string): Buffer | undefined {
  if (kind === 'phone') return secrets.keyed('suppression', `phone:${value}`);
  const email = parseEmail(value);
  return email && secrets.keyed('suppression', `email:${emailKey(email)}`);
}

/** The same for all of somebody's addresses and numbers. */
export function suppressionKeys(
  secrets: Secrets,
  identifiers: readonly { readonly kind: 'email' | 'phone'; readonly value: string }[],
): Buffer[] {
  return identifiers.flatMap(({ kind, value }) => suppressionKey(secrets, kind, value) ?? []);
}

/** Orders everything that is decided about one recipient: an opt-out and a sending never overlap. */
async function lockRecipient(tx: Transaction, key: Buffer): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`recipient:${key.toString('hex')}`}, 0))`.execute(
    tx,
  );
}

/** The same for many recipients, in an order that all senders keep. */
export async function lockRecipients(tx: Transaction, keys: readonly Buffer[]): Promise<void> {
  const ordered = [...keys].sort(Buffer.compare);
  await sql`
    select pg_advisory_xact_lock(hashtextextended('recipient:' || encode(key, 'hex'), 0))
    from unnest(${keyArray(ordered)}::bytea[]) as t (key)`.execute(tx);
}

/** From this transaction on nobody, or not this inviter, writes to the recipient. */
export async function suppress(
  tx: Transaction,
  key: Buffer,
  inviter: MemberId | typeof everyone,
  reason: SuppressionReason,
  now: Date,
): Promise<void> {
  await lockRecipient(tx, key);
  await tx
    .insertInto('suppressions')
    .values({ key, inviter_id: inviter, reason, suppressed_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** From this transaction on none of these inviters writes to a recipient under any of these keys. */
export async function suppressFrom(
  tx: Transaction,
  keys: readonly Buffer[],
  inviters: readonly MemberId[],
  reason: SuppressionReason,
  now: Date,
): Promise<void> {
  await lockRecipients(tx, keys);
  await sql`
    insert into suppressions (key, inviter_id, reason, suppressed_at)
    select key, inviter, ${reason}, ${now}::timestamptz
    from unnest(${keyArray(keys)}::bytea[]) as key cross join unnest(${idArray(inviters)}::uuid[]) as inviter
    order by key, inviter on conflict do nothing`.execute(tx);
}

/** Takes {@link suppressFrom} back, and what was reported of them. */
export async function liftFrom(
  tx: Transaction,
  keys: readonly Buffer[],
  inviters: readonly MemberId[],
): Promise<void> {
  await lockRecipients(tx, keys);
  await sql`
    delete from suppressions where key = any(${keyArray(keys)}::bytea[]) and inviter_id = any(${idArray(inviters)}::uuid[])
      and reason in ('not_from_inviter', 'reported')`.execute(tx);
}

/** Takes back what the recipient asked for a moment ago; with `at` nothing but what they asked for then. */
export async function lift(
  tx: Transaction,
  key: Buffer,
  inviter: MemberId | typeof everyone,
  reason: SuppressionReason,
  at?: Date,
): Promise<void> {
  await lockRecipient(tx, key);
  const query = tx
    .deleteFrom('suppressions')
    .where('key', '=', key)
    .where('inviter_id', '=', inviter)
    .where('reason', '=', reason);
  await (at === undefined ? query : query.where('suppressed_at', '=', at)).execute();
}

/** Who may not write to a recipient: nobody may, or so many inviters may not. */
export async function suppressionOf(
  tx: Transaction,
  key: Buffer,
): Promise<{ readonly everyone: boolean; readonly inviters: number }> {
  const rows = await tx
    .selectFrom('suppressions')
    .select('inviter_id')
    .distinct()
    .where('key', '=', key)
    .execute();
  const inviters = rows.filter(({ inviter_id }) => inviter_id !== everyone).length;
  return { everyone: rows.length > inviters, inviters };
}

/** Takes back every no of a recipient, who has proved the address. */
export async function liftAll(tx: Transaction, key: Buffer): Promise<void> {
  await lockRecipient(tx, key);
  await tx.deleteFrom('suppressions').where('key', '=', key).execute();
}

/** Those of `keys`, as hex, that this inviter may not write to. */
export async function suppressedFor(
  tx: Transaction,
  inviter: MemberId,
  keys: readonly Buffer[],
): Promise<Set<string>> {
  const { rows } = await sql<{ key: Buffer }>`
    select distinct key from suppressions
    where key = any(${keyArray(keys)}::bytea[]) and inviter_id in (${inviter}::uuid, ${everyone}::uuid)`.execute(
    tx,
  );
  return new Set(rows.map(({ key }) => key.toString('hex')));
}
