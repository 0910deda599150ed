import { on } from 'node:events';
import { getCompileCacheDir } from 'node:module';
import { Worker } from 'node:worker_threads';
import { KithError } from '../platform/errors.ts';
import type { Answered, Asked, Owner, PageOfFile } from './reader-thread.ts';

/** A thread that reads the files of one import, so that no file can keep the server from answering. */
export interface ReaderThread {
  /**
   * Takes a chunk of the file, or `undefined` for its end, and gives the pages that were full by then.
   *
   * @throws {KithError} `import.unreadable` when the thread ended: out of memory, or by a fault of the reader.
   */
  read(chunk: Uint8Array | undefined): AsyncGenerator<PageOfFile>;
  /** The file holds no contacts: its end need not be fetched. */
  refused(): boolean;
  /** Gives the thread back after the last file was read to its end. */
  release(): void;
  /** Ends the thread, whatever it is doing. */
  end(): Promise<void>;
}

export interface ReaderThreads {
  /** Makes a thread ready for an import that is about to come; starting one takes longer than a small file. */
  warm(): void;
  /** A thread for one import. */
  take(owner: Owner): ReaderThread;
}

function unreadable(cause: unknown): KithError {
  return new KithError('import.unreadable', 'The thread that read the file ended before its time.', {
    cause,
  });
}

function pageOf({ text, contents }: Extract<Answered, { kind: 'page' }>): PageOfFile {
  // Safe: the thread is ours, and wrote it of a page.
  const page = JSON.parse(text) as PageOfFile;
  const events = page.events.map((event, at) =>
    event.kind === 'card' ? { ...event, content: contents[at] ?? '' } : event,
  );
  return { ...page, events };
}

/** Threads that read imports; one is kept waiting between imports. It does not keep the process alive. */
export function readerThreads(): ReaderThreads {
  let spare: Worker | undefined;
  const cache = getCompileCacheDir();
  const start = (): Worker => {
    const worker = new Worker(new URL('./reader-thread.ts', import.meta.url), {
      // Nothing of the server's environment: a reader needs no address and no secret.
      env: cache === undefined ? {} : { NODE_COMPILE_CACHE: cache },
      // A file that makes its reader take more is at fault; the import fails, the server goes on.
      resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64 },
    });
    worker.unref();
    // Whoever reads hears of it; a spare that dies is just gone.
    worker.on('error', () => {
      if (spare === worker) spare = undefined;
    });
    return worker;
  };
  const ask = (worker: Worker, asked: Asked): void => worker.postMessage(asked);
  return {
    warm() {
      spare ??= start();
    },
    take(owner) {
      const worker = spare ?? start();
      spare = undefined;
      worker.ref();
      ask(worker, { kind: 'begin', owner });
      let refused = false;
      return {
        refused: () => refused,
        async *read(bytes) {
          const answers = on(worker, 'message', { close: ['exit'] });
          ask(worker, { kind: 'chunk', bytes });
          try {
            for await (const [answered] of answers) {
              // Safe: the thread is ours and posts nothing else.
              const answer = answered as Answered;
              if (answer.kind === 'taken') {
                refused = answer.refused;
                return;
              }
              yield pageOf(answer);
            }
          } catch (cause) {
            throw unreadable(cause);
          }
          throw unreadable(undefined);
        },
        release() {
          worker.unref();
          if (spare === undefined) spare = worker;
          else void worker.terminate();
        },
        async end() {
          await worker.terminate();
        },
      };
    },
  };
}
