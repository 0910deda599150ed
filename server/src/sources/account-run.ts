import { type BookRequest, type Protocol, type ReadBook, SourceFault } from '@kith/sources';
import { type Arrival, beginArrival } from '../imports/index.ts';
import { regionOf } from '../members/index.ts';
import { type ErrorCode, KithError } from '../platform/errors.ts';
import type { ImportId, MemberId } from '../platform/ids.ts';
import { causeOf } from '../platform/log.ts';
import type { Platform } from '../platform/platform.ts';

/** Accounts that this process reads side by side. */
const sideBySide = 8;
/** Milliseconds that a caller waits for the first contacts, or for the reason why there are none. */
const firstPart = 8000;
const signOfLife = 5000;
/** Milliseconds that an account is read at most. */
const longest = 6 * 3_600_000;

/** An account to be read, once. */
export interface AccountRun extends Omit<BookRequest, 'signal' | 'after'> {
  readonly providerId?: string | undefined;
  readonly protocol: Protocol;
  readonly read: ReadBook;
  /** What tells the account from others of its provider; the user name or the address when missing. */
  readonly user?: string;
  /** Milliseconds that may be read at most. */
  readonly limit?: number;
  /** Is told the import before anything is read. */
  readonly onBegin?: (id: ImportId) => Promise<void>;
  /** Takes the grant back, however the reading ended; without it there was a password, and it is forgotten. */
  readonly onEnd?: (id: ImportId) => Promise<'revoked' | 'page'>;
}

/** Reads accounts in the background of this process; what opens them is in its memory alone, for as long as it takes. */
export interface AccountRuns {
  /**
   * Begins to read an account, and waits until its first contacts are there.
   *
   * @throws {KithError} `source.…` when there is nothing to read; no import is left behind then.
   */
  read(owner: MemberId, run: AccountRun): Promise<ImportId>;
  /** Ends all of them; what they read is kept. */
  close(): Promise<void>;
}

export function accountRuns(platform: Platform): AccountRuns {
  const running = new Map<AbortController, Promise<void>>();
  let closing = false;

  async function read(owner: MemberId, run: AccountRun): Promise<ImportId> {
    if (closing || running.size >= sideBySide)
      throw new KithError(
        'source.busy',
        'As many accounts as possible are being read. Try again in a minute.',
        {
          retryAfter: 60,
        },
      );
    const user = run.user ?? (run.credential.kind === 'password' ? run.credential.user : run.address);
    const arrival = await beginArrival(platform, owner, await regionOf(platform, owner), {
      providerId: run.providerId,
      protocol: run.protocol,
      host: run.at.host ?? (run.at.url === undefined ? '' : new URL(run.at.url).hostname),
      address: run.address,
      user: user.toLowerCase(),
    });
    await run.onBegin?.(arrival.id);
    const stop = new AbortController();
    const first = Promise.withResolvers<void>();
    const done = follow(arrival, run, stop, first.resolve).then(
      (nothing) => {
        if (nothing === undefined) first.resolve();
        else first.reject(nothing);
      },
      (error: unknown) => {
        platform.log.error('source.failed', {
          import: arrival.id,
          protocol: run.protocol,
          ...causeOf(error),
        });
        first.resolve();
      },
    );
    running.set(stop, done);
    void done.finally(() => running.delete(stop));
    const timer = setTimeout(first.resolve, firstPart);
    await first.promise.finally(() => clearTimeout(timer));
    return arrival.id;
  }

  /** @returns why there is nothing, when nothing at all came while the caller still waited; then there is no import. */
  async function follow(
    arrival: Arrival,
    run: AccountRun,
    stop: AbortController,
    came: () => void,
  ): Promise<KithError | undefined> {
    const { log } = platform;
    const begun = performance.now();
    const beat = setInterval(() => void arrival.alive().catch(() => undefined), signOfLife);
    const unsubscribe = arrival.onStopped(() => stop.abort(new Error('stopped by its owner')));
    let late = false;
    const end = setTimeout(() => {
      late = true;
      stop.abort(new Error('read for as long as it may'));
    }, run.limit ?? longest);
    let cards = 0;
    let fault: ErrorCode | undefined;
    try {
      const request: BookRequest = {
        at: run.at,
        address: run.address,
        credential: run.credential,
        ...(run.credentialHosts === undefined ? {} : { credentialHosts: run.credentialHosts }),
        ...(run.collected === undefined ? {} : { collected: run.collected }),
        ...(arrival.after === undefined ? {} : { after: arrival.after }),
        network: run.network,
        signal: stop.signal,
      };
      for await (const part of run.read(request)) {
        cards = part.cards;
        if (!(await arrival.take(part))) break;
        came();
      }
    } catch (error) {
      if (closing || late) fault = 'source.interrupted';
      else if (!stop.signal.aborted) fault = error instanceof SourceFault ? error.code : 'source.unreadable';
      // The message of a fault is ours; that of a library, or of a server, is told to nobody.
      log.warn('source.fault', {
        import: arrival.id,
        protocol: run.protocol,
        provider: run.providerId,
        code: fault,
        cards,
        ...(error instanceof SourceFault ? { reason: error.message } : causeOf(error)),
      });
    } finally {
      clearInterval(beat);
      clearTimeout(end);
      unsubscribe();
    }
    const access = run.onEnd === undefined ? 'forgotten' : await run.onEnd(arrival.id);
    if (cards === 0 && performance.now() - begun < firstPart - 500) {
      await arrival.forget();
      return new KithError(fault ?? 'source.empty', 'Nothing was read from this account.');
    }
    await arrival.end(fault);
    await arrival.accessEnded(access);
    log.info('source.read', {
      import: arrival.id,
      protocol: run.protocol,
      provider: run.providerId,
      cards,
      access,
      milliseconds: Math.round(performance.now() - begun),
    });
    return undefined;
  }

  return {
    read,
    async close() {
      closing = true;
      for (const stop of running.keys()) stop.abort(new Error('Kith is stopping'));
      await Promise.allSettled(running.values());
    },
  };
}
