import { type Guard, type GuardedAnswer, GuardRefusal } from '../guard/guard.ts';
import { certificateFault } from './certificate-fault.ts';
import { SourceFault, type SourceNetwork } from './protocol.ts';

/** Time and chance, as the caller has them. */
export interface Patience {
  readonly now: () => Date;
  /** From 0 up to 1. */
  readonly chance: () => number;
  /** Resolves after so many milliseconds; rejects with the signal's reason. */
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

const tries = 6;
/** Milliseconds that one request waits in all at most: longer, and the member is better told. */
const longest = 60_000;
const busy = new Set([429, 502, 503, 504]);

/**
 * The guarded network of a run: asks again when a provider is busy, after the time that it names (Retry-After, RFC 9110,
 * 10.2.3) or else after growing pauses, and says in one of our words why there is no answer.
 *
 * @throws {SourceFault} and the signal's reason.
 */
export function patientNetwork(guard: Guard, patience: Patience): SourceNetwork {
  return {
    ca: guard.ca,

    async fetch(target, asked = {}) {
      let waited = 0;
      for (let attempt = 1; ; attempt++) {
        asked.signal?.throwIfAborted();
        const answer = await guard.fetch(target, asked).catch((error: unknown) => {
          throw faultOf(error, asked.signal);
        });
        if (!busy.has(answer.status)) return answer;
        const pause = pauseOf(answer, attempt, patience);
        waited += pause;
        if (attempt >= tries || waited > longest) throw busyFault(answer.status);
        await patience.wait(pause, asked.signal);
      }
    },

    async addresses(host, port) {
      try {
        return await guard.addresses(host, port);
      } catch (error) {
        throw faultOf(error, undefined);
      }
    },
  };
}

function busyFault(status: number): SourceFault {
  return status === 429
    ? new SourceFault('source.throttled', 'The provider asks to wait.')
    : new SourceFault('source.unavailable', `The provider answers ${status}.`);
}

function pauseOf({ headers }: GuardedAnswer, attempt: number, { now, chance }: Patience): number {
  const named = headers['retry-after'];
  if (named !== undefined) {
    const pause = /^\d{1,9}$/.test(named) ? Number(named) * 1000 : Date.parse(named) - now().getTime();
    if (Number.isFinite(pause)) return Math.max(0, pause);
  }
  return 500 * 2 ** (attempt - 1) * (0.5 + chance() / 2);
}

/** What went wrong on the way to a host, in our words. */
function faultOf(error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true || error instanceof SourceFault) return error;
  if (error instanceof GuardRefusal)
    return error.code === 'guard.too_large'
      ? new SourceFault('source.too_large', error.message, { cause: error })
      : new SourceFault('source.guarded', error.message, { cause: error });
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const untrusted = certificateFault(code ?? '', error);
  if (untrusted !== undefined) return untrusted;
  if (error instanceof TypeError)
    return new SourceFault('source.unreachable', 'That is no address.', { cause: error });
  return new SourceFault('source.unreachable', `No answer (${code ?? 'timeout'}).`, { cause: error });
}
