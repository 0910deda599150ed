import { EventEmitter } from 'node:events';
import pg from 'pg';
import { type Database, openDatabase } from '../../src/platform/database.ts';
import { keepJournal } from '../auditor.ts';
import { testDatabase, testServer } from '../database.ts';

/** A connection of the database's that outlives the simulated ones, so that losing one costs no new process. */
export interface Session {
  readonly client: pg.Client;
  readonly pid: number;
}

/** What a simulated connection asks before each statement, and after one that had to wait. */
export interface Gate {
  /** Resolves when it is this statement's turn; says what goes wrong with it. */
  before(statement: string): Promise<Fault | undefined>;
  /** Called when a statement is on its way. */
  running(session: Session): void;
  /** Resolves when whoever asked may go on; `rows` is how many the statement touched. */
  after(statement: string, rows: number): Promise<void>;
  /** A transaction ended. */
  ended(how: 'commit' | 'rollback'): void;
}

export type Fault = 'lost' | 'lost after' | 'serialization' | 'deadlock';

export interface Admin {
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<Row>>;
}

/** One database for one world at a time; nothing in it outlives the world. */
export interface Lane {
  /** Sees and may do everything; each statement is planned once. */
  readonly admin: Admin;
  /** The same, without gates: for the checks. */
  readonly database: Database;
  /** A database as the product opens it, whose every statement passes the gate. */
  open(gate: Gate): { readonly database: Database; abandon(): Promise<void> };
  /** Of these sessions, those that wait for a lock of another. */
  waiting(pids: readonly number[]): Promise<ReadonlyMap<number, readonly number[]>>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Makes a database of its own on the server of the tests. */
export async function openLane(): Promise<Lane> {
  const made = await testDatabase();
  const url = new URL(made.connection.connectionString ?? '');
  const admin = new pg.Client({ connectionString: adminUrl(url.pathname) });
  await admin.connect();
  // The simulation finds deadlocks itself, at the same place each time.
  await admin.query(`alter database ${url.pathname.slice(1)} set deadlock_timeout = '10min'`);
  // Its tables are small for ever: to plan a statement takes longer than to run it.
  for (const run of [`alter database ${url.pathname.slice(1)} set`, 'set'])
    await admin.query(`${run} plan_cache_mode = 'force_generic_plan'`);
  await keepJournal(admin);
  await admin.query('grant usage on schema audit to kith_app');
  await admin.query('grant insert on audit.journal to kith_app');
  await admin.query('grant usage on all sequences in schema audit to kith_app');
  const { rows } = await admin.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migrations' order by 1",
  );
  const deleting = [...rows.map(({ name }) => name), 'audit.journal'].map((name) => `delete from ${name};`);
  await admin.query(
    `create function audit.clear() returns void language plpgsql set session_replication_role = 'replica'
       as $$ begin ${deleting.join(' ')} end $$`,
  );
  const free: Session[] = [];
  const all: Session[] = [];
  let cleared = 0;

  const take = async (): Promise<Session> => {
    const known = free.pop();
    if (known !== undefined) return known;
    const client = new pg.Client(made.connection);
    await client.connect();
    const { rows: found } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const session = { client, pid: found[0]?.pid ?? 0 };
    all.push(session);
    return session;
  };

  return {
    admin: { query: (text, values) => admin.query(named(text, values)) },
    database: made.database,
    open(gate) {
      const used = new Set<SimulatedClient>();
      const Client = clientOf(take, (session) => free.push(session), gate, used);
      const database = openDatabase({ ...made.connection, Client, max: 4, idleTimeoutMillis: 0 });
      return {
        database,
        async abandon() {
          for (const client of used) await client.abandon(admin);
        },
      };
    },
    async waiting(pids) {
      const { rows: found } = await admin.query<{ pid: number; by: number[] }>(
        'select pid, pg_blocking_pids(pid) as by from unnest($1::int[]) as pid',
        [pids],
      );
      return new Map(found.filter(({ by }) => by.length > 0).map(({ pid, by }) => [pid, by]));
    },
    async clear() {
      await admin.query('select audit.clear()');
      cleared += 1;
      // What was deleted is in the way of every scan until it is vacuumed.
      if (cleared % 40 === 0) await admin.query('vacuum');
    },
    async close() {
      for (const { client } of all) await client.end();
      await admin.end();
      await made.close();
    },
  };
}

