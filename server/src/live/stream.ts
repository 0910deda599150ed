import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../platform/http/session.ts';
import type { Platform } from '../platform/platform.ts';
import { memberTopic, named, type Subject } from './subject.ts';

/** The session behind a request, while it is open. */
export type SessionOf = (platform: Platform, request: FastifyRequest) => Promise<Session | undefined>;

/** What changes within so many milliseconds is told together. */
const gather = 150;
/** So often at least something is told, so that the browser knows the stream is whole. */
const beat = 20_000;

/** Milliseconds in which a caller takes the last event. */
const farewell = 1000;

/** Why a stream ends that others took the place of. */
export const displaced = Symbol('displaced');

/**
 * Sends the names of what changed until the caller leaves, `ended` aborts or the session is over. What was not sent
 * yet is a set of names, so a caller who does not read costs nothing.
 */
export async function streamNews(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  { session, sessionOf, ended }: { session: Session; sessionOf: SessionOf; ended: AbortController },
): Promise<void> {
  const { signal } = ended;
  const changed = new Set<Subject>();
  let wake: (() => void) | undefined;
  const unsubscribe = platform.events.subscribe(memberTopic(session.memberId), (what) => {
    for (const subject of named(what)) changed.add(subject);
    wake?.();
  });
  reply.sse.onClose(() => ended.abort());
  const over = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  const send = async () => {
    const data = { changed: [...changed] };
    changed.clear();
    // A caller who is gone while we wait for them to read never lets the sending end.
    await Promise.race([reply.sse.send({ event: 'changed', data }), over]);
  };
  try {
    await send();
    while (!signal.aborted) {
      const silent = changed.size === 0 && !(await news());
      if (silent && (await sessionOf(platform, request)) === undefined) return;
      if (!silent) await sleep(gather, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await send();
    }
    if (signal.reason === displaced)
      await Promise.race([reply.sse.send({ event: 'displaced', data: { changed: [] } }), sleep(farewell)]);
  } finally {
    unsubscribe();
  }

  /** False when nothing was told for the time of a beat. */
  async function news(): Promise<boolean> {
    const resting = new AbortController();
    wake = () => resting.abort();
    const rest = sleep(beat, undefined, { signal: resting.signal }).catch(() => undefined);
    await Promise.race([rest, over]);
    resting.abort();
    wake = undefined;
    return changed.size > 0;
  }
}
