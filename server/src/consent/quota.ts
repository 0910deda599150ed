import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { InvitationId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { idArray } from '../platform/rows.ts';
import { type Stop, stopOf } from './stops.ts';
import './store.ts';

/** How a member's invitations of late were received. */
export interface Standing {
  readonly accepted: number;
  readonly declined: number;
  /** Reports of abuse that no operator dismissed, and messages that were called spam. */
  readonly reported: number;
}

/** How many invitations a member may send, or make links for, told before they choose. */
export interface Quota {
  readonly perDay: number;
  readonly left: number;
  /** `lower` and `higher` than what a new member has; `full` is the most of this network. */
  readonly level: 'new' | 'lower' | 'higher' | 'full' | Stop;
  /** When the first of those sent in these 24 hours count no more; undefined where none was. */
  readonly moreAt: Date | undefined;
  /** What so many more acceptances lead to; undefined at the most. */
  readonly next: { readonly perDay: number; readonly acceptances: number } | undefined;
}

const day = 24 * 3600 * 1000;
/** An acceptance is a point; a decline costs one, a report as much as five. */
const reportCosts = 5;

/** From so many points on, so many times the number of a new member. */
const steps: readonly { readonly from: number; readonly times: number }[] = [
  { from: Number.NEGATIVE_INFINITY, times: 0.1 },
  { from: -12, times: 0.2 },
  { from: -6, times: 0.5 },
  { from: -2, times: 1 },
  { from: 5, times: 2 },
  { from: 15, times: 5 },
  { from: 40, times: 10 },
];

/** How many invitations in 24 hours, and the points that decided. */
export function allowance(
  { config, secrets }: Pick<Platform, 'config' | 'secrets'>,
  memberId: MemberId,
  { accepted, declined, reported }: Standing,
): Pick<Quota, 'perDay' | 'level' | 'next'> {
  const { first, most } = config.invitationsPerDay;
  // How many noes go unnoticed differs from member to member, so that nobody learns from the number who said no.
  const unnoticed = (secrets.keyed('quota', memberId)[0] ?? 0) % 3;
  const points = accepted - Math.max(0, declined + reported * reportCosts - unnoticed);
  const of = (times: number) => Math.min(most, Math.max(1, Math.round(first * times)));
  const at = steps.findLastIndex(({ from }) => points >= from);
  const perDay = of(steps[at]?.times ?? 1);
  const better = steps.find(({ from, times }) => from > points && of(times) > perDay);
  return {
    perDay,
    level: perDay < of(1) ? 'lower' : perDay >= most ? 'full' : perDay > of(1) ? 'higher' : 'new',
    next: better && { perDay: of(better.times), acceptances: better.from - points },
  };
}

/** How many invitations the member may send now, and why. */
export async function quotaOf(
  platform: Pick<Platform, 'clock' | 'config' | 'secrets'>,
  tx: Transaction,
  memberId: MemberId,
  standing: Standing,
): Promise<Quota> {
  const allowed = allowance(platform, memberId, standing);
  const since = new Date(platform.clock.now().getTime() - day);
  const { rows } = await sql<{ count: number; first: Date | null }>`
    select count(*), min(used_at) as first from quota_uses where member_id = ${memberId} and used_at > ${since}`.execute(
    tx,
  );
  const [used] = rows;
  const stop = await stopOf(tx, memberId);
  return {
    ...allowed,
    ...(stop === undefined ? {} : { level: stop }),
    left: stop === undefined ? Math.max(0, allowed.perDay - (used?.count ?? 0)) : 0,
    moreAt: used?.first ? new Date(used.first.getTime() + day) : undefined,
  };
}

/** Counts invitations towards the quota, until they are undone. */
export async function useQuota(
  tx: Transaction,
  memberId: MemberId,
  invitations: readonly InvitationId[],
  now: Date,
): Promise<void> {
  await sql`insert into quota_uses (member_id, invitation_id, used_at)
    select ${memberId}::uuid, id, ${now}::timestamptz from unnest(${idArray(invitations)}::uuid[]) as id`.execute(
    tx,
  );
}

/** Whoever consents for this member next waits until this transaction ends: two that are made at once share one quota. */
export async function lockQuota(tx: Transaction, memberId: MemberId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`quota:${memberId}`}, 0))`.execute(tx);
}
