/**
 * Wakes whoever waits for news of a topic. A hint, not a message: the woken one reads the database, and reads it again
 * after a while without a hint, for one may be lost.
 */
export interface Events {
  /** @param what Names what changed, where the topic has several things; nothing named means that anything may have. */
  publish(topic: string, ...what: readonly string[]): void;
  /** @returns a function that ends the subscription. */
  subscribe(topic: string, wake: (what: readonly string[]) => void): () => void;
}

export interface LocalEvents extends Events {
  /** Wakes all: hints may have been lost. */
  wakeAll(): void;
}

/** Events within this process. */
export function localEvents(): LocalEvents {
  const topics = new Map<string, Set<(what: readonly string[]) => void>>();
  return {
    publish(topic, ...what) {
      for (const wake of topics.get(topic) ?? []) wake(what);
    },
    subscribe(topic, wake) {
      const wakers = topics.get(topic) ?? new Set();
      wakers.add(wake);
      topics.set(topic, wakers);
      return () => {
        wakers.delete(wake);
        if (wakers.size === 0) topics.delete(topic);
      };
    },
    wakeAll() {
      for (const wakers of topics.values()) for (const wake of wakers) wake([]);
    },
  };
}
