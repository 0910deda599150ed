import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { type Config, readConfig } from '../../src/config.ts';
import type { SendRequest } from '../../src/invitations/batch.ts';
import { endPause } from '../../src/invitations/index.ts';
import { sendInvitations, sweepInvitations } from '../../src/invitations/jobs/send-invitations.ts';
import { localEvents } from '../../src/platform/events.ts';
import { type BatchId, type Ids, type ImportId, type MemberId, uuidv7 } from '../../src/platform/ids.ts';
import type { Jobs } from '../../src/platform/jobs.ts';
import { jsonLog } from '../../src/platform/log.ts';
import type { MailMessage, MailOutcome, TextMessage } from '../../src/platform/mail.ts';
import type { Platform } from '../../src/platform/platform.ts';
import type { Chance } from './chance.ts';
import { atIntent, atWire } from './checks.ts';
import { type Actor, Scheduler } from './scheduler.ts';
import { secrets } from './secret.ts';
import type { Fault, Lane } from './sessions.ts';
import { logged, mannerOf, type Taken } from './wire.ts';

export interface Inviter {
  readonly id: MemberId;
  readonly name: string;
  readonly importId: ImportId;
}

/** How often, in a hundred, each part of the world misbehaves. */
export interface Weather {
  readonly wire: number;
  readonly database: number;
  readonly deaths: number;
  readonly clock: number;
  readonly twice: number;
}

interface Sent {
  readonly log: ReturnType<typeof logged>;
  readonly answer: (outcome: MailOutcome) => void;
}

interface Queued {
  readonly number: number;
  readonly name: string;
  readonly payload: object;
  due: number;
  tries: number;
  by: string | undefined;
}

const began = Date.parse('2026-11-27T09:00:00Z');
const silent = jsonLog(
  'silent',
  () => new Date(0),
  () => undefined,
);
/** Two processes of one network: each serves requests and works on jobs. */
const processNames = ['a', 'b'] as const;
const workersEach = 2;
/** Contacts of a book, all of which one intent may hold. */
const mostTogether = 6;
/** Seconds after which the queue gives the job of a dead process to another, as `platform/jobs.ts` sets it. */
const heartbeat = 10;

const jumps = [-3600, -60, -11, 11, 60, 400, 3600, 8 * 86_400, 3650 * 86_400, -3650 * 86_400];

const stateOfAll = `select string_agg(line, chr(10) order by line) as state from (
  select 'i' || i::text as line from invitations i union all select 'b' || b::text from (select id, undo_until, undone_at, withdrawn_at from invitation_batches) b
  union all select 'd' || d::text from deliveries d union all select 'p' || p::text from permits p union all select 's' || s::text from suppressions s
  union all select 'r' || r::text from reminders r union all select 'm' || m::text from mentions m
  union all select 'c' || encode(hash, 'hex') from consents) as lines`;

const configs = [
  settings({}),
  settings({ KITH_INVITATIONS_PER_DAY: '3' }),
  settings({ KITH_TEXT_PER_DAY: '4', KITH_TEXT_HOURS: '0-24' }),
  settings({ KITH_TEXT_HOURS: '11-14', KITH_RECIPIENT_INTERVAL_DAYS: '1' }),
  settings({ KITH_REMINDERS: '2', KITH_REMINDER_DAYS: '1', KITH_RECIPIENT_INTERVAL_DAYS: '1' }),
  settings({ KITH_REMINDERS: '1', KITH_REMINDER_DAYS: '2', KITH_RECIPIENT_INTERVAL_DAYS: '2' }),
];

function settings(more: Readonly<Record<string, string>>): Config {
  return readConfig({
    KITH_REGION: 'NO',
    KITH_TEXT_URL: 'https://gateway.invalid/send',
    KITH_TEXT_SUCCESS: 'id',
    // The most with which one batch has one lane, so that an actor does one thing at a time.
    KITH_SEND_PER_MINUTE: '2999',
    KITH_MATCHING_YOUNG_FACTOR: '1',
    KITH_UNDO_SECONDS: '10',
    KITH_LOG_LEVEL: 'silent',
    ...more,
  });
}

/** A network, its wire, its processes and its calendar, for one seed. */
export class World {
  readonly everyProcess = processNames;
  readonly lane: Lane;
  readonly chance: Chance;
  readonly scheduler: Scheduler;
  readonly config: Config;
  weather: Weather;
  readonly inviters: Inviter[] = [];
  /** The sink's log. */
  readonly taken: Taken[] = [];
  /** Personal links that their inviters handed over. */
  readonly handed: Pick<Taken, 'to' | 'token'>[] = [];
  /** What members have pressed, as their browsers would send it again. */
  readonly presses: { readonly inviter: Inviter; readonly request: SendRequest }[] = [];
  wasSetBack = false;
  readonly broken: string[] = [];
  readonly trace: string[] = [];
  /** Sendings after whose intent the sender died or lost the database, or was left without an answer. */
  unanswered = 0;
  steps = 0;
  #now = began;
  #elapsed = 0;
  readonly #digest = createHash('sha256');
  readonly #queue: Queued[] = [];
  #queued = 0;
  #lastSweep = began;
  readonly #ids = new Map<string, Ids>();
  readonly #together = new Map<Actor, Sent[]>();
  /** How many messages of an actor have no answer that is written down. */
  readonly #sending = new Map<Actor, number>();
  readonly up = new Set<string>(processNames);

