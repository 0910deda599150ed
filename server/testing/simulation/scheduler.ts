import { setImmediate } from 'node:timers/promises';
import type { Database } from '../../src/platform/database.ts';
import type { Fault, Gate, Lane, Opened, Session, Turn } from './sessions.ts';

/** Milliseconds after which a statement without an answer is looked at: it may wait for a lock. */
const patience = 4;
/** Between two looks, which are each time further apart. */
const mostPatience = 64;
/** The same of a statement that takes no lock, or where nobody else holds one. */
const longPatience = 1000;
/** Turns of the event loop in which messages are put together, one faster than the other. */
const mostGathering = 1000;

/** Somebody at work in a process: a job, or a request. */
export interface Actor {
  readonly name: string;
  readonly process: string;
  readonly database: Database;
  /** Done once its transaction has committed, and not at all where it has not. */
  readonly onCommit: (() => void)[];
  /** Messages whose intents are committed and of which nothing is written down yet. */
  readonly open: number;
  /** Stands here until its turn comes; what is given back is what goes wrong. */
  park(at: string): Promise<Fault | undefined>;
  /** Does what takes a moment, and is no place to stand still. */
  busy<T>(work: () => Promise<T>): Promise<T>;
  /** One more message came of the intents that it committed last. */
  handOver(): void;
  /** Resolves when all messages of the intents that it committed last have come. */
  gathered(): Promise<void>;
}

/** Where an actor stands still. One that does several things at once, as the lanes of a batch do, stands at several. */
export interface Stop {
  readonly actor: Actor;
  /** What it does when its turn comes. */
  readonly at: string;
  readonly state: 'ready' | 'running' | 'waiting';
}

interface Standing extends Stop {
  readonly actor: Working;
  at: string;
  state: Stop['state'];
  /** The number of its connection; -1 where it is no statement. */
  readonly connection: number;
  session: Session | undefined;
  resume(fault: Fault | undefined): void;
}

interface Working extends Actor, Opened {
  state: 'working' | 'ended' | 'dead';
  open: number;
  readonly stops: Standing[];
  /** How much is under way that is no place to stand still. */
  doing: number;
  /** Messages that are still to come of intents. */
  awaited: number;
  gathering: Promise<void>;
  /** Its last step. */
  step: number;
  /** It had one stop when its turn came: at the next it stands still. */
  alone: boolean;
  /** It has ended a transaction: who waits for its locks may go on. */
  freed: boolean;
  still: () => void;
  gone: () => void;
}

/**
 * Runs what is asynchronous one step at a time, in the order that the world chooses: between two steps everybody stands
 * still, before a statement of SQL or at the wire. Whoever waits for a lock is told from whoever is slow by PostgreSQL
 * itself, so that the same choices give the same run on any machine.
 */
export class Scheduler {
  readonly actors: Working[] = [];
  /** Somebody has begun to wait since the last look for a circle. */
  #isTangled = false;
  readonly #lane: Lane;

  constructor(lane: Lane) {
    this.#lane = lane;
  }

