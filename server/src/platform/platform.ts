import type { Config } from '../config.ts';
import type { Clock, Pause, Stopwatch } from './clock.ts';
import type { Database } from './database.ts';
import type { Events } from './events.ts';
import type { Ids } from './ids.ts';
import type { Jobs } from './jobs.ts';
import type { Log } from './log.ts';
import type { MailTransport, TextTransport } from './mail.ts';
import type { Random } from './random.ts';
import type { Secrets } from './secrets.ts';

/** What every slice is given: the outside world, passed in so that tests own it. */
export interface Platform {
  readonly config: Config;
  /** Address of this server as others reach it, without a trailing slash. */
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly stopwatch: Stopwatch;
  readonly pause: Pause;
  readonly database: Database;
  readonly events: Events;
  readonly ids: Ids;
  readonly jobs: Jobs;
  readonly log: Log;
  readonly mail: MailTransport;
  /** Undefined where this network cannot send text messages. */
  readonly texts: TextTransport | undefined;
  readonly random: Random;
  readonly secrets: Secrets;
}
