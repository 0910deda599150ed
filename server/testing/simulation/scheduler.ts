import type { Database } from '../../src/platform/database.ts';
import type { Fault, Gate, Lane, Session } from './sessions.ts';

/** Milliseconds after which a statement without an answer is looked at: it may wait for a lock. */
const patience = 4;
/** The same of a statement that takes no lock that another could have. */
const longPatience = 1000;

/** Somebody at work in a process: a job, or a request. It goes on only when it is its turn. */
export interface Actor {
  readonly name: string;
  readonly process: string;
  readonly database: Database;
  state: 'ready' | 'running' | 'waiting' | 'done' | 'failed' | 'dead';
  /** What it does when its turn comes. */
  at: string;
  /** Messages that it last wrote down as about to go. */
  intents: number;
  /** Done once its transaction has committed, and not at all where it has not. */
  readonly onCommit: (() => void)[];
  /** Stands here until its turn comes; what is given back is what goes wrong. */
  park(at: string): Promise<Fault | undefined>;
}

interface Running extends Actor {
  /** It has ended a transaction: who waits for its locks may go on. */
  freed: boolean;
  resume: (fault: Fault | undefined) => void;
  stopped: () => void;
  session: Session | undefined;
  abandon(): Promise<void>;
}

/**
 * Runs what is asynchronous one step at a time, in the order that the world chooses: between two steps everybody stands
 * still, before a statement of SQL or at the wire. Whoever waits for a lock is told from whoever is slow by PostgreSQL
 * itself, so that the same choices give the same run on any machine.
 */
export class Scheduler {
  readonly actors: Running[] = [];
  /** Somebody has begun to wait since the last look for a circle. */
  #isTangled = false;
  readonly #lane: Lane;

  constructor(lane: Lane) {
    this.#lane = lane;
  }

  ready(): readonly Actor[] {
    return this.actors.filter(({ state }) => state === 'ready');
  }

  waits(): readonly Actor[] {
    return this.actors.filter(({ state }) => state === 'waiting');
  }

  /** Starts work, which stands still at its first statement. */
  async start(
    name: string,
    process: string,
    work: (actor: Actor) => Promise<void>,
    ended: (actor: Actor, error?: unknown) => void,
  ): Promise<void> {
    const { database, abandon } = this.#lane.open(this.#gateOf(() => actor));
    const actor: Running = {
      name,
      process,
      database,
      abandon,
      state: 'running',
      at: 'beginning',
      intents: 0,
      freed: false,
      onCommit: [],
      session: undefined,
      resume: () => undefined,
      stopped: () => undefined,
      park: (at) =>
        new Promise((resolve) => {
          // What the dead still run of their last step leads nowhere.
          if (actor.state === 'dead') return;
          actor.at = at;
          actor.state = 'ready';
          actor.resume = resolve;
          actor.stopped();
        }),
    };
    this.actors.push(actor);
    const stop = this.#stopOf(actor);
    work(actor).then(
      () => this.#end(actor, 'done', () => ended(actor)),
      (error: unknown) => this.#end(actor, 'failed', () => ended(actor, error)),
    );
    await stop;
  }

  #end(actor: Running, state: 'done' | 'failed', tell: () => void): void {
    if (actor.state === 'dead') return;
    actor.state = state;
    actor.freed = true;
    this.actors.splice(this.actors.indexOf(actor), 1);
    tell();
    // Gives its sessions back.
    actor.abandon().then(actor.stopped, actor.stopped);
  }

  /** Lets one go on to its next stop; with a fault, that happens to it first. */
  async step(actor: Actor, fault?: Fault): Promise<void> {
    const running = this.actors.find((one) => one === actor);
    if (running === undefined || running.state !== 'ready') throw new TypeError(`${actor.name} cannot go on`);
    const stop = this.#stopOf(running);
    running.state = 'running';
    running.session = undefined;
    running.freed = false;
    running.resume(fault);
    await this.#stopped(running, stop);
    if (running.freed) await this.#wake();
  }

  #stopOf(actor: Running): Promise<void> {
    return new Promise((resolve) => {
      actor.stopped = resolve;
    });
  }

  /** Until it stops, or waits for a lock that only another can give. */
  async #stopped(actor: Running, stop: Promise<void>): Promise<void> {
    if (await within(mayWait(actor.at) ? patience : longPatience, stop)) return;
    for (;;) {
      const { session } = actor;
      if (session !== undefined && actor.state === 'running') {
        const waiting = await this.#lane.waiting([session.pid]);
        if (waiting.has(session.pid) && actor.state === 'running') {
          actor.state = 'waiting';
          this.#isTangled = true;
          return;
        }
      }
      if (await within(1, stop)) return;
    }
  }

  /** Whoever has got the lock it waited for stands still again, before anybody else takes a step. */
  async #wake(): Promise<void> {
    for (;;) {
      const waits = this.actors.filter(({ state }) => state === 'waiting');
      if (waits.length === 0) return;
      // Who got one lock may wait for the next within the same statement.
      this.#isTangled = true;
      const waiting = await this.#lane.waiting(waits.flatMap(({ session }) => session?.pid ?? []));
      // One that has stopped meanwhile is no more in question.
      const open = waits.filter(
        ({ state, session }) => state === 'waiting' && !(session !== undefined && waiting.has(session.pid)),
      );
      if (open.length === 0) return;
      await within(1, new Promise(() => undefined));
    }
  }

  /** Those who wait for each other, in a circle; undefined when somebody can still end it. */
  async deadlock(): Promise<readonly Actor[] | undefined> {
    const waits = this.actors.filter(({ state }) => state === 'waiting');
    if (waits.length < 2 || !this.#isTangled) return undefined;
    this.#isTangled = false;
    const by = await this.#lane.waiting(waits.flatMap(({ session }) => session?.pid ?? []));
    const of = new Map(waits.map((actor) => [actor.session?.pid, actor]));
    for (const first of waits) {
      const circle: Running[] = [];
      let one: Running | undefined = first;
      while (one !== undefined && !circle.includes(one)) {
        circle.push(one);
        one = of.get(by.get(one.session?.pid ?? 0)?.find((pid) => of.has(pid)));
      }
      if (one === first) return circle;
    }
    return undefined;
  }

  /** The process is gone, as by kill -9: who was at work in it never goes on, and its transactions end. */
  async kill(process: string): Promise<readonly Actor[]> {
    const died = this.actors.filter((actor) => actor.process === process);
    for (const actor of died) actor.state = 'dead';
    for (const actor of died) {
      this.actors.splice(this.actors.indexOf(actor), 1);
      await actor.abandon();
    }
    await this.#wake();
    return died;
  }

  #gateOf(actorOf: () => Running): Gate {
    return {
      before: (statement) => actorOf().park(statement),
      running(session) {
        actorOf().session = session;
      },
      async after(statement, rows) {
        const actor = actorOf();
        if (/^\s*insert into deliveries/.test(statement)) actor.intents = rows;
        if (actor.state === 'waiting') await actor.park(`has the lock for ${actor.at}`);
      },
      ended(how) {
        const actor = actorOf();
        actor.freed = true;
        const told = actor.onCommit.splice(0);
        if (how === 'rollback') return;
        for (const tell of told) tell();
      },
    };
  }
}

/** Plain reading waits for nobody; neither does what is no statement. */
function mayWait(statement: string): boolean {
  return !/^\s*select\b/.test(statement) || /for (no key )?(update|share)|advisory/.test(statement);
}

/** Whether it happens within so many milliseconds. */
async function within(milliseconds: number, happens: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const first = await Promise.race([happens.then(() => true), late]);
  clearTimeout(timer);
  return first;
}
