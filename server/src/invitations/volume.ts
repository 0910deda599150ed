import { sql } from 'kysely';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import './store.ts';

declare module '../platform/database.ts' {
  interface Tables {
    sending_volume: { hour: Date; messages: number };
  }
}

const hourLong = 3600;
const dayLong = 86_400;
/** What a domain that nobody knows may send on its first day, and the days after which it is forgotten; see decision 65. */
const firstDay = 50;
const remembered = 30;

/** What has left and what may, in UTC hours and days. */
export interface Volume {
  readonly hour: { readonly sent: number; readonly most: number | undefined };
  readonly day: { readonly sent: number; readonly most: number | undefined };
  /** The most that may leave today because of what left on earlier days; undefined where there is no warm-up. */
  readonly warmUp: number | undefined;
}

type Sender = Pick<Platform, 'clock' | 'config'>;

/**
 * The network's volume by e-mail now. A day counts by what left on it, not by the calendar: a clock that was wrong for a
 * while opens nothing, for its days are later than today or had no volume.
 */
export async function volumeNow({ clock, config }: Sender, tx: Transaction): Promise<Volume> {
  const { hour, day } = starts(clock.now());
  const { rows } = await sql<{ hour: number; day: number; busiest: number }>`
    select coalesce(sum(messages) filter (where hour = ${hour}), 0)::integer as hour,
      coalesce(sum(messages) filter (where hour >= ${day}), 0)::integer as day,
      coalesce((select max(total) from (select sum(messages)::integer as total from sending_volume
        where hour >= ${after(day, -remembered * dayLong)} and hour < ${day}
        group by date_trunc('day', hour at time zone 'UTC')) as days), 0) as busiest
    from sending_volume where hour >= ${day} and hour < ${after(day, dayLong)}`.execute(tx);
  const { hour: inHour = 0, day: inDay = 0, busiest = 0 } = rows[0] ?? {};
  const { perHour, perDay } = config.pace;
  const warmUp = config.pace.warmUp ? grown(busiest) : undefined;
  return {
    hour: { sent: inHour, most: perHour },
    day: { sent: inDay, most: least(perDay, warmUp) },
    warmUp,
  };
}

/** At most twice the busiest day of the last, and at least a beginning. */
function grown(busiest: number): number {
  return Math.max(firstDay, 2 * busiest);
}

/**
 * Takes room for so many messages of a member. Senders take turns from here to the end of their transactions.
 *
 * @returns how many may go now, and when the rest is looked at again.
 */
export async function takeVolume(
  platform: Sender,
  tx: Transaction,
  inviter: MemberId,
  wanted: number,
): Promise<{ readonly now: number; readonly again: Date }> {
  const instant = platform.clock.now();
  const { hour, day } = starts(instant);
  // In the order in which they came, also to an hour that nobody has written to yet.
  await sql`
    insert into sending_volume as v (hour, messages)
    select ${hour}::timestamptz, 0 from pg_advisory_xact_lock(hashtextextended('sending_volume', 0))
    on conflict (hour) do update set messages = v.messages`.execute(tx);
  const volume = await volumeNow(platform, tx);
  const most = platform.config.pace.perMemberHour;
  const sent = most === undefined ? 0 : await sentBy(tx, inviter, after(instant, -hourLong), instant, most);
  const room = [
    { left: leftOf(volume.day), again: after(day, dayLong) },
    { left: leftOf(volume.hour), again: after(hour, hourLong) },
    { left: leftOf({ sent, most }), again: after(instant, hourLong / 12) },
  ];
  const tightest = room.reduce((one, other) => (other.left < one.left ? other : one));
  const now = Math.max(0, Math.min(wanted, tightest.left));
  await sql`update sending_volume set messages = messages + ${now} where hour = ${hour}`.execute(tx);
  return { now, again: tightest.again };
}

/** Invitations of a member whose turn came in this time, counted to `most`. */
async function sentBy(
  tx: Transaction,
  inviter: MemberId,
  since: Date,
  until: Date,
  most: number,
): Promise<number> {
  const { rows } = await sql<{ sent: number }>`
    select count(*) as sent from (select from invitations
      where inviter_id = ${inviter} and channel = 'email' and sent_at > ${since} and sent_at <= ${until} limit ${most}) as sent`.execute(
    tx,
  );
  return rows[0]?.sent ?? 0;
}

/**
 * When the last of `count` more messages will have left, if others' do not come first; undefined where nothing but the
 * pace holds them back today.
 */
export async function lastToLeave(
  platform: Sender,
  tx: Transaction,
  count: number,
): Promise<Date | undefined> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*) as waiting from invitations i
    where channel = 'email' and sent_at is null and withdrawn_at is null and expired_at is null and declined_at is null`.execute(
    tx,
  );
  const { pace } = platform.config;
  const volume = await volumeNow(platform, tx);
  const now = platform.clock.now();
  const { day } = starts(now);
  const perDay = least(pace.perDay, pace.perHour === undefined ? undefined : pace.perHour * 24);
  let left = (rows[0]?.waiting ?? 0) + count - Math.min(leftOf(volume.day), perDay ?? Infinity);
  if (left <= 0) return undefined;
  let grownTo = volume.warmUp;
  for (let days = 1; days <= 366; days++) {
    grownTo = grownTo === undefined ? undefined : grown(Math.min(grownTo, perDay ?? grownTo));
    left -= least(perDay, grownTo) ?? Infinity;
    if (left <= 0) return after(day, days * dayLong);
  }
  return after(day, 366 * dayLong);
}

function leftOf({ sent, most }: Volume['day']): number {
  return most === undefined ? Infinity : most - sent;
}

function least(...limits: readonly (number | undefined)[]): number | undefined {
  const set = limits.filter((limit) => limit !== undefined);
  return set.length === 0 ? undefined : Math.min(...set);
}

/** Where the hour and the day of an instant begin, UTC. */
function starts(instant: Date): { readonly hour: Date; readonly day: Date } {
  const at = (seconds: number) => {
    const long = seconds * 1000;
    return new Date(Math.floor(instant.getTime() / long) * long);
  };
  return { hour: at(hourLong), day: at(dayLong) };
}
