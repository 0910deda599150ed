import { CompiledQuery, sql } from 'kysely';
import type pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Static, TObject } from 'typebox';
import { Value } from 'typebox/value';
import type { Transaction } from './database.ts';
import { causeOf, type Log } from './log.ts';

/** A kind of job: its queue, what its payload holds, and what to do. Handlers are idempotent; they may run twice. */
export interface Job<Payload extends TObject> {
  readonly name: string;
  readonly payload: Payload;
  readonly run: (payload: Static<Payload>) => Promise<void>;
  /** Jobs of this kind that run side by side in one process. */
  readonly concurrency?: number;
  /** A cron line; the job also runs by the clock, with an empty payload. */
  readonly schedule?: string;
  /** How often it is tried again, after pauses that double from a second to a minute; 20 times where nothing is said. */
  readonly retries?: number;
  /** Seconds after which a run is taken for stuck and tried again; 900 where nothing is said. */
  readonly longest?: number;
  /** Is told when the last try failed or its process died: what the job was to do is never done. */
  readonly gaveUp?: (payload: Static<Payload>) => Promise<void>;
}

export interface Jobs {
  define<Payload extends TObject>(job: Job<Payload>): void;
  /**
   * Queues a job; with `startAfter` not before that instant, or that many seconds from now by the database's clock. With
   * `tx` the job is there when that transaction commits, so that it never runs before what it is about.
   */
  enqueue(
    name: string,
    payload: object,
    options?: { startAfter?: Date | number; tx?: Transaction },
  ): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Jobs on pg-boss, in the same database. A batch whose worker was killed comes back within seconds. */
export function openJobs(connection: pg.PoolConfig, log: Log): Jobs {
  // pg-boss takes either a connection string or the parts; both stand in PoolConfig.
  const boss = new PgBoss({
    ...(connection.connectionString === undefined
      ? {
          host: connection.host ?? 'localhost',
          port: connection.port,
          database: connection.database,
          user: connection.user,
          password: typeof connection.password === 'string' ? connection.password : undefined,
        }
      : { connectionString: connection.connectionString }),
    max: 4,
    schema: 'jobs',
    useListenNotify: true,
    superviseIntervalSeconds: 5,
    // A queue is looked through for lost heartbeats at most this often; the default is once a minute.
    monitorIntervalSeconds: 5,
    queueCacheIntervalSeconds: 5,
    maintenanceIntervalSeconds: 60,
  } as ConstructorParameters<typeof PgBoss>[0]);
  boss.on('error', (error) =>
    log.error('jobs.error', { reason: error instanceof Error ? error.name : 'unknown' }),
  );
  const defined: Job<TObject>[] = [];
  const serve = async (job: Job<TObject>, deadLetter?: string) => {
    const options = {
      retryLimit: job.retries ?? 20,
      expireInSeconds: job.longest ?? 900,
      ...(deadLetter === undefined ? {} : { deadLetter }),
    };
    await boss.createQueue(job.name, {
      ...options,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 60,
      heartbeatSeconds: 10,
      notify: true,
    });
    // A queue that an earlier Kith made stays as it was.
    if (deadLetter !== undefined) await boss.updateQueue(job.name, options);
    if (job.schedule !== undefined) await boss.schedule(job.name, job.schedule, {});
    await boss.work(
      job.name,
      {
        pollingIntervalSeconds: 0.5,
        notifyPollingIntervalSeconds: 2,
        // Where several wait, the next is taken at once, not at the next look.
        burstWhenReadyExceeds: 1,
        localConcurrency: job.concurrency ?? 1,
      },
      async (jobs) => {
        for (const { data } of jobs) {
          try {
            await job.run(Value.Parse(job.payload, data ?? {}));
          } catch (error) {
            // pg-boss keeps what is thrown for the retry and tells nobody.
            log.warn('job.failed', { job: job.name, ...causeOf(error) });
            throw error;
          }
        }
      },
    );
  };
  return {
    define: (job) => {
      // Safe: the payload is parsed by the job's own schema before `run` sees it.
      defined.push(job as unknown as Job<TObject>);
    },
    async enqueue(name, payload, options = {}) {
      await boss.send(name, payload, {
        ...(options.startAfter === undefined ? {} : { startAfter: options.startAfter }),
        ...(options.tx === undefined ? {} : { db: statementsIn(options.tx) }),
      });
    },
    async start() {
      await boss.start();
      for (const job of defined) {
        const { name, payload, gaveUp } = job;
        const dead = gaveUp === undefined ? undefined : `${name}.given-up`;
        // The queue of those given up comes first: the other one names it.
        if (gaveUp !== undefined && dead !== undefined) await serve({ name: dead, payload, run: gaveUp });
        await serve(job, dead);
      }
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 5000, close: true });
    },
  };
}

/**
 * Deletes jobs that name an id, finished or waiting; the queue itself keeps finished ones for days.
 *
 * @returns how many of them run now, and so stay.
 */
export async function forgetJobs(tx: Transaction, id: string): Promise<number> {
  const names = sql`position(${id} in data::text) > 0`;
  await sql`delete from jobs.job where state <> 'active' and ${names}`.execute(tx);
  const { rows } = await sql`select from jobs.job where state = 'active' and ${names}`.execute(tx);
  return rows.length;
}

function statementsIn(tx: Transaction) {
  return {
    executeSql: async (text: string, values: unknown[] = []) => {
      const { rows } = await tx.executeQuery(CompiledQuery.raw(text, values));
      return { rows };
    },
  };
}
