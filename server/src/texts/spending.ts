import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { Platform } from '../platform/platform.ts';

declare module '../platform/database.ts' {
  interface Tables {
    text_spending: { day: string; segments: number };
  }
}

type Spender = Pick<Platform, 'config' | 'clock'>;

/** Takes so many of the day's text messages; `false`, and nothing taken, where they are not there any more. */
export async function spendSegments(platform: Spender, tx: Transaction, segments: number): Promise<boolean> {
  const { perDay } = platform.config.texts;
  if (segments > perDay) return false;
  const { rows } = await sql`
    insert into text_spending as s (day, segments) values (${today(platform)}::date, ${segments})
    on conflict (day) do update set segments = s.segments + excluded.segments
    where s.segments + excluded.segments <= ${perDay}
    returning 1`.execute(tx);
  return rows.length > 0;
}

/** Gives back what a message would have cost that no gateway took. */
export async function giveBack(platform: Spender, tx: Transaction, segments: number): Promise<void> {
  await sql`update text_spending set segments = greatest(0, segments - ${segments})
    where day = ${today(platform)}::date`.execute(tx);
}

/** How many text messages may still go today, and when the next day begins. */
export async function segmentsLeft(
  platform: Spender,
  tx: Transaction,
): Promise<{ left: number; tomorrow: Date }> {
  const day = today(platform);
  const { rows } = await sql<{ segments: number }>`
    select segments from text_spending where day = ${day}::date`.execute(tx);
  return {
    left: Math.max(0, platform.config.texts.perDay - (rows[0]?.segments ?? 0)),
    tomorrow: new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000),
  };
}

function today({ clock }: Spender): string {
  return clock.now().toISOString().slice(0, 10);
}
