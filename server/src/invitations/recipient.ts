import { parseEmail } from '@kith/contacts';
import { connect } from '../connections/index.ts';
import { everyone, lift, lockRecipients, type SuppressionReason, suppress } from '../consent/index.ts';
import { tell } from '../live/index.ts';
import { createMember, identifierKey, memberById, memberByKey, parseName } from '../members/index.ts';
import { onCommit, type Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { tokenHash } from '../platform/secrets.ts';
import { takeNo } from './last-word.ts';
import { keepReport, withdrawReport } from './reports.ts';
import {
  type InvitationRow,
  invitationByToken,
  lockInvitation,
  markArrived,
  updateInvitation,
} from './store.ts';

/** What the person who holds a token may know. */
export interface Received {
  readonly row: InvitationRow;
  readonly inviter: {
    readonly name: string;
    readonly headline: string | null;
    readonly location: string | null;
  };
  readonly open: boolean;
  /** A message to the recipient was on the wire when they said no, and may still arrive. */
  readonly late: boolean;
  /** Whoever answers has shown that the address is theirs: we brought them the link, or they are signed in with it. */
  readonly proven: boolean;
}

/**
 * The invitation behind a token; undefined for a token that was never given out or whose inviter is gone. Who is going to
 * answer it locks the recipient and it, before anything else: the sender locks in this order. For a no see {@link receiveNo}.
 */
export async function receive(
  platform: Platform,
  tx: Transaction,
  token: string,
  why: 'look' | 'answer',
): Promise<Received | undefined> {
  let row = await invitationByToken(tx, tokenHash(token));
  if (row !== undefined && why === 'answer') {
    await lockRecipients(tx, [row.recipient_key]);
    row = await lockInvitation(tx, row.id);
  }
  const inviter = row === undefined ? undefined : await memberById(tx, row.inviter_id);
  if (row === undefined || inviter === undefined) return undefined;
  const open =
    row.withdrawn_at === null &&
    row.expired_at === null &&
    // A link holds no address; what its inviter sees when they open it says nothing of the recipient.
    (row.way === 'self' || row.address !== null) &&
    row.expires_at > platform.clock.now();
  return { row, inviter, open, late: false, proven: row.way === 'relay' };
}

/** The same for whoever says no, in a transaction of its own, once nothing is on its way to them. */
export function receiveNo<T>(
  platform: Platform,
  token: string,
  say: (tx: Transaction, received: Received) => Promise<T>,
): Promise<T | undefined> {
  return takeNo(
    platform,
    async (tx) => {
      const row = await invitationByToken(tx, tokenHash(token));
      return row === undefined ? [] : [row.recipient_key];
    },
    async (tx, late) => {
      const received = await receive(platform, tx, token, 'answer');
      return received && say(tx, { ...received, late });
    },
  );
}

export type Answer = 'decline' | 'never' | 'not-from' | 'not-me' | 'report';

const suppressions: Record<Exclude<Answer, 'decline'>, SuppressionReason> = {
  never: 'never_again',
  'not-from': 'not_from_inviter',
  'not-me': 'not_me',
  report: 'reported',
};

/**
 * Whether whoever holds the link may take this answer back. One that Kith sent went to the recipient alone; a link that the
 * inviter handed over is in the inviter's hands too, so beyond a plain "No thanks" its undo asks for proof of the address.
 */
export function mayUndo({ proven }: Received, what: Answer): boolean {
  return proven || what === 'decline';
}

/** The recipient's no, in force from this transaction on; `undo` is the recipient's too. A no needs no open invitation. */
export async function answer(
  platform: Platform,
  tx: Transaction,
  received: Received,
  what: Answer,
  undo: boolean,
  text?: string,
): Promise<void> {
  const { row } = received;
  if (undo && !mayUndo(received, what)) return;
  const now = platform.clock.now();
  if (what !== 'decline') {
    const scope = what === 'not-from' || what === 'report' ? row.inviter_id : everyone;
    if (undo) await lift(tx, row.recipient_key, scope, suppressions[what]);
    else await suppress(tx, row.recipient_key, scope, suppressions[what], now);
  }
  if (what === 'report') {
    // What an operator has settled stays: they acted on it. Whoever else holds the link writes a report beside, not over,
    // the recipient's.
    if (mayUndo(received, what)) await withdrawReport(tx, { invitation_id: row.id });
    if (!undo) await keepReport(platform, tx, row.inviter_id, { invitation_id: row.id }, text);
  }
  await markArrived(tx, row.id, now);
  if (row.accepted_at === null) await updateInvitation(tx, row.id, { declined_at: undo ? null : now });
}

/** One-click unsubscribe: never again from this network (RFC 8058). Twice is once. */
export async function unsubscribe(platform: Platform, tx: Transaction, { row }: Received): Promise<void> {
  const now = platform.clock.now();
  await suppress(tx, row.recipient_key, everyone, 'unsubscribed', now);
  await markArrived(tx, row.id, now);
  if (row.accepted_at === null && row.declined_at === null)
    await updateInvitation(tx, row.id, { declined_at: now });
}

export type Acceptance =
  | { readonly kind: 'joined' | 'connected'; readonly memberId: MemberId }
  | { readonly kind: 'sign_in' }
  | { readonly kind: 'name_refused' }
  | { readonly kind: 'sign_up' }
  /** The inviter opened the link that they made. */
  | { readonly kind: 'own' };

/**
 * Accepts an invitation. Whoever is signed in is connected with the inviter. Otherwise the link, which went to this
 * address alone, proves it, and makes the account; an address that has an account already signs in first.
 */
export async function accept(
  platform: Platform,
  tx: Transaction,
  { row }: Received,
  as: { memberId?: MemberId; name?: string },
): Promise<Acceptance> {
  const now = platform.clock.now();
  const done = async (memberId: MemberId, kind: 'joined' | 'connected'): Promise<Acceptance> => {
    await connect(tx, memberId, row.inviter_id, now);
    await markArrived(tx, row.id, now);
    await updateInvitation(tx, row.id, { accepted_at: now, accepted_by: memberId, declined_at: null });
    onCommit(tx, () => {
      for (const id of [memberId, row.inviter_id])
        tell(platform.events, id, 'invitations', 'connections', 'requests');
    });
    return { kind, memberId };
  };
  if (as.memberId === row.inviter_id) return { kind: 'own' };
  if (as.memberId !== undefined) return done(as.memberId, 'connected');
  const email =
    row.way === 'relay' && row.channel === 'email' && row.address !== null
      ? parseEmail(row.address)
      : undefined;
  // A number, and an address that the inviter's own link went to, is proved by a code or mail of sign-up, and the link goes on
  // from there.
  if (email === undefined) return { kind: 'sign_up' };
  if ((await memberByKey(tx, identifierKey(platform.secrets, { kind: 'email', value: email }))) !== undefined)
    return { kind: 'sign_in' };
  const name = parseName(as.name ?? '');
  if (name === undefined) return { kind: 'name_refused' };
  return done(await createMember(platform, tx, { name, email, locale: row.locale }), 'joined');
}
