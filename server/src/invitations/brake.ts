import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import './store.ts';

/** Of the last messages, so many may come back or be called spam; at these numbers nothing more is sent. */
const window = 1000;
const limits = { complaints: 0.0008, bounces: 0.02 } as const;

export type PauseReason = keyof typeof limits | 'operator';

/** Why nothing is being sent, and since when; undefined when messages go out. */
export async function pauseNow(
  tx: Transaction,
): Promise<{ readonly reason: PauseReason; readonly began_at: Date } | undefined> {
  return tx
    .selectFrom('sending_pauses')
    .select(['reason', 'began_at'])
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}

/** How the last 1,000 messages fared; those before the latest pause have been judged already. */
export async function recentFates(
  tx: Transaction,
): Promise<{ readonly messages: number; readonly complaints: number; readonly bounces: number }> {
  const { rows } = await sql<{ messages: number; complaints: number; bounces: number }>`
    select count(*) as messages, count(complained_at) as complaints, count(bounced_at) as bounces
    from (select complained_at, bounced_at from deliveries
      where intended_at > coalesce((select max(ended_at) from sending_pauses), '-infinity')
      order by intended_at desc limit ${window}) as latest`.execute(tx);
  return rows[0] ?? { messages: 0, complaints: 0, bounces: 0 };
}

/** Puts the brake on when too much came back. With fewer messages than 1,000 the same numbers count. */
export async function brakeIfNeeded(platform: Platform, tx: Transaction): Promise<void> {
  const fates = await recentFates(tx);
  const reason =
    fates.complaints / window >= limits.complaints
      ? 'complaints'
      : fates.bounces / window >= limits.bounces
        ? 'bounces'
        : undefined;
  if (reason === undefined || !(await beginPause(platform, tx, reason))) return;
  platform.log.error('sending.braked', { reason, ...fates });
  await platform.jobs.enqueue('invitations.tell-brake', { ...fates, reason }, { tx });
}

/**
 * Marks that operators are being told of the brake, once for each time that it came on, or takes such a mark back.
 *
 * @returns whether there was a brake of which it was so before
 */
export async function markBrakeTold(
  tx: Transaction,
  before: Date | null,
  now: Date | null,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('sending_pauses')
    .set({ told_at: now })
    .where(sql<boolean>`told_at is not distinct from ${before}`)
    .where('reason', '<>', 'operator')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Nothing is sent from now on; messages wait. False when it was so before. */
export async function beginPause(platform: Platform, tx: Transaction, reason: PauseReason): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('sending_pauses')
    .values({
      id: platform.ids.next<MemberId>(),
      reason,
      began_at: platform.clock.now(),
      ended_at: null,
      told_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Messages go out again. False when they did. */
export async function endPause(platform: Platform, tx: Transaction): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('sending_pauses')
    .set({ ended_at: platform.clock.now() })
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
