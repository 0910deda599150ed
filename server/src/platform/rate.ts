import { sql } from 'kysely';
import type { Transaction } from './database.ts';
import { KithError } from './errors.ts';
import type { Platform } from './platform.ts';

/** So many at once, and so many seconds until an empty bucket is full again. */
export interface RateLimit {
  readonly bucket: string;
  readonly capacity: number;
  readonly seconds: number;
}

/**
 * Takes one token out of a subject's bucket, in a transaction of its own: a request that fails later has spent it too.
 * The subject (an address, a client) is stored as a keyed hash.
 *
 * @throws {KithError} `request.too_many`, with the seconds until there is a token again.
 */
export async function spend(platform: Platform, limit: RateLimit, subject: string): Promise<void> {
  const { bucket, capacity, seconds } = limit;
  const key = platform.secrets.keyed('rate.subject', `${bucket} ${subject}`);
  const now = platform.clock.now();
  // What the bucket holds by now; a clock that went backwards adds nothing.
  const filled = sql<number>`least(${capacity}::float8, b.tokens
    + greatest(0, extract(epoch from ${now}::timestamptz - b.refilled_at)) * ${capacity}::float8 / ${seconds}::float8)`;
  const { rows } = await platform.database.asSystem((tx) =>
    sql<{ taken: boolean; wait: number | null }>`
      with taken as (
        insert into rate_buckets as b (bucket, subject, tokens, refilled_at)
        values (${bucket}, ${key}, ${capacity}::float8 - 1, ${now})
        on conflict (bucket, subject) do update set tokens = ${filled} - 1, refilled_at = excluded.refilled_at
        where ${filled} >= 1
        returning 1
      )
      select exists (select from taken) as taken,
        (select (1 - ${filled}) * ${seconds}::float8 / ${capacity}::float8
          from rate_buckets b where b.bucket = ${bucket} and b.subject = ${key}) as wait`.execute(tx),
  );
  const answer = rows[0];
  if (answer?.taken === true) return;
  throw new KithError('request.too_many', 'Too many requests. Wait a while and try again.', {
    retryAfter: Math.max(1, Math.ceil(answer?.wait ?? 1)),
  });
}

/** Forgets subjects of these buckets that were not seen since; a bucket that is gone is a full one. */
export async function forgetFullBuckets(
  tx: Transaction,
  prefixes: readonly string[],
  since: Date,
): Promise<void> {
  await sql`delete from rate_buckets
    where refilled_at < ${since} and bucket like any(${prefixes.map((prefix) => `${prefix}%`)}::text[])`.execute(
    tx,
  );
}
