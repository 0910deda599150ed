import { on } from 'node:events';
import { getCompileCacheDir } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { LikelyPair } from '@kith/contacts/dedupe';
import type { Answered, Asked, Wish } from './search-thread.ts';

/** A thread that looks for duplicates in one book, so that none is so large that the server does not answer. */
export interface SearchThread {
  /**
   * Adds contacts by their data as JSON; the place of each is how many were added before. Throws when the thread ended, out of memory or with the server; the job is tried again.
   */
  add(contacts: readonly string[]): Promise<void>;
  /** Looks through what was added, once. */
  search(wish: Omit<Wish, 'kind'>): Promise<readonly LikelyPair[]>;
  /** Gives the thread back after a search. */
  release(): void;
  /** Ends the thread, whatever it is doing. */
  end(): Promise<void>;
}

export interface SearchThreads {
  /** A thread for one search; the job takes one at a time. */
  take(): SearchThread;
  /** Ends what runs: the server stops. */
  close(): Promise<void>;
}

/** Threads that look for duplicates; one is kept waiting between searches. It does not keep the process alive. */
export function searchThreads(): SearchThreads {
  let spare: Worker | undefined;
  let closed = false;
  const running = new Set<Worker>();
  const cache = getCompileCacheDir();
  const start = (): Worker => {
    const worker = new Worker(new URL('./search-thread.ts', import.meta.url), {
      // Nothing of the server's environment: a search needs no address and no secret.
      env: cache === undefined ? {} : { NODE_COMPILE_CACHE: cache },
      // A book that takes more ends its search, not the server.
      resourceLimits: { maxOldGenerationSizeMb: 2048 },
    });
    running.add(worker);
    // Whoever searches hears of it; a spare that dies is just gone.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      running.delete(worker);
      if (spare === worker) spare = undefined;
    });
    return worker;
  };
  return {
    take() {
      if (closed) throw new Error('Kith is stopping');
      const worker = spare ?? start();
      spare = undefined;
      worker.ref();
      return {
        async add(contacts) {
          await answerTo(worker, { kind: 'page', contacts });
        },
        search: async (wish) => (await answerTo(worker, { kind: 'search', ...wish })) ?? [],
        release() {
          worker.unref();
          spare = worker;
        },
        async end() {
          await worker.terminate();
        },
      };
    },
    async close() {
      closed = true;
      await Promise.all([...running].map((worker) => worker.terminate()));
    },
  };
}

async function answerTo(worker: Worker, asked: Asked): Promise<Answered> {
  const answers = on(worker, 'message', { close: ['exit'] });
  worker.postMessage(asked);
  let cause: unknown;
  try {
    // Safe: the thread is ours and posts nothing else.
    for await (const [answered] of answers) return answered as Answered;
  } catch (error) {
    cause = error;
  }
  throw new Error('the thread that looks for duplicates ended before its time', { cause });
}
