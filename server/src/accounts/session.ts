import type { FastifyReply, FastifyRequest } from 'fastify';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import type { Session } from '../platform/http/session.ts';
import type { MemberId, SessionId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { randomToken } from '../platform/random.ts';
import { tokenHash } from '../platform/secrets.ts';
import './store.ts';

/** The `__Host-` prefix binds the cookie to this host over a secure connection (RFC 6265bis, section 4.1.3.2). */
const cookieName = '__Host-kith';
const cookie = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const;
const lifetime = 30 * 24 * 3600;
const seenEvery = 3600;

/** Opens a session for a member and sets its cookie. */
export async function openSession(
  platform: Platform,
  tx: Transaction,
  request: FastifyRequest,
  reply: FastifyReply,
  memberId: MemberId,
): Promise<Session> {
  const now = platform.clock.now();
  const token = randomToken(platform.random) + randomToken(platform.random);
  const id = platform.ids.next<SessionId>();
  await tx
    .insertInto('sessions')
    .values({
      id,
      member_id: memberId,
      token_hash: tokenHash(token),
      created_at: now,
      seen_at: now,
      expires_at: after(now, lifetime),
      ended_at: null,
      agent: request.headers['user-agent']?.slice(0, 200) ?? null,
    })
    .execute();
  reply.setCookie(cookieName, token, { ...cookie, maxAge: lifetime });
  return { id, memberId };
}

/** Tells the browser to drop the cookie of a session that ended. */
export function forgetCookie(reply: FastifyReply): void {
  reply.clearCookie(cookieName, cookie);
}

/** The session behind a request's cookie, if it is open; notes at most hourly that it was seen. */
export async function sessionOf(platform: Platform, request: FastifyRequest): Promise<Session | undefined> {
  const token = request.cookies[cookieName];
  if (token === undefined) return undefined;
  const now = platform.clock.now();
  return platform.database.asSystem(async (tx) => {
    const row = await tx
      .selectFrom('sessions')
      .select(['id', 'member_id', 'seen_at'])
      .where('token_hash', '=', tokenHash(token))
      .where('ended_at', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    if (after(row.seen_at, seenEvery) < now)
      await tx
        .updateTable('sessions')
        .set({ seen_at: now, expires_at: after(now, lifetime) })
        .where('id', '=', row.id)
        .execute();
    return { id: row.id, memberId: row.member_id };
  });
}
