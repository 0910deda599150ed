import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Events } from '../events.ts';

/** News of another process reaches us at the latest after so many milliseconds. */
const backstop = 1500;

/** A state is sent at most so often (milliseconds), and reading it takes at most this share of the time. */
const pace = 250;
const share = 0.2;

/**
 * Streams a changing thing as server-sent events (WHATWG HTML, section 9.2): its state now, then whenever it changed,
 * until `done` says that it will not change any more or the caller leaves. News of the topic `soon` is not kept
 * waiting.
 */
export async function streamChanges<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  live: {
    events: Events;
    topic: string;
    soon: string;
    event: string;
    read: () => Promise<T>;
    done: (state: T) => boolean;
  },
): Promise<void> {
  let woken: (() => void) | undefined;
  let pending = false;
  let hurried = new AbortController();
  const unsubscribe = [
    live.events.subscribe(live.topic, () => {
      pending = true;
      woken?.();
    }),
    live.events.subscribe(live.soon, () => {
      pending = true;
      woken?.();
      hurried.abort();
    }),
  ];
  let open = true;
  request.raw.on('close', () => {
    open = false;
    woken?.();
    hurried.abort();
  });
  let last = '';
  let sequence = 0;
  try {
    while (open) {
      pending = false;
      hurried = new AbortController();
      const began = performance.now();
      const state = await live.read();
      const pause = Math.min(backstop, Math.max(pace, (performance.now() - began) * (1 / share - 1)));
      const text = JSON.stringify(state);
      if (text !== last) {
        last = text;
        sequence += 1;
        await reply.sse.send({ id: String(sequence), event: live.event, data: state });
      }
      if (live.done(state)) return;
      await sleep(pause, undefined, { signal: hurried.signal }).catch(() => undefined);
      if (pending || !open) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, backstop);
        woken = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      woken = undefined;
    }
  } finally {
    for (const one of unsubscribe) one();
  }
}