  /** Of an actor, or of all, in an order that does not depend on who was faster. */
  ready(of?: Actor): readonly Stop[] {
    const actors = of === undefined ? this.actors : this.actors.filter((one) => one === of);
    return actors.flatMap(({ stops }) => {
      const ready = stops.filter(({ state }) => state === 'ready');
      return ready.length < 2
        ? ready
        : ready.sort((a, b) => a.connection - b.connection || (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    });
  }

  waits(): readonly Stop[] {
    return this.#waiting();
  }

  #waiting(): readonly Standing[] {
    return this.actors.flatMap(({ stops }) => stops.filter(({ state }) => state === 'waiting'));
  }

  /**
   * Starts work, which stands still at its first statement.
   *
   * @param ended Called when the work has an outcome.
   * @param gone Called when nothing of it is left: a lane that failed leaves others behind, which go on.
   */
  async start(
    name: string,
    process: string,
    work: (actor: Actor) => Promise<void>,
    ended: (error?: unknown) => void,
    gone: (actor: Actor) => void,
  ): Promise<void> {
    const opened = this.#lane.open(this.#gateOf(() => actor));
    const actor: Working = {
      ...opened,
      name,
      process,
      state: 'working',
      stops: [],
      doing: 0,
      awaited: 0,
      open: 0,
      gathering: Promise.resolve(),
      step: 0,
      alone: true,
      freed: false,
      onCommit: [],
      still: () => undefined,
      gone: () => gone(actor),
      park: async (at) => (await this.#park(actor, at, -1)).fault,
      busy: (work) => this.#busy(actor, work),
      handOver() {
        actor.awaited -= 1;
      },
      gathered: () => actor.gathering,
    };
    this.actors.push(actor);
    const still = this.#stillnessOf(actor);
    work(actor).then(
      () => this.#end(actor, ended),
      (error: unknown) => this.#end(actor, () => ended(error)),
    );
    await still;
  }

  #end(actor: Working, tell: () => void): void {
    if (actor.state === 'dead') return;
    actor.state = 'ended';
    actor.freed = true;
    tell();
    this.#look(actor, true);
  }

  /** Lets one go on to its next stop; with a fault, that happens to it first. */
  async step(stop: Stop, fault?: Fault): Promise<void> {
    const standing = this.actors.flatMap(({ stops }) => stops).find((one) => one === stop);
    if (standing?.state !== 'ready') throw new TypeError(`${stop.actor.name} cannot go on`);
    const { actor } = standing;
    const still = this.#stillnessOf(actor);
    actor.step += 1;
    actor.alone = actor.stops.length === 1 && actor.state === 'working';
    actor.freed = false;
    standing.state = 'running';
    standing.session = undefined;
    if (standing.connection < 0) leave(standing);
    standing.resume(fault);
    // An answer of the wire may be one of several that are waited for, and lead nowhere.
    if (!actor.alone) this.#lookAgain(actor);
    await this.#stopped(standing, still);
    if (actor.freed) await this.#wake();
  }

  #stillnessOf(actor: Working): Promise<void> {
    return new Promise((resolve) => {
      actor.still = resolve;
    });
  }

