import type pg from 'pg';
import { type App, buildApp } from './app.ts';
import { type Config, readConfig } from './config.ts';
import { demoTransports, loadDemo } from './demo/index.ts';
import { type Clock, systemClock, systemPause, systemStopwatch } from './platform/clock.ts';
import { openDatabase } from './platform/database.ts';
import { KithError } from './platform/errors.ts';
import { uuidv7 } from './platform/ids.ts';
import { openJobs } from './platform/jobs.ts';
import { jsonLog, type Log } from './platform/log.ts';
import { smtpTransport } from './platform/mail-smtp.ts';
import { migrate } from './platform/migrate.ts';
import type { Platform } from './platform/platform.ts';
import { connectionTo, startPostgres } from './platform/postgres/start.ts';
import { systemRandom } from './platform/random.ts';
import { masterSecret, secretsFrom } from './platform/secrets.ts';
import { sharedEvents } from './platform/shared-events.ts';
import { httpTextTransport } from './platform/text-http.ts';
import { smppTransport } from './platform/text-smpp.ts';
import { twilioTransport } from './platform/text-twilio.ts';

export interface Running {
  readonly address: string;
  /** Settles when the database was lost for good; nothing works without it. */
  readonly lost: Promise<KithError>;
  stop(): Promise<void>;
}

/** Starts the database, the jobs and the HTTP server; `stop` ends them in the opposite order. */
export async function serve(config: Config = readConfig()): Promise<Running> {
  const kith = await open(config);
  try {
    const listening = await kith.app.listen({ host: config.host, port: config.port });
    const address = config.publicUrl ?? listening.replace('127.0.0.1', 'localhost');
    kith.announce(address);
    if (!config.demo && config.smtpUrl === undefined)
      kith.platform.log.warn('mail.not_configured', { setting: 'KITH_SMTP_URL' });
    await kith.platform.jobs.start();
    return { address, lost: kith.lost, stop: kith.stop };
  } catch (error) {
    await kith.stop();
    throw error;
  }
}

export interface Opened {
  readonly platform: Platform;
  readonly app: App;
  readonly lost: Promise<KithError>;
  /** Where this Kith is reached, known once it listens. */
  announce(address: string): void;
  stop(): Promise<void>;
}

/**
 * Everything but the listening and the jobs at work: a migrated database, and the slices upon it.
 *
 * @param beside Where a server runs on the embedded database already, work beside it instead of refusing.
 */
export async function open(config: Config, { beside = false } = {}): Promise<Opened> {
  const clock = systemClock;
  const log = jsonLog(
    config.logLevel,
    () => clock.now(),
    (line) => process.stderr.write(line),
  );
  const server = await database(config, clock, log, beside);
  try {
    return await openOn(server, config, clock, log);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function openOn(server: DatabaseServer, config: Config, clock: Clock, log: Log): Promise<Opened> {
  await migrate(server.connection);
  const events = sharedEvents(server.connection, log);
  const base = {
    config,
    clock,
    stopwatch: systemStopwatch,
    pause: systemPause,
    log,
    random: systemRandom,
    database: openDatabase(server.connection),
    events,
    ids: uuidv7(clock, systemRandom),
    jobs: openJobs(server.connection, log),
    secrets: secretsFrom(config.secret ?? (await masterSecret(config.dataDir, systemRandom))),
  };
  let publicUrl = config.publicUrl ?? '';
  const platform: Platform = {
    ...base,
    get publicUrl() {
      return publicUrl;
    },
    ...transports(base),
  };
  if (config.demo) await loadDemo(platform);
  const app = await buildApp(platform);
  return {
    platform,
    app,
    lost: server.lost,
    announce(address) {
      publicUrl = address;
      server.announce(address);
    },
    async stop() {
      await app.close();
      await platform.jobs.stop();
      await platform.mail.close();
      await platform.texts?.close?.();
      await events.close();
      await platform.database.close();
      await server.stop();
    },
  };
}

/** How messages leave: in the demo into its mailbox, else by SMTP; with neither they wait in the queue. */
function transports(
  platform: Pick<Platform, 'config' | 'database' | 'clock' | 'ids' | 'events' | 'log'>,
): Pick<Platform, 'mail' | 'texts'> {
  const { config, log } = platform;
  if (config.demo) return demoTransports(platform);
  const texts = textTransport(config.texts.gateway, log);
  if (config.smtpUrl !== undefined) return { mail: smtpTransport(config.smtpUrl, config.dkim), texts };
  return {
    mail: { send: async () => ({ kind: 'deferred', code: undefined }), close: async () => undefined },
    texts,
  };
}

function textTransport(gateway: Config['texts']['gateway'], log: Log): Platform['texts'] {
  switch (gateway?.kind) {
    case 'http':
      return httpTextTransport(gateway);
    case 'twilio':
      return twilioTransport(gateway);
    case 'smpp':
      return smppTransport(gateway, log);
    case undefined:
      return undefined;
  }
}

interface DatabaseServer {
  readonly connection: pg.PoolConfig;
  readonly lost: Promise<KithError>;
  announce(address: string): void;
  stop(): Promise<void>;
}

async function database(config: Config, clock: Clock, log: Log, beside: boolean): Promise<DatabaseServer> {
  const { dataDir, databaseUrl, postgresBinaries } = config;
  if (databaseUrl !== undefined) return running({ connectionString: databaseUrl });
  try {
    return await startPostgres({ dataDir, binaries: postgresBinaries, clock, log });
  } catch (error) {
    if (!beside || !(error instanceof KithError) || error.code !== 'database.in_use') throw error;
    return running(connectionTo(dataDir));
  }
}

/** A server that others started and stop. */
function running(connection: pg.PoolConfig): DatabaseServer {
  return {
    connection,
    lost: new Promise(() => undefined),
    announce: () => undefined,
    stop: async () => undefined,
  };
}