const nothing: pg.QueryResult = { command: 'BEGIN', rowCount: 0, oid: 0, fields: [], rows: [] };

function adminUrl(pathname: string): string {
  const url = new URL(testServer());
  url.pathname = pathname;
  return url.href;
}

/** What pg-pool needs of a client, upon a session that stays. */
class SimulatedClient extends EventEmitter {
  _queryable = true;
  _ending = false;
  readonly #gate: Gate;
  readonly #take: () => Promise<Session>;
  readonly #give: (session: Session) => void;
  #session: Session | undefined;
  #inTransaction = false;
  #running: Promise<unknown> | undefined;

  constructor(take: () => Promise<Session>, give: (session: Session) => void, gate: Gate) {
    super();
    this.#take = take;
    this.#give = give;
    this.#gate = gate;
  }

  connect(done: (error?: Error) => void): void {
    this.#take().then(
      (session) => {
        this.#session = session;
        done();
      },
      (error) => done(error),
    );
  }

  async query(text: string, values: readonly unknown[] = []): Promise<pg.QueryResult> {
    const session = this.#session;
    if (session === undefined || !this._queryable) throw lost();
    // How every transaction begins locks nothing, so it is no place to stand still, and one round trip is enough.
    if (text === 'begin') {
      this.#inTransaction = true;
      return nothing;
    }
    if (text.startsWith("select set_config('kith.owner'")) {
      const begin = `begin; select set_config('kith.owner', ${pg.escapeLiteral(String(values[0]))}, true)`;
      await session.client.query(begin);
      return nothing;
    }
    const fault = await this.#gate.before(text);
    if (fault === 'serialization') throw failure('40001', 'could not serialize access');
    if (fault === 'deadlock') throw failure('40P01', 'deadlock detected');
    if (fault === 'lost') {
      await this.#lose(session);
      throw lost();
    }
    const result = this.#run(session, text, values);
    this.#running = result.catch(() => undefined);
    this.#gate.running(session);
    let answer: pg.QueryResult;
    try {
      answer = await result;
    } catch (error) {
      this.#running = undefined;
      await this.#gate.after(text, 0);
      throw error;
    }
    this.#running = undefined;
    if (text === 'commit' || text === 'rollback') {
      this.#inTransaction = false;
      this.#gate.ended(answer.command === 'ROLLBACK' ? 'rollback' : text);
    }
    await this.#gate.after(text, answer.rowCount ?? 0);
    if (fault === 'lost after') {
      await this.#lose(session);
      throw lost();
    }
    return answer;
  }

  #run({ client }: Session, text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    return /^(commit|rollback)$/.test(text) ? client.query(text) : client.query(named(text, values));
  }

  async #lose(session: Session): Promise<void> {
    this._queryable = false;
    if (this.#inTransaction) {
      await session.client.query('rollback');
      this.#inTransaction = false;
      this.#gate.ended('rollback');
    }
  }

  /** The process behind it died: its transaction ends, whatever it waits for. */
  async abandon(admin: pg.Client): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    this.#session = undefined;
    this._queryable = false;
    if (this.#running !== undefined) {
      await admin.query('select pg_cancel_backend($1)', [session.pid]);
      await this.#running;
    }
    if (this.#inTransaction) await session.client.query('rollback');
    this.#give(session);
  }

  end(done?: () => void): void {
    const session = this.#session;
    this.#session = undefined;
    this._ending = true;
    if (session !== undefined) this.#give(session);
    done?.();
  }
}

function clientOf(
  take: () => Promise<Session>,
  give: (session: Session) => void,
  gate: Gate,
  used: Set<SimulatedClient>,
): pg.PoolConfig['Client'] {
  class Client extends SimulatedClient {
    constructor() {
      super(take, give, gate);
      used.add(this);
    }
  }
  // Safe: pg-pool and Kysely use of a client what `SimulatedClient` has, and every statement of a world shows it.
  return Client as unknown as pg.PoolConfig['Client'];
}

const names = new Map<string, string>();

/** Named, so that the server plans each statement once. */
function named(text: string, values: readonly unknown[] = []): pg.QueryConfig {
  const name = names.get(text) ?? `s${names.size}`;
  names.set(text, name);
  return { name, text, values: [...values] };
}

function lost(): Error {
  return new Error('Connection terminated unexpectedly');
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
