import { judge, placeOf, type StandingPermit, standingPermits } from '../consent/index.ts';
import { type memberById, membersById } from '../members/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { InvitationId, PermitId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import type { Intended } from './intents.ts';
import { cameByUs, lockJoinable, type Mention, mention, openTo } from './joining-store.ts';
import { keptOutNow } from './kept-out.ts';
import type { BatchRow, InvitationRow } from './store.ts';

/** So many are named in a message; whoever else invites the recipient is on the page. */
const mostNames = 3;

/**
 * Lets others who wait to invite the same recipients join the messages that are about to go: one person, one message. Each is
 * named as they agreed to be, or not at all. Where the policy lets nobody join, or only whoever stated that the recipient asked
 * for it, the others keep their turn.
 *
 * @returns the messages, with the names in the order of their permissions.
 */
export async function joinOthers(
  platform: Platform,
  tx: Transaction,
  batch: Pick<BatchRow, 'inviter_id' | 'message'>,
  intended: readonly Intended[],
  now: Date,
): Promise<readonly Intended[]> {
  const mails = intended.filter(({ channel }) => channel === 'email');
  if (mails.length === 0 || batch.message.others === undefined) return intended;
  const permits = mails.map(({ permit }) => permit);
  const waiting = await lockJoinable(tx, batch.inviter_id, permits, now);
  if (waiting.length === 0 && mails.every(({ attempt }) => attempt === 1)) return intended;
  const willing = await willingOf(platform, tx, mails, waiting);
  const verdicts = new Map(
    mails.map(({ permit, address }) => [
      permit.id,
      judge(platform, 'join', 'email', placeOf('email', address)),
    ]),
  );
  const mayJoin = (permit: PermitId, stated: string | null) => {
    const verdict = verdicts.get(permit);
    return verdict === 'yes' || (verdict === 'stated' && stated !== null);
  };
  const mentions = permits.flatMap((permit): Mention[] =>
    willing
      .flatMap(({ mention, stated, recipientKey, permitId, invitationId }): Mention[] =>
        mention === null || !recipientKey.equals(permit.recipientKey) || !mayJoin(permit.id, stated)
          ? []
          : [{ permit: permit.id, named: permitId, invitation: invitationId, name: mention }],
      )
      .slice(0, mostNames),
  );
  await mention(
    tx,
    permits.map(({ id }) => id),
    mentions,
    now,
  );
  return intended.map((one) => ({
    ...one,
    others: mentions.filter(({ permit }) => permit === one.permit.id).map(({ name }) => name),
  }));
}

/** Of those who wait, whom neither an operator nor a recipient refused, and whom no member behind an address keeps out by now. */
async function willingOf(
  platform: Platform,
  tx: Transaction,
  mails: readonly Intended[],
  waiting: readonly InvitationId[],
): Promise<StandingPermit[]> {
  const standing = await standingPermits(tx, waiting);
  const hex = ({ recipientKey }: { readonly recipientKey: Buffer }) => recipientKey.toString('hex');
  const addresses = new Map(mails.map(({ permit, address }) => [hex(permit), address]));
  const keptOut = new Set<InvitationId>();
  for (const [inviter, some] of Map.groupBy(standing, ({ inviterId }) => inviterId)) {
    const recipients = some.map((one) => ({
      channel: 'email' as const,
      address: addresses.get(hex(one)) ?? null,
    }));
    const out = await keptOutNow(platform, tx, inviter, recipients);
    for (const one of some) if (out.has(addresses.get(hex(one)) ?? '')) keptOut.add(one.invitationId);
  }
  return standing.filter(({ invitationId }) => !keptOut.has(invitationId));
}

/** An invitation that waits for the recipient's answer, and who it is from. */
export interface Offer {
  readonly row: InvitationRow;
  readonly inviter: NonNullable<Awaited<ReturnType<typeof memberById>>>;
}

/**
 * What waits for the answer of whoever holds these addresses, of each inviter the latest, in the order of ids: not what is
 * from somebody they refused.
 */
export async function waitingFor(
  platform: Platform,
  tx: Transaction,
  recipients: readonly Buffer[],
): Promise<InvitationRow[]> {
  const rows = await openTo(tx, recipients, platform.clock.now());
  const ids = rows.map(({ id }) => id);
  const stands = new Set((await standingPermits(tx, ids)).map(({ invitationId }) => invitationId));
  const standing = rows.filter(({ id }) => stands.has(id));
  const latest = new Map(standing.map((row) => [row.inviter_id, row]));
  return standing.filter((row) => latest.get(row.inviter_id) === row);
}

/** Invitations with who they are from. */
export async function withInviters(tx: Transaction, rows: readonly InvitationRow[]): Promise<Offer[]> {
  const inviters = await membersById(
    tx,
    rows.map(({ inviter_id }) => inviter_id),
  );
  return rows.flatMap((row) => {
    const inviter = inviters.get(row.inviter_id);
    return inviter === undefined ? [] : [{ row, inviter }];
  });
}

/**
 * Who else invites the recipient of an invitation. Only behind a link that we brought: an inviter who has the link must not
 * learn of others.
 */
export async function othersInviting(
  platform: Platform,
  tx: Transaction,
  row: InvitationRow,
): Promise<Offer[]> {
  if (!(await cameByUs(tx, row))) return [];
  const rows = await waitingFor(platform, tx, [row.recipient_key]);
  return withInviters(
    tx,
    rows.filter(({ inviter_id }) => inviter_id !== row.inviter_id),
  );
}