  constructor(lane: Lane, chance: Chance) {
    this.lane = lane;
    this.chance = chance;
    this.scheduler = new Scheduler(lane);
    this.config = configs[chance.below(configs.length)] ?? settings({});
    const some = (most: number) => (chance.percent(50) ? chance.below(most) : 0);
    this.weather = { wire: some(60), database: some(4), deaths: some(8), clock: some(8), twice: some(30) };
  }

  now(): Date {
    return new Date(this.#now);
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds;
    this.#elapsed += milliseconds;
  }

  /** The trace's next line. */
  note(line: string): void {
    const full = `${new Date(this.#now).toISOString()} ${line}`;
    this.trace.push(full);
    this.#digest.update(full).update('\n');
  }

  /** SHA-256 of the trace so far. */
  hash(): string {
    return this.#digest.copy().digest('hex');
  }

  breach(invariant: string, what: string): void {
    this.note(`BREACH ${invariant}: ${what}`);
    this.broken.push(`${invariant}: ${what}`);
  }

  /** Everything a slice is given, in the hands of one actor. */
  platformOf(actor: Actor): Platform {
    return {
      ...this.observer(),
      database: actor.database,
      pause: async (milliseconds) => {
        await actor.park('pause');
        this.pass(milliseconds);
      },
      ids: this.#idsOf(actor.process),
      jobs: this.#jobsOf(actor),
      mail: { send: (message) => this.#send(actor, message), close: async () => undefined },
      texts: { send: (message) => this.#send(actor, message) },
    };
  }

  /** The same for whoever looks on from outside, and neither waits nor sends. */
  observer(): Platform {
    const refuse = () => Promise.reject(new TypeError('who looks on does nothing'));
    return {
      config: this.config,
      publicUrl: 'https://kith.invalid',
      clock: { now: () => this.now() },
      stopwatch: () => this.#elapsed,
      pause: refuse,
      database: this.lane.database,
      events: localEvents(),
      ids: this.#idsOf('observer'),
      jobs: { define: () => undefined, enqueue: refuse, start: refuse, stop: refuse },
      log: silent,
      random: this.chance,
      secrets,
      mail: { send: refuse, close: refuse },
      texts: { send: refuse },
    };
  }

  #idsOf(process: string): Ids {
    const known = this.#ids.get(process);
    if (known !== undefined) return known;
    const ids = uuidv7({ now: () => this.now() }, this.chance);
    this.#ids.set(process, ids);
    return ids;
  }

  /**
   * The queue's promises and no more: a job comes when its transaction has committed, not before its time, at least
   * once; one whose worker died or failed comes again.
   */
  #jobsOf(actor: Actor): Jobs {
    const put = (name: string, payload: object, due: number) => {
      this.#queued += 1;
      this.#queue.push({ number: this.#queued, name, payload, due, tries: 0, by: undefined });
    };
    return {
      define: () => undefined,
      start: async () => undefined,
      stop: async () => undefined,
      enqueue: async (name, payload, { startAfter, tx } = {}) => {
        const due =
          startAfter === undefined
            ? this.#now
            : typeof startAfter === 'number'
              ? this.#now + startAfter * 1000
              : startAfter.getTime();
        if (tx !== undefined) {
          actor.onCommit.push(() => put(name, payload, due));
          return;
        }
        const fault = await actor.park(`queue ${name}`);
        if (fault !== undefined && fault !== 'lost after')
          throw new Error('Connection terminated unexpectedly');
        put(name, payload, due);
        if (fault !== undefined) throw new Error('Connection terminated unexpectedly');
      },
    };
  }

  /** Messages that are handed over together go over the wire one after the other, in any order. */
  #send(actor: Actor, message: MailMessage | TextMessage): Promise<MailOutcome> {
    return new Promise((answer) => {
      const sent = { log: logged(message), answer };
      const others = this.#together.get(actor);
      if (others !== undefined) {
        others.push(sent);
        return;
      }
      const group = [sent];
      this.#together.set(actor, group);
      this.#transmit(actor, group).catch((error) => this.breach('simulation', String(error)));
    });
  }

