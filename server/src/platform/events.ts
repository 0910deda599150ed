/**
 * Wakes whoever waits for news of a topic in this process. A hint, not a message: the woken one reads the database,
 * and reads it again after a while without a hint, so that news of another process arrives too.
 */
export interface Events {
  publish(topic: string): void;
  /** @returns a function that ends the subscription. */
  subscribe(topic: string, wake: () => void): () => void;
}

export function localEvents(): Events {
  const topics = new Map<string, Set<() => void>>();
  return {
    publish(topic) {
      for (const wake of topics.get(topic) ?? []) wake();
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
  };
}
