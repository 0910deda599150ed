import { authorise, type Later, type Place, quotaOf } from '../consent/index.ts';
import type { Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { Session } from '../platform/http/session.ts';
import type { InvitationId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { askedSince } from './asked-store.ts';
import type { Drafted } from './draft.ts';
import { messageHash } from './messages/invitation.ts';
import { type NewInvitation, standingOf } from './store.ts';

/** Somebody who is about to be invited, and where they live as far as their address tells. */
export type Recipient = NewInvitation & { readonly place: Place };

/** What the member agreed to for all of them. */
interface Agreed extends Pick<Drafted, 'message' | 'note' | 'locale'> {
  readonly stated: string | undefined;
  readonly later: readonly Later[];
  readonly now: Date;
}

const channels = ['email', 'text', 'self_email', 'self_text'] as const;
const acts = ['invite', 'resend'] as const;

/** How an invitation goes, in the words of the policy. */
export function channelOf({ way, channel }: Recipient): (typeof channels)[number] {
  return way === 'self' ? `self_${channel}` : channel;
}

/**
 * Records the member's permission, apart for each way and for who is asked again.
 *
 * @returns who leaves the list (`going`), and of them whose invitation is made (`kept`): one address is invited once.
 * @throws {KithError} `send.quota`, `send.law`, `send.paused`, `send.closed`
 */
export async function permitted(
  platform: Platform,
  tx: Transaction,
  session: Session,
  made: readonly Recipient[],
  { message, note, locale, stated, later, now }: Agreed,
): Promise<{ readonly going: readonly Recipient[]; readonly kept: readonly Recipient[] }> {
  const { memberId: inviter } = session;
  const standing = await standingOf(tx, inviter, now);
  const asked = await askedSince(tx, inviter, undefined);
  const kinds = Map.groupBy(made, (one) => {
    const act = asked.has(one.recipient_key.toString('hex')) ? 'resend' : 'invite';
    return `${channelOf(one)} ${act}` as const;
  });
  const refused = new Set<InvitationId>();
  const held = new Set<InvitationId>();
  for (const channel of channels)
    for (const act of acts) {
      const recipients = kinds.get(`${channel} ${act}`) ?? [];
      if (recipients.length === 0) continue;
      const answers = await authorise(platform, tx, {
        memberId: inviter,
        sessionId: session.id,
        act,
        channel,
        recipients: recipients.map((one) => ({
          invitationId: one.id,
          key: one.recipient_key,
          place: one.place,
        })),
        stated,
        standing,
        messageVersion: message.version,
        messageHash: messageHash(message),
        note,
        locale,
        mention: channel === 'email' ? message.mention : undefined,
        later: channel === 'email' ? later : [],
      });
      for (const { kind, invitationId } of answers) {
        switch (kind) {
          case 'quota':
          case 'stopped':
            throw await tooMany(platform, tx, inviter);
          case 'stated':
          case 'self':
          case 'never':
            held.add(invitationId);
            break;
          case 'same_recipient':
            refused.add(invitationId);
            break;
          // A suppressed recipient's invitation has no permit: it looks sent at its turn, and no message can be made of it.
          // A link to one is like any other; the inviter, who can open it, would learn the rest.
          case 'suppressed':
          case 'permit':
            break;
        }
      }
    }
  const going = made.filter((one) => !held.has(one.id));
  if (going.length === 0 && held.size > 0)
    throw new KithError(
      'send.law',
      'Where these people live, the law lets a network write only to people who asked for it.',
    );
  return { going, kept: going.filter((one) => !refused.has(one.id)) };
}

/** Why the permit maker gave none to this member, for the member to read. */
async function tooMany(platform: Platform, tx: Transaction, inviter: MemberId): Promise<KithError> {
  const { left, level } = await quotaOf(
    platform,
    tx,
    inviter,
    await standingOf(tx, inviter, platform.clock.now()),
  );
  if (level === 'paused')
    return new KithError('send.paused', 'The operator of this network paused your sending.');
  if (level === 'closed')
    return new KithError('send.closed', 'The operator of this network closed inviting for your account.');
  return new KithError(
    'send.quota',
    `You can send ${left} more invitations today. Choose fewer people, or send the rest tomorrow.`,
  );
}