  async #transmit(actor: Actor, group: Sent[]): Promise<void> {
    // They are put together one faster than the other, which is no choice of the seed's.
    for (let tries = 0; group.length < actor.intents && tries < 1000; tries++) await setImmediate();
    this.#together.delete(actor);
    group.sort((a, b) => (a.log.token < b.log.token ? -1 : 1));
    // Nobody has taken a step since the intents were committed: what the database says now, it said then.
    for (const { log } of group) await atIntent(this, log);
    this.#sending.set(actor, group.length);
    const left = [...group];
    const answers: (() => void)[] = [];
    while (left.length > 0) {
      const [sent] = left.splice(this.chance.below(left.length), 1);
      if (sent === undefined) break;
      const { log, answer } = sent;
      await actor.park(`${log.channel} to ${log.to}`);
      const { name, takes, seconds, outcome } = mannerOf(this.chance, log.channel, this.weather.wire);
      this.note(`the other side ${name}`);
      if (takes) await atWire(this, log);
      if (takes) this.taken.push({ ...log, takenAt: this.now(), step: this.steps });
      if (outcome.kind === 'unknown') this.unanswered += 1;
      this.pass(this.chance.below(300) + seconds * 1000);
      answers.push(() => answer(outcome));
    }
    await actor.park('the answers');
    actor.onCommit.push(() => this.#sending.delete(actor));
    for (const tell of answers) tell();
  }