  #park(
    actor: Working,
    at: string,
    connection: number,
  ): Promise<{ stop: Standing; fault: Fault | undefined }> {
    return new Promise((resolve) => {
      // What the dead still run of their last step leads nowhere.
      if (actor.state === 'dead') return;
      const stop: Standing = {
        actor,
        at,
        state: 'ready',
        connection,
        session: undefined,
        resume: (fault) => resolve({ stop, fault }),
      };
      actor.stops.push(stop);
      this.#look(actor, true);
    });
  }

  async #busy<T>(actor: Working, work: () => Promise<T>): Promise<T> {
    actor.doing += 1;
    try {
      return await work();
    } finally {
      actor.doing -= 1;
      this.#look(actor, false);
    }
  }

  /** Tells whoever waits for it when nothing of an actor is under way; one of several lanes may end without a word. */
  #look(actor: Working, hasStopped: boolean): void {
    if (!isAtRest(actor)) return;
    if (actor.alone && hasStopped) this.#rest(actor);
    else if (!actor.alone || actor.stops.length > 0) this.#lookAgain(actor);
  }

  async #lookAgain(actor: Working): Promise<void> {
    const { step } = actor;
    for (let turns = 0; turns < 2; turns++) await setImmediate();
    if (isAtRest(actor) && actor.step === step) this.#rest(actor);
  }

  #rest(actor: Working): void {
    const at = this.actors.indexOf(actor);
    if (actor.state !== 'ended' || actor.stops.length > 0 || at < 0) {
      actor.still();
      return;
    }
    this.actors.splice(at, 1);
    actor.gone();
    // Gives its sessions back.
    actor.abandon().then(actor.still, actor.still);
  }

  /** Until it stops, or waits for a lock that only another can give. */
  async #stopped(stop: Standing, still: Promise<void>): Promise<void> {
    const open = this.actors.reduce((sum, one) => sum + one.transactions(), 0);
    if (await within(open > 1 && mayWait(stop.at) ? patience : longPatience, still)) return;
    for (let again = patience; ; again = Math.min(2 * again, mostPatience)) {
      const { session } = stop;
      if (session !== undefined && stop.state === 'running') {
        const waiting = await this.#lane.waiting([session.pid]);
        if (waiting.has(session.pid) && stop.state === 'running') {
          stop.state = 'waiting';
          this.#isTangled = true;
          return;
        }
      }
      if (await within(again, still)) return;
    }
  }

  /** Whoever has got the lock it waited for stands still again, before anybody else takes a step. */
  async #wake(): Promise<void> {
    for (;;) {
      const waits = this.#waiting();
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
  async deadlock(): Promise<readonly Stop[] | undefined> {
    const waits = this.#waiting();
    if (waits.length < 2 || !this.#isTangled) return undefined;
    this.#isTangled = false;
    const by = await this.#lane.waiting(waits.flatMap(({ session }) => session?.pid ?? []));
    const of = new Map(waits.map((stop) => [stop.session?.pid, stop]));
    for (const first of waits) {
      const circle: Standing[] = [];
      let one: Standing | undefined = first;
      while (one !== undefined && !circle.includes(one)) {
        circle.push(one);
        one = of.get(by.get(one.session?.pid ?? 0)?.find((pid) => of.has(pid)));
      }
      if (one === first) return circle;
    }
    return undefined;
  }

  /** The process is gone, as by kill -9: who was at work in it never goes on, and its transactions end. */
  async kill(process: string): Promise<readonly Stop[]> {
    const died = this.actors.filter((actor) => actor.process === process);
    const stood = died.flatMap(({ stops }) => stops);
    for (const actor of died) actor.state = 'dead';
    for (const actor of died) {
      this.actors.splice(this.actors.indexOf(actor), 1);
      await actor.abandon();
      actor.gone();
    }
    await this.#wake();
    return stood;
  }

  /** The database is gone and back again: nobody keeps a connection or a transaction. */
  async drop(): Promise<void> {
    for (const actor of this.actors) await actor.drop();
    await this.#wake();
  }

  #gateOf(actorOf: () => Working): Gate {
    return {
      before: async (statement, connection): Promise<Turn> => {
        const actor = actorOf();
        const { stop, fault } = await this.#park(actor, statement, connection);
        return {
          fault,
          running(session) {
            stop.session = session;
          },
          over: async () => {
            if (stop.state === 'waiting')
              await new Promise<void>((resolve) => {
                stop.at = `has the lock for ${stop.at}`;
                stop.state = 'ready';
                stop.resume = () => resolve();
              });
            leave(stop);
            this.#look(actor, false);
          },
        };
      },
      ended: (how, { intended, settled }, heard) => {
        const actor = actorOf();
        actor.freed = true;
        const told = actor.onCommit.splice(0);
        if (how === 'rollback') return;
        for (const tell of told) tell();
        actor.open += intended - settled;
        if (!heard || intended === 0) return;
        actor.awaited += intended;
        actor.gathering = this.#gather(actor);
      },
      busy: (work) => this.#busy(actorOf(), work),
    };
  }

  /** Waits for the messages of intents, of which none may come where too much time has passed. */
  async #gather(actor: Working): Promise<void> {
    for (let turns = 0; actor.awaited > 0 && turns < mostGathering; turns++) await setImmediate();
    actor.awaited = 0;
    this.#look(actor, false);
  }
}

function leave(stop: Standing): void {
  const { stops } = stop.actor;
  const at = stops.indexOf(stop);
  if (at >= 0) stops.splice(at, 1);
}

/** Nothing of it is under way, but what waits for a lock. */
function isAtRest({ doing, awaited, stops }: Working): boolean {
  return doing === 0 && awaited === 0 && stops.every(({ state }) => state !== 'running');
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
