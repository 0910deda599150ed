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

/** What a simulated connection asks before each statement. */
export interface Gate {
  /** Resolves when it is this statement's turn; `connection` counts the actor's connections. */
  before(statement: string, connection: number): Promise<Turn>;
  /** A transaction ended; `heard` is false where whoever asked does not learn of it. */
  ended(how: 'commit' | 'rollback', kept: Kept, heard: boolean): void;
  /** What takes a moment, and is no place to stand still. */
  busy<T>(work: () => Promise<T>): Promise<T>;
}

/** One statement's turn, and what goes wrong with it. */
export interface Turn {
  readonly fault: Fault | undefined;
  /** Called when the statement is on its way. */
  running(session: Session): void;
  /** Resolves when whoever asked may go on. */
  over(): Promise<void>;
}

/** What a transaction wrote about messages: how many are about to go, and of how many it says what became of them. */
export interface Kept {
  readonly intended: number;
  readonly settled: number;
}

export type Fault = 'lost' | 'lost after' | keyof typeof failures;

/** What PostgreSQL says of a statement that fails, and of its transaction with it. */
const failures = {
  serialization: ['40001', 'could not serialize access'],
  deadlock: ['40P01', 'deadlock detected'],
  'disk full': ['53100', 'could not extend file: No space left on device'],
  'read only': ['25006', 'cannot execute in a read-only transaction'],
} as const;

export interface Admin {
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<Row>>;
}

export interface Opened {
  readonly database: Database;
  /** How many of its transactions are open: others may wait for their locks. */
  transactions(): number;
  /** The server ends every connection: transactions end, and whoever goes on with one is told that it is lost. */
  drop(): Promise<void>;
  /** The process behind it is gone. */
  abandon(): Promise<void>;
}

/** One database for one world at a time; nothing in it outlives the world. */
export interface Lane {
  /** Sees and may do everything; each statement is planned once. */
  readonly admin: Admin;
  /** The same, without gates: for the checks. */
  readonly database: Database;
  /** A database as the product opens it, whose every statement passes the gate. */
  open(gate: Gate): Opened;
  /** Of these sessions, those that wait for a lock of another. */
  waiting(pids: readonly number[]): Promise<ReadonlyMap<number, readonly number[]>>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Worlds after which their database is vacuumed. */
const vacuumEvery = 1000;

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
  const tables = [...rows.map(({ name }) => name), 'audit.journal'];
  // A table that is vacuumed or analysed has every plan of every session made anew, which takes longer than all else.
  for (const name of tables) await admin.query(`alter table ${name} set (autovacuum_enabled = false)`);
  const deleting = tables.map((name) => `if exists (select from ${name}) then delete from ${name}; end if;`);
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
    const { rows: found } = await client.query<{ pid: number }>(
      "select pg_backend_pid() as pid, set_config('kith.owner', $1, false)",
      [everybody],
    );
    await client.query('begin');
    const session = { client, pid: found[0]?.pid ?? 0 };
    all.push(session);
    return session;
  };

  const open = (gate: Gate): Opened => {
    const used = new Set<SimulatedClient>();
    const Client = clientOf(take, (session) => free.push(session), gate, used);
    const database = openDatabase({ ...made.connection, Client, max: 4, idleTimeoutMillis: 0 });
    return {
      database,
      transactions: () => [...used].filter(({ inTransaction }) => inTransaction).length,
      async drop() {
        for (const client of used) await client.drop(admin);
      },
      async abandon() {
        for (const client of used) await client.abandon(admin);
      },
    };
  };

  return {
    admin: { query: (text, values) => admin.query(named(text, values)) },
    database: open(openGate).database,
    open,
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
      if (cleared % vacuumEvery === 0) await admin.query('vacuum');
    },
    async close() {
      for (const { client } of all) await client.end();
      await admin.end();
      await made.close();
    },
  };
}

/** For whoever looks on: it is always their turn. */
const openGate: Gate = {
  before: async () => ({ fault: undefined, running: () => undefined, over: async () => undefined }),
  ended: () => undefined,
  busy: (work) => work(),
};

