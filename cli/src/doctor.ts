import { connect } from 'node:net';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { type Config, readConfig } from '../../server/src/config.ts';
import { systemClock } from '../../server/src/platform/clock.ts';
import { KithError } from '../../server/src/platform/errors.ts';
import { jsonLog } from '../../server/src/platform/log.ts';
import { pendingMigrations } from '../../server/src/platform/migrate.ts';
import { checkDataDir } from '../../server/src/platform/postgres/cluster.ts';
import { connectionTo, startPostgres } from '../../server/src/platform/postgres/start.ts';

interface Finding {
  readonly kind: 'good' | 'note' | 'bad';
  readonly what: string;
}

const good = (what: string): Finding => ({ kind: 'good', what });
const note = (what: string): Finding => ({ kind: 'note', what });
const bad = (what: string): Finding => ({ kind: 'bad', what });
const signs = { good: '✔', note: '•', bad: '✖' };

/** `kith doctor`: checks what the server needs, without serving. Exit code 1 when something is in the way. */
export async function run(args: readonly string[]): Promise<number> {
  if (args[0] === 'providers') return (await import('./doctor-providers.ts')).run(args.slice(1));
  if (args[0] === 'sending') return (await import('./doctor-sending.ts')).run(args.slice(1));
  parseArgs({ args: [...args] });
  const findings: Finding[] = [];
  const report = (found: readonly Finding[]) => {
    for (const { kind, what } of found) console.log(`${signs[kind]} ${what}`);
    findings.push(...found);
  };
  report([nodeVersion()]);
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    report([bad(messageOf(error))]);
    return 1;
  }
  report([good('the configuration is valid')]);
  const folder = dataFolder(config);
  report([folder]);
  if (folder.kind === 'good' || config.databaseUrl !== undefined) report(await database(config));
  report([await mail(config), publicUrl(config)]);
  return findings.some(({ kind }) => kind === 'bad') ? 1 : 0;
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const what = `Node ${process.versions.node}`;
  return major > 24 || (major === 24 && minor >= 7) ? good(what) : bad(`${what}; Kith needs 24.7 or newer`);
}

function dataFolder(config: Config): Finding {
  try {
    checkDataDir(config.dataDir);
    return good(`the data folder ${config.dataDir} can be written`);
  } catch (error) {
    return bad(messageOf(error));
  }
}

async function database(config: Config): Promise<readonly Finding[]> {
  if (config.databaseUrl !== undefined) return inspect({ connectionString: config.databaseUrl });
  const silent = jsonLog('silent', systemClock.now, () => undefined);
  try {
    const postgres = await startPostgres({
      dataDir: config.dataDir,
      binaries: config.postgresBinaries,
      clock: systemClock,
      log: silent,
    });
    try {
      return await inspect(postgres.connection);
    } finally {
      await postgres.stop();
    }
  } catch (error) {
    if (!(error instanceof KithError) || error.code !== 'database.in_use') return [bad(messageOf(error))];
    return [note(error.message), ...(await inspect(connectionTo(config.dataDir)))];
  }
}

async function inspect(connection: pg.ClientConfig): Promise<readonly Finding[]> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; number: number; superuser: boolean }>(
      "select current_setting('server_version') as version, current_setting('server_version_num')::int as number, rolsuper or rolbypassrls as superuser from pg_roles where rolname = current_user",
    );
    const [{ version = '', number = 0, superuser = false } = {}] = rows;
    const pending = await pendingMigrations(connection);
    return [
      number >= 150_000
        ? good(`PostgreSQL ${version}`)
        : bad(`PostgreSQL ${version}; Kith needs 15 or newer`),
      ...(superuser
        ? [bad('the database role passes by row-level security: give Kith a role that is no superuser')]
        : []),
      pending.length === 0
        ? good('the schema is up to date')
        : note(`${pending.length} migrations will run at the next start`),
    ];
  } catch (error) {
    // The address may hold a password, so only the reason is shown.
    return [bad(`PostgreSQL cannot be reached: ${messageOf(error)}`)];
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function mail(config: Config): Promise<Finding> {
  if (config.demo) return note('demo: messages stay on this machine, at /demo/mail');
  if (config.smtpUrl === undefined) return bad('KITH_SMTP_URL is not set: no message can be sent');
  const { protocol, hostname, port } = new URL(config.smtpUrl);
  const number = Number(port) || (protocol === 'smtps:' ? 465 : 587);
  const refused = await new Promise<Error | undefined>((resolve) => {
    const socket = connect({ host: hostname, port: number, timeout: 5000 });
    const settle = (error?: Error) => {
      socket.destroy();
      resolve(error);
    };
    socket.once('connect', () => settle());
    socket.once('timeout', () => settle(new Error('no answer within 5 seconds')));
    socket.once('error', settle);
  });
  const server = `the mail server ${hostname}:${number}`;
  return refused === undefined
    ? good(`${server} answers`)
    : bad(`${server} cannot be reached: ${messageOf(refused)}`);
}

function publicUrl(config: Config): Finding {
  if (config.publicUrl?.startsWith('https:')) return good(`public address ${config.publicUrl}`);
  const without = 'members on other machines cannot reach it, and links in messages would not work';
  const what = `the public address is ${config.publicUrl ?? 'not set (KITH_PUBLIC_URL)'}: ${without}`;
  return config.demo ? note(what) : bad(what);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