  /** Nobody will write down what became of the messages that this one was sending. */
  #leave(actor: Actor): void {
    this.unanswered += this.#sending.get(actor) ?? 0;
    this.#sending.delete(actor);
  }

  /** Starts a request in a process that is up. */
  async request(name: string, work: (platform: Platform, actor: Actor) => Promise<void>): Promise<void> {
    const process = this.chance.pick([...this.up]);
    if (process === undefined) return;
    await this.#start(name, process, work, (error) => this.note(`${name} ${outcomeOf(error)}`));
  }

  async #start(
    name: string,
    process: string,
    work: (platform: Platform, actor: Actor) => Promise<void>,
    ended: (error: unknown) => void,
  ): Promise<void> {
    this.note(`${process} begins ${name}`);
    await this.scheduler.start(
      name,
      process,
      (actor) => work(this.platformOf(actor), actor),
      (actor, error) => {
        this.#leave(actor);
        ended(error);
      },
    );
  }

  /** Jobs whose time has come, where a worker is free. */
  due(): readonly Queued[] {
    this.#schedule();
    return this.#queue.filter(({ by, due }) => by === undefined && due <= this.#now);
  }

  /** When the next job comes; undefined when none waits. */
  nextDue(): number | undefined {
    const waiting = this.#queue.filter(({ by }) => by === undefined).map(({ due }) => due);
    return waiting.length === 0 ? undefined : Math.min(...waiting);
  }

  /** The sweep comes by the clock, once a minute. */
  #schedule(): void {
    if (Math.abs(this.#now - this.#lastSweep) < 60_000) return;
    this.#lastSweep = this.#now;
    const soon = this.#now + 60_000;
    if (this.#queue.some(({ name, due }) => name === 'invitations.sweep' && due <= soon)) return;
    this.#queued += 1;
    this.#queue.push({
      number: this.#queued,
      name: 'invitations.sweep',
      payload: {},
      due: this.#now,
      tries: 0,
      by: undefined,
    });
  }

  freeWorker(): string | undefined {
    const busy = (process: string) => this.#queue.filter(({ by }) => by === process).length;
    return this.chance.pick([...this.up].filter((process) => busy(process) < workersEach));
  }

  /** Gives a job to a worker; now and then a second one has it too. */
  async deliver(job: Queued, process: string): Promise<void> {
    const twice = this.chance.percent(this.weather.twice);
    job.by = process;
    const name = `job ${job.number} ${job.name}`;
    const work = (platform: Platform) => this.#run(platform, job);
    await this.#start(name, process, work, (error) => {
      this.note(`${name} ${outcomeOf(error)}`);
      job.by = undefined;
      if (error === undefined) this.#queue.splice(this.#queue.indexOf(job), 1);
      else {
        job.due = this.#now + Math.min(60, 2 ** job.tries) * 1000;
        job.tries += 1;
      }
    });
    if (!twice) return;
    const other = this.chance.pick([...this.up]) ?? process;
    await this.#start(`${name} again`, other, work, (error) =>
      this.note(`${name} again ${outcomeOf(error)}`),
    );
  }

  async #run(platform: Platform, { name, payload }: Queued): Promise<void> {
    if (name === 'invitations.sweep') return sweepInvitations(platform).run();
    // Safe: `invitations.send` is queued with this payload alone.
    if (name === 'invitations.send') return sendInvitations(platform).run(payload as { batchId: BatchId });
  }

  /** One actor's turn, with what goes wrong in it. */
  async step(actor: Actor): Promise<void> {
    const fault = this.#faultFor(actor);
    this.note(`${actor.name}: ${shortly(actor.at)}${fault === undefined ? '' : ` [${fault}]`}`);
    // A commit whose answer is lost leaves its caller as a death would.
    if (fault === 'lost after' && actor.name.startsWith('job')) this.unanswered += mostTogether;
    await this.scheduler.step(actor, fault);
    this.steps += 1;
    // Whoever keeps a pace need not wait for it, which would be real time.
    this.pass(this.chance.below(25));
    const circle = await this.scheduler.deadlock();
    if (circle !== undefined) {
      this.breach('deadlock', circle.map(({ name, at }) => `${name} at ${shortly(at)}`).join(' ⇄ '));
      await this.kill(circle[0]?.process ?? 'a');
    }
  }

  #faultFor(actor: Actor): Fault | undefined {
    if (!this.chance.percent(this.weather.database) || !/^[a-z ]/.test(actor.at)) return undefined;
    if (/ to |^the answers$|^pause$|^has the lock|^rollback$/.test(actor.at)) return undefined;
    if (/^commit$|^queue /.test(actor.at)) return this.chance.percent(50) ? 'lost' : 'lost after';
    return this.chance.percent(50) ? 'lost' : 'serialization';
  }

  async kill(process: string): Promise<void> {
    this.note(`${process} dies`);
    for (const actor of await this.scheduler.kill(process)) {
      this.note(`${actor.name} dies at ${shortly(actor.at)}`);
      this.#leave(actor);
    }
    for (const job of this.#queue.filter(({ by }) => by === process)) {
      job.by = undefined;
      job.due = this.#now + heartbeat * 1000;
    }
    this.#ids.delete(process);
    this.up.delete(process);
  }

  rise(): void {
    for (const process of processNames) this.up.add(process);
  }

  /** Nothing breaks any more. */
  clear(): void {
    this.weather = { wire: 0, database: 0, deaths: 0, clock: 0, twice: 0 };
    this.rise();
  }

  /** The clock of the machine is set. */
  jump(): void {
    const seconds = this.chance.pick(jumps) ?? 0;
    this.note(`the clock jumps by ${seconds} s`);
    this.#now += seconds * 1000;
    if (seconds < 0) this.wasSetBack = true;
  }

  /** Time goes on to where the next job comes, or a little. */
  wait(): void {
    const next = this.nextDue();
    const until =
      next === undefined || this.chance.percent(30) ? this.#now + this.chance.below(40_000) : next;
    this.#now = Math.max(this.#now, until);
  }

  async isPaused(): Promise<boolean> {
    const { rowCount } = await this.lane.admin.query('select from sending_pauses where ended_at is null');
    return (rowCount ?? 0) > 0;
  }

  resume(): Promise<void> {
    return this.request('the operator resumes', (platform) =>
      platform.database.asSystem(async (tx) => {
        await endPause(platform, tx);
      }),
    );
  }

  /** Nothing that the product has begun is unfinished, nor is a reminder due within so many seconds. */
  async isQuiet(ahead = 0): Promise<boolean> {
    const { rows } = await this.lane.admin.query<{ open: boolean }>(
      `select exists (select from invitations i where i.way = 'relay' and i.sent_at is null and i.withdrawn_at is null and i.expired_at is null and i.declined_at is null)
         or exists (select from deliveries where handed_at is null and rejected_at is null and unknown_at is null and deferred_until is null)
         or exists (select from reminders r join invitations i on i.id = r.invitation_id
           where r.turned_at is null and r.withdrawn_at is null and r.due_at <= $1 and i.sent_at is not null
             and i.accepted_at is null and i.withdrawn_at is null and i.expired_at is null) as open`,
      [new Date(this.#now + ahead * 1000)],
    );
    return rows[0]?.open === false;
  }

  /** What the world has become, so that a trace with another end is another trace. */
  async noteState(): Promise<void> {
    const { rows } = await this.lane.admin.query<{ state: string }>(stateOfAll);
    this.note(
      `end ${createHash('sha256')
        .update(rows[0]?.state ?? '')
        .digest('hex')}`,
    );
    for (const { to, token } of this.taken) this.note(`taken ${to} ${token}`);
  }
}

function outcomeOf(error: unknown): string {
  if (error === undefined) return 'ends';
  // Safe: whatever was thrown, a missing code is undefined.
  const { code } = error as { code?: unknown };
  return `fails: ${code ?? (error instanceof Error ? error.message.slice(0, 60) : 'unknown')}`;
}

/** What an actor stands before, in one short line. */
function shortly(at: string): string {
  return at.slice(0, 100).replace(/\s+/g, ' ').trim().slice(0, 70);
}
