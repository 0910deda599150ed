import { causeOf, type Log } from './log.ts';

/** Does work that the answer does not wait for, so that the time of an answer tells nothing; a failure is logged. */
export function inBackground(log: Log, event: string, work: () => Promise<void>): void {
  setImmediate(() => {
    work().catch((error: unknown) => {
      log.error(event, causeOf(error));
    });
  });
}
