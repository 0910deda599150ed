import { Kysely, type Transaction as KyselyTransaction, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { MemberId } from './ids.ts';

/** Every table; each slice declares its own in its `store.ts` by merging into this interface. */
// biome-ignore lint/suspicious/noEmptyInterface: slices merge their tables into it
export interface Tables {}

export type Transaction = KyselyTransaction<Tables>;

export interface Database {
  /** Runs in one transaction that sees only the rows this member owns (row-level security). */
  asMember<T>(member: MemberId, run: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Runs in one transaction that sees every owner's rows: jobs, recipients' pages, sign-in. */
  asSystem<T>(run: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * For a question that is a transaction of its own, and itself says whose rows it sees; one that does not say it sees
   * nobody's. It spares the three answers that a transaction of several questions waits for.
   */
  readonly single: Kysely<Tables>;
  /** A client of one's own, for COPY and LISTEN; call `release` when done. */
  client(): Promise<pg.PoolClient>;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

const whenCommitted = new WeakMap<Transaction, (() => void)[]>();

/** Does something when a transaction of `asMember` or `asSystem` has committed; never when it fails. */
export function onCommit(tx: Transaction, run: () => void): void {
  whenCommitted.get(tx)?.push(run);
}

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Opens a pool on a server; nothing connects until the first query. */
export function openDatabase(connection: pg.PoolConfig): Database {
  const pool = new pg.Pool({ max: 12, ...connection });
  // An idle client whose server went away raises here; the next query gets a new one.
  pool.on('error', () => undefined);
  // One that is in use raises it too, where no query waits for an answer: whoever holds it meets it at the next.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const run = async <T>(owner: string, work: (tx: Transaction) => Promise<T>): Promise<T> => {
    const afterwards: (() => void)[] = [];
    const result = await kysely.transaction().execute(async (tx) => {
      whenCommitted.set(tx, afterwards);
      await sql`select set_config('kith.owner', ${owner}, true)`.execute(tx);
      return work(tx);
    });
    for (const act of afterwards) act();
    return result;
  };
  return {
    asMember: run,
    asSystem: (work) => run('all', work),
    single: kysely,
    client: () => pool.connect(),
    pool,
    close: () => kysely.destroy(),
  };
}