/** What sessions see where a transaction does not say whose rows it sees: most see everybody's. */
const everybody = 'all';

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
  /** Its number among the connections of its actor. */
  readonly #number: number;
  #session: Session | undefined;
  inTransaction = false;
  #kept = { intended: 0, settled: 0 };
  #intends = false;
  #running: Promise<unknown> | undefined;

  constructor(take: () => Promise<Session>, give: (session: Session) => void, gate: Gate, number: number) {
    super();
    this.#take = take;
    this.#give = give;
    this.#gate = gate;
    this.#number = number;
  }

  connect(done: (error?: Error) => void): void {
    this.#gate
      .busy(async () => {
        this.#session = await this.#take();
      })
      .then(
        () => done(),
        (error) => done(error),
      );
  }

  async query(text: string, values: readonly unknown[] = []): Promise<pg.QueryResult> {
    const session = this.#session;
    if (session === undefined || !this._queryable) throw lost();
    // Its session is in a transaction already: the last one's end began it, which saves a round trip. It has locked nothing.
    if (text === 'begin') {
      this.inTransaction = true;
      this.#kept = { intended: 0, settled: 0 };
      this.#intends = false;
      return nothing;
    }
    if (text.startsWith("select set_config('kith.owner'")) {
      if (values[0] !== everybody) session.client.query(named(text, values)).catch(() => undefined);
      return nothing;
    }
    const turn = await this.#gate.before(text, this.#number);
    try {
      return await this.#answer(session, text, values, turn);
    } finally {
      await turn.over();
    }
  }

  async #answer(
    session: Session,
    text: string,
    values: readonly unknown[],
    { fault, running }: Turn,
  ): Promise<pg.QueryResult> {
    if (!this._queryable) throw lost();
    if (fault === 'lost') {
      await this.#lose(session);
      throw lost();
    }
    if (fault !== undefined && fault !== 'lost after') {
      const [code, message] = failures[fault];
      throw Object.assign(new Error(message), { code });
    }
    const result = this.#run(session, text, values);
    this.#running = result.catch(() => undefined);
    running(session);
    try {
      const answer = await result;
      this.#count(text, answer.rowCount ?? 0);
      if (text === 'commit' || text === 'rollback') {
        this.inTransaction = false;
        const how = answer.command === 'ROLLBACK' ? 'rollback' : text;
        this.#gate.ended(how, this.#kept, fault === undefined);
      }
      if (fault === 'lost after') {
        await this.#lose(session);
        throw lost();
      }
      return answer;
    } catch (error) {
      throw this._queryable ? error : lost();
    } finally {
      this.#running = undefined;
    }
  }

  #run({ client }: Session, text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    return /^(commit|rollback)$/.test(text)
      ? client.query(`${text} and chain`)
      : client.query(named(text, values));
  }

  #count(text: string, rows: number): void {
    if (/^\s*insert into deliveries/.test(text)) {
      // What is settled where others are intended was put off before, and is not on its way.
      this.#kept = { intended: this.#kept.intended + rows, settled: 0 };
      this.#intends = true;
    } else if (!this.#intends && /^\s*update deliveries d set handed_at = r\./.test(text))
      this.#kept.settled += rows;
  }

  async #lose(session: Session): Promise<void> {
    this._queryable = false;
    if (this.inTransaction) {
      this.inTransaction = false;
      await session.client.query('rollback and chain');
      this.#gate.ended('rollback', this.#kept, false);
    }
  }

  /** The server ended the connection, whatever its statement waits for. */
  async drop(admin: pg.Client): Promise<void> {
    const session = this.#session;
    if (session === undefined || !this._queryable) return;
    this._queryable = false;
    if (this.#running !== undefined) {
      await admin.query('select pg_cancel_backend($1)', [session.pid]);
      await this.#running;
    }
    await this.#lose(session);
    this.emit('error', lost());
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
    if (this.inTransaction) await session.client.query('rollback and chain');
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
      super(take, give, gate, used.size);
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
