import { sql } from 'kysely';
import { lockRecipients } from '../consent/index.ts';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import type { Platform } from '../platform/platform.ts';
import { keyArray } from '../platform/rows.ts';
import { lockedInOrder } from './store.ts';

/** Milliseconds that a no waits for what is on the wire. */
const longest = 3000;
/** Milliseconds between two looks at it: each pause is twice the last. */
const firstPause = 10;
const longestPause = 160;
/** Seconds after which whoever waited to say no has died, and messages to them begin again. */
const silence = 30;

/** A delivery `d` whose intent is committed, and of which nobody has written down yet what became of it. */
const onWire = sql<boolean>`d.handed_at is null and d.rejected_at is null and d.unknown_at is null and d.deferred_until is null`;

/**
 * A delivery `d` that a no waits for: until it is taken, no other message to its recipient begins. A silence that would last
 * longer than any was begun before the clock was set back.
 */
export function isAwaited(now: Date) {
  return sql<boolean>`d.awaited_until between ${now} and ${after(now, silence)}`;
}

/**
 * Takes somebody's no in a transaction that begins when none of our messages to them is on the wire: once it has
 * committed, no byte of one follows. Until then it looks again and again, with no transaction open between two looks, so
 * that those who wait hold up nobody else. Meanwhile no message to them begins.
 *
 * @param recipientsOf Whose no it is, by all addresses that it is about; asked at each look, and without effect.
 * @param say Takes it. The recipients are locked, as whoever sends does before invitations. `late`: a message stayed on the
 *   wire for longer than anybody should wait, and may still arrive.
 * @returns undefined where there is no recipient.
 */
export async function takeNo<T>(
  platform: Platform,
  recipientsOf: (tx: Transaction) => Promise<readonly Buffer[]>,
  say: (tx: Transaction, late: boolean) => Promise<T>,
): Promise<T | undefined> {
  const { clock, database, log, pause, stopwatch } = platform;
  const until = stopwatch() + longest;
  let hasWaited = false;
  for (let milliseconds = firstPause; ; milliseconds = Math.min(2 * milliseconds, longestPause)) {
    const isPatient = stopwatch() < until;
    const look = await database.asSystem(async (tx) => {
      const recipients = await recipientsOf(tx);
      if (recipients.length === 0) return { said: undefined };
      await lockRecipients(tx, recipients);
      const { waits, late } = await wireTo(tx, recipients);
      if (waits && isPatient) {
        await quieten(tx, recipients, clock.now());
        return 'later';
      }
      const messages = waits ? await overtake(tx, recipients, clock.now()) : 0;
      if (messages > 0) log.warn('recipients.overtaken', { messages });
      const said = await say(tx, late || messages > 0);
      if (hasWaited) await endSilence(tx, recipients);
      return { said };
    });
    if (look !== 'later') return look.said;
    hasWaited = true;
    await pause(milliseconds);
  }
}

/** Whether something to a recipient is on the wire: `late` is what an earlier no has waited for in vain. */
async function wireTo(
  tx: Transaction,
  recipients: readonly Buffer[],
): Promise<{ readonly waits: boolean; readonly late: boolean }> {
  const { rows } = await sql<{ waits: boolean; late: boolean }>`
    select coalesce(bool_or(d.overtaken_at is null), false) as waits, coalesce(bool_or(d.overtaken_at is not null), false) as late
    from permits p join deliveries d on d.permit_id = p.id where p.recipient_key = any(${keyArray(recipients)}::bytea[]) and ${onWire}`.execute(
    tx,
  );
  return rows[0] ?? { waits: false, late: false };
}

async function quieten(tx: Transaction, recipients: readonly Buffer[], now: Date): Promise<void> {
  await sql`
    update deliveries d set awaited_until = ${after(now, silence)} from permits p
    where p.id = d.permit_id and p.recipient_key = any(${keyArray(recipients)}::bytea[]) and ${onWire} and (${isAwaited(now)}) is not true`.execute(
    tx,
  );
}

async function endSilence(tx: Transaction, recipients: readonly Buffer[]): Promise<void> {
  await sql`
    update deliveries d set awaited_until = null from permits p
    where p.id = d.permit_id and p.recipient_key = any(${keyArray(recipients)}::bytea[]) and d.awaited_until is not null`.execute(
    tx,
  );
}

async function overtake(tx: Transaction, recipients: readonly Buffer[], now: Date): Promise<number> {
  await lockedInOrder(sql`recipient_key = any(${keyArray(recipients)}::bytea[])`).execute(tx);
  const { numAffectedRows } = await sql`
    update deliveries d set overtaken_at = ${now} from permits p
    where p.id = d.permit_id and p.recipient_key = any(${keyArray(recipients)}::bytea[]) and ${onWire}`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0n);
}
