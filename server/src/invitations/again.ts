import { judge, placeOf, suppressionKey } from '../consent/index.ts';
import { contactsWithIdentifiers, lockBook } from '../contacts/index.ts';
import { openBookReview } from '../imports/index.ts';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { ImportId, InvitationId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { choosePosition, reopen } from '../review/index.ts';
import { askedSince, lockOwn } from './asked-store.ts';
import { withdrawSome } from './withdrawal-store.ts';

/** When the inviter may ask again somebody whose invitation had its turn then. */
export function againAt({ config }: Pick<Platform, 'config'>, sentAt: Date): Date {
  return after(sentAt, config.inviteAgainDays * 86_400);
}

/** Whom the inviter asked so lately that they rest, by recipient key as hex, and until when. */
export async function resting(
  platform: Platform,
  tx: Transaction,
  inviter: MemberId,
): Promise<ReadonlyMap<string, Date>> {
  const since = after(platform.clock.now(), -platform.config.inviteAgainDays * 86_400);
  const asked = await askedSince(tx, inviter, since);
  return new Map([...asked].map(([key, sentAt]) => [key, againAt(platform, sentAt)]));
}

/**
 * Prepares to invite somebody once more: the earlier invitation is withdrawn, and a review of the contact alone opened, where a new
 * permission is asked for. To the same address that is possible after the cool-down; to another of the contact's at once.
 *
 * @param position Of the contact's addresses and numbers the one to write to; undefined for the same as before.
 * @returns the review that goes on.
 * @throws {KithError} `request.not_found`, `request.conflict`, `invitation.too_soon`, `send.law`
 */
export async function askAgain(
  platform: Platform,
  tx: Transaction,
  inviter: MemberId,
  id: InvitationId,
  position: number | undefined,
): Promise<ImportId> {
  await lockBook(tx, inviter);
  const row = await lockOwn(tx, inviter, id);
  if (row === undefined) throw new KithError('request.not_found', 'There is no such invitation.');
  if (row.accepted_at !== null || row.sent_at === null)
    throw new KithError(
      'request.conflict',
      'Only an invitation that was sent and not accepted can be sent again.',
    );
  const [contact] = await contactsWithIdentifiers(
    tx,
    inviter,
    row.contact_id === null ? [] : [row.contact_id],
  );
  const keyOf = (kind: 'email' | 'phone', value: string) => suppressionKey(platform.secrets, kind, value);
  const at =
    position ??
    contact?.identifiers.findIndex(({ kind, value }) => keyOf(kind, value)?.equals(row.recipient_key)) ??
    -1;
  const to = contact?.identifiers[at];
  const key = to && keyOf(to.kind, to.value);
  if (contact === undefined || to === undefined || key === undefined)
    throw new KithError(
      'request.not_found',
      'This address is no longer in your contacts. Add it again first.',
    );
  const rests = (await resting(platform, tx, inviter)).get(key.toString('hex'));
  if (rests !== undefined)
    throw new KithError(
      'invitation.too_soon',
      `You can invite this address again on ${rests.toISOString().slice(0, 10)}.`,
    );
  const channel = to.kind === 'email' ? 'email' : 'text';
  if (
    key.equals(row.recipient_key) &&
    judge(platform, 'resend', channel, placeOf(to.kind, to.value)) === 'never'
  )
    throw new KithError('send.law', 'Where this person lives, the law allows one invitation and no second.');
  await withdrawSome(tx, inviter, [id], platform.clock.now());
  await reopen(platform, tx, inviter, [contact.id]);
  await choosePosition(platform, tx, inviter, contact.id, at);
  return (await openBookReview(platform, tx, inviter, [contact.id], 'invite')).id;
}
