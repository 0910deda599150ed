import type { Tables, Transaction } from '../platform/database.ts';
import type { MemberId, SessionId } from '../platform/ids.ts';

declare module '../platform/database.ts' {
  interface Tables {
    sessions: {
      id: SessionId;
      member_id: MemberId;
      token_hash: Buffer;
      created_at: Date;
      seen_at: Date;
      expires_at: Date;
      ended_at: Date | null;
      agent: string | null;
    };
    sign_in_links: {
      token_hash: Buffer;
      email: string;
      sign_up_name: string | null;
      sign_up_locale: string | null;
      created_at: Date;
      expires_at: Date;
      used_at: Date | null;
    };
    passwords: { member_id: MemberId; hash: string; changed_at: Date };
    passkeys: {
      id: string;
      member_id: MemberId;
      credential_id: string;
      public_key: Buffer;
      counter: number;
      transports: string[];
      name: string;
      created_at: Date;
      used_at: Date | null;
    };
    passkey_challenges: { challenge: string; member_id: MemberId | null; expires_at: Date };
  }
}

export function openSessionsOf(tx: Transaction, memberId: MemberId, now: Date) {
  return tx
    .selectFrom('sessions')
    .select(['id', 'agent', 'created_at', 'seen_at'])
    .where('member_id', '=', memberId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('seen_at', 'desc')
    .execute();
}

/** Ends one session of a member, all of them, or all but one. */
export async function endSessions(
  tx: Transaction,
  memberId: MemberId,
  now: Date,
  which: { only?: SessionId; except?: SessionId } = {},
): Promise<void> {
  let query = tx
    .updateTable('sessions')
    .set({ ended_at: now })
    .where('member_id', '=', memberId)
    .where('ended_at', 'is', null);
  if (which.only !== undefined) query = query.where('id', '=', which.only);
  if (which.except !== undefined) query = query.where('id', '<>', which.except);
  await query.execute();
}

/** Uses a link up, whatever comes of it; `undefined` when it is unknown, used or too old. */
export function takeLink(tx: Transaction, tokenHash: Buffer, now: Date) {
  return tx
    .updateTable('sign_in_links')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['email', 'sign_up_name', 'sign_up_locale'])
    .executeTakeFirst();
}

export async function hasPassword(tx: Transaction, memberId: MemberId): Promise<boolean> {
  return (await passwordOf(tx, memberId)) !== undefined;
}

export async function passwordOf(tx: Transaction, memberId: MemberId): Promise<string | undefined> {
  const row = await tx
    .selectFrom('passwords')
    .select('hash')
    .where('member_id', '=', memberId)
    .executeTakeFirst();
  return row?.hash;
}

export async function keepPassword(
  tx: Transaction,
  memberId: MemberId,
  hash: string,
  now: Date,
): Promise<void> {
  await tx
    .insertInto('passwords')
    .values({ member_id: memberId, hash, changed_at: now })
    .onConflict((conflict) => conflict.column('member_id').doUpdateSet({ hash, changed_at: now }))
    .execute();
}

export function passkeysOf(tx: Transaction, memberId: MemberId) {
  return tx
    .selectFrom('passkeys')
    .select(['id', 'credential_id', 'transports', 'name', 'created_at', 'used_at'])
    .where('member_id', '=', memberId)
    .orderBy('created_at')
    .execute();
}

export function passkeyByCredential(tx: Transaction, credentialId: string) {
  return tx.selectFrom('passkeys').selectAll().where('credential_id', '=', credentialId).executeTakeFirst();
}

/** @returns whether it is new; no passkey belongs to two members. */
export async function keepPasskey(tx: Transaction, passkey: Tables['passkeys']): Promise<boolean> {
  const row = await tx
    .insertInto('passkeys')
    .values(passkey)
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function notePasskeyUse(tx: Transaction, id: string, counter: number, now: Date): Promise<void> {
  await tx.updateTable('passkeys').set({ counter, used_at: now }).where('id', '=', id).execute();
}

/** @returns whether the member had it. */
export async function deletePasskey(tx: Transaction, memberId: MemberId, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('passkeys')
    .where('id', '=', id)
    .where('member_id', '=', memberId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Keeps a challenge for a member who makes a passkey, or for whoever signs in. */
export async function keepChallenge(
  tx: Transaction,
  challenge: string,
  memberId: MemberId | null,
  expiresAt: Date,
): Promise<void> {
  await tx
    .insertInto('passkey_challenges')
    .values({ challenge, member_id: memberId, expires_at: expiresAt })
    .execute();
}

/** Uses a challenge up; `false` when it is unknown, used, too old or another's. */
export async function takeChallenge(
  tx: Transaction,
  challenge: string,
  memberId: MemberId | null,
  now: Date,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('passkey_challenges')
    .where('challenge', '=', challenge)
    .where('member_id', memberId === null ? 'is' : '=', memberId)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Deletes what is past its time: links and challenges at once, ended sessions after `keep`. */
export async function forgetExpired(tx: Transaction, now: Date, keep: Date): Promise<void> {
  await tx.deleteFrom('sign_in_links').where('expires_at', '<', now).execute();
  await tx.deleteFrom('passkey_challenges').where('expires_at', '<', now).execute();
  await tx
    .deleteFrom('sessions')
    .where((where) => where.or([where('expires_at', '<', now), where('ended_at', '<', keep)]))
    .execute();
}
