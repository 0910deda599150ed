import { sql } from 'kysely';
import { lockRecipients } from '../consent/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { Platform } from '../platform/platform.ts';
import { lockedInOrder } from './store.ts';

/** Milliseconds that a no waits for what is on the wire. */
const longest = 3000;
/** Milliseconds between two looks at it: each pause is twice the last. */
const firstPause = 10;
const longestPause = 160;

/** A delivery `d` whose intent is committed, and of which nobody has written down yet what became of it. */
const onWire = sql<boolean>`d.handed_at is null and d.rejected_at is null and d.unknown_at is null and d.deferred_until is null`;

/**
 * Locks a recipient who says no, and waits until none of our messages to them is on the wire: once the no has committed,
 * no byte of one follows. Meanwhile none can begin, for the sender waits for the same lock.
 *
 * To be called before an invitation is locked: who sends locks those to write down what became of them.
 *
 * @returns false where a message stayed on the wire for longer than anybody should wait, and may still arrive.
 */
export async function lastWord(platform: Platform, tx: Transaction, recipient: Buffer): Promise<boolean> {
  const { clock, log, pause, stopwatch } = platform;
  await lockRecipients(tx, [recipient]);
  const until = stopwatch() + longest;
  for (let milliseconds = firstPause; ; milliseconds = Math.min(2 * milliseconds, longestPause)) {
    const { waits, late } = await wireTo(tx, recipient);
    if (!waits) return !late;
    if (stopwatch() >= until) break;
    await pause(milliseconds);
  }
  const messages = await overtake(tx, recipient, clock.now());
  if (messages > 0) log.warn('recipients.overtaken', { messages });
  return messages === 0;
}

/** Whether something to the recipient is on the wire: `late` is what an earlier no has waited for in vain. */
async function wireTo(
  tx: Transaction,
  recipient: Buffer,
): Promise<{ readonly waits: boolean; readonly late: boolean }> {
  const { rows } = await sql<{ waits: boolean; late: boolean }>`
    select coalesce(bool_or(d.overtaken_at is null), false) as waits, coalesce(bool_or(d.overtaken_at is not null), false) as late
    from permits p join deliveries d on d.permit_id = p.id where p.recipient_key = ${recipient} and ${onWire}`.execute(
    tx,
  );
  return rows[0] ?? { waits: false, late: false };
}

async function overtake(tx: Transaction, recipient: Buffer, now: Date): Promise<number> {
  await lockedInOrder(sql`recipient_key = ${recipient}`).execute(tx);
  const { numAffectedRows } = await sql`
    update deliveries d set overtaken_at = ${now} from permits p
    where p.id = d.permit_id and p.recipient_key = ${recipient} and ${onWire}`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
