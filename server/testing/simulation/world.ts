import { createHash } from 'node:crypto';
import type { Config } from '../../src/config.ts';
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
import { configOf } from './configs.ts';
import { Queue, type Queued } from './queue.ts';
import { type Actor, Scheduler, type Stop } from './scheduler.ts';
import { secrets } from './secret.ts';
import type { Fault, Lane } from './sessions.ts';
import { hungUp, logged, mannerOf, type Taken } from './wire.ts';

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
  /** Of the sweeps, one for each minute, how many come: a queue that is busy skips some, and most find nothing. */
  readonly sweeps: number;
  /** Whether the clock of the machine is put back a second after each step. */
  readonly creeps: boolean;
}

interface Sent {
  readonly log: ReturnType<typeof logged>;
  readonly answer: (outcome: MailOutcome) => void;
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
/** Milliseconds after which a mail server has hung up on a sender who says nothing: RFC 5321, section 4.5.3.2.7. */
const longestSilence = 300_000;
/** For how many seconds a process stands still, as by kill -STOP or a laptop that sleeps. */
const naps = [5, 25, 70, 200, 400, 4000];

const jumps = [-3600, -60, -11, 11, 60, 400, 3600, 8 * 86_400, 3650 * 86_400, -3650 * 86_400];

const readingFaults: readonly Fault[] = ['lost', 'serialization'];
const writingFaults: readonly Fault[] = [
  'lost',
  'lost',
  'serialization',
  'serialization',
  'disk full',
  'read only',
];

/** Seconds after which what has no answer is unknown, and a little. */
const longestAnswer = 301;

interface Outlook {
  readonly isPaused: boolean;
  readonly isQuiet: boolean;
  /** Until the next of what is left to do is due. */
  readonly seconds: number;
}

const outlook = `with left_over (due) as (
    select greatest(i.waits_until, b.undo_until, b.sender_until,
      (select max(d.deferred_until) from permits p join deliveries d on d.permit_id = p.id where p.invitation_id = i.id))
    from invitations i join invitation_batches b on b.id = i.batch_id
    where i.way = 'relay' and i.sent_at is null and i.withdrawn_at is null and i.expired_at is null and i.declined_at is null
    union all
    select intended_at + interval '${longestAnswer} seconds' from deliveries
    where handed_at is null and rejected_at is null and unknown_at is null and deferred_until is null
    union all
    select greatest(r.due_at, b.sender_until,
      (select max(d.deferred_until) from permits p join deliveries d on d.permit_id = p.id where p.invitation_id = i.id))
    from reminders r join invitations i on i.id = r.invitation_id join invitation_batches b on b.id = i.batch_id
    where r.turned_at is null and r.withdrawn_at is null and r.due_at <= $1::timestamptz + interval '3 days' and i.sent_at is not null
      and i.accepted_at is null and i.withdrawn_at is null and i.expired_at is null)
  select exists (select from sending_pauses where ended_at is null) as "isPaused", not exists (select from left_over) as "isQuiet",
    ceil(extract(epoch from (select min(due) from left_over where due > $1) - $1))::integer as seconds`;

const stateOfAll = `select string_agg(line, chr(10) order by line) as state from (
  select 'i' || i::text as line from invitations i union all select 'b' || b::text from (select id, undo_until, undone_at, withdrawn_at from invitation_batches) b
  union all select 'd' || d::text from deliveries d union all select 'p' || p::text from permits p union all select 's' || s::text from suppressions s
  union all select 'r' || r::text from reminders r union all select 'm' || m::text from mentions m
  union all select 'c' || encode(hash, 'hex') from consents) as lines`;

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
  hasJumped = false;
  wasSetBack = false;
  readonly broken: string[] = [];
  readonly trace: string[] = [];
  /** Sendings after whose intent the sender died or lost the database, or was left without an answer. */
  unanswered = 0;
  steps = 0;
  #now = began;
  #elapsed = 0;
  readonly #digest = createHash('sha256');
  readonly #queue = new Queue(() => this.#now);
  #lastSweep = began;
  readonly #ids = new Map<string, Ids>();
  readonly #together = new Map<Actor, Sent[]>();
  readonly up = new Set<string>(processNames);
  /** Processes that stand still, and until when. */
  readonly #asleep = new Map<string, number>();

  constructor(lane: Lane, chance: Chance) {
    this.lane = lane;
    this.chance = chance;
    this.scheduler = new Scheduler(lane);
    this.config = configOf(chance);
    const some = (most: number) => (chance.percent(50) ? chance.below(most) : 0);
    this.weather = {
      wire: some(60),
      database: some(4),
      deaths: some(8),
      clock: some(8),
      twice: some(30),
      sweeps: 30,
      creeps: chance.percent(3),
    };
    if (this.weather.creeps) this.wasSetBack = true;
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

  #jobsOf(actor: Actor): Jobs {
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
          actor.onCommit.push(() => this.#queue.put(name, payload, due));
          return;
        }
        const fault = await actor.park(`queue ${name}`);
        if (fault === 'lost') throw new Error('Connection terminated unexpectedly');
        this.#queue.put(name, payload, due);
        if (fault !== undefined) throw new Error('Connection terminated unexpectedly');
      },
    };
  }

  /** Messages that are handed over together go over the wire in any order, each when its turn comes. */
  #send(actor: Actor, message: MailMessage | TextMessage): Promise<MailOutcome> {
    return new Promise((answer) => {
      const sent = { log: logged(message), answer };
      actor.handOver();
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
    await actor.busy(async () => {
      // They are put together one faster than the other, which is no choice of the seed's.
      await actor.gathered();
      this.#together.delete(actor);
      group.sort((a, b) => (a.log.token < b.log.token ? -1 : 1));
      // Nobody has taken a step since the intents were committed: what the database says now, it said then.
      for (const { log } of group) await atIntent(this, log);
    });
    await Promise.all(group.map((sent) => this.#transmitOne(actor, sent)));
  }

  async #transmitOne(actor: Actor, { log, answer }: Sent): Promise<void> {
    const until = this.#elapsed + longestSilence;
    await actor.park(`${log.channel} to ${log.to}`);
    const faults = this.weather.wire;
    const { name, takes, seconds, outcome } =
      this.#elapsed > until ? hungUp : mannerOf(this.chance, log.channel, faults);
    this.note(`the other side ${name}`);
    if (takes) await actor.busy(() => atWire(this, log));
    if (takes) this.taken.push({ ...log, takenAt: this.now(), step: this.steps });
    if (outcome.kind === 'unknown') this.unanswered += 1;
    this.pass(this.chance.below(300) + seconds * 1000);
    answer(outcome);
  }

  /** Starts a request in a process that is up. */
  async request(name: string, work: (platform: Platform, actor: Actor) => Promise<void>): Promise<void> {
    const process = this.chance.pick(this.#awake());
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
      ended,
      // Nobody will write down what became of the messages that it was sending.
      (actor) => {
        this.unanswered += actor.open;
      },
    );
  }

  /** Who may go on: whoever has a turn, in a process that does not stand still. */
  ready(of?: Actor): readonly Stop[] {
    const ready = this.scheduler.ready(of);
    return this.#asleep.size === 0 ? ready : ready.filter(({ actor }) => !this.#asleep.has(actor.process));
  }

  /** Jobs whose time has come. The sweep comes by the clock, once a minute. */
  due(): readonly Queued[] {
    if (Math.abs(this.#now - this.#lastSweep) >= 60_000) {
      this.#lastSweep = this.#now;
      const isThere = this.#queue.has('invitations.sweep', this.#now + 60_000);
      if (!isThere && this.chance.percent(this.weather.sweeps))
        this.#queue.put('invitations.sweep', {}, this.#now);
    }
    return this.#queue.due();
  }

  /** Processes that are up and awake. */
  #awake(): readonly string[] {
    return [...this.up].filter((process) => !this.#asleep.has(process));
  }

  freeWorker(): string | undefined {
    return this.chance.pick(this.#awake().filter((process) => this.#queue.held(process) < workersEach));
  }

  /** Gives a job to a worker; now and then a second one has it too. */
  async deliver(job: Queued, process: string): Promise<void> {
    const twice = this.chance.percent(this.weather.twice);
    const ended = this.#queue.give(job, process);
    const name = `job ${job.number} ${job.name}`;
    const work = (platform: Platform) => this.#run(platform, job);
    await this.#start(name, process, work, (error) => {
      this.note(`${name} ${outcomeOf(error)}`);
      ended(error !== undefined);
    });
    if (!twice) return;
    const other = this.chance.pick(this.#awake()) ?? process;
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
  async step(stop: Stop): Promise<void> {
    const fault = this.#faultFor(stop);
    this.note(`${stop.actor.name}: ${shortly(stop.at)}${fault === undefined ? '' : ` [${fault}]`}`);
    await this.scheduler.step(stop, fault);
    this.steps += 1;
    this.pass(this.chance.below(25));
    if (this.weather.creeps) this.#now -= 1000;
    const circle = await this.scheduler.deadlock();
    if (circle !== undefined) {
      const names = circle.map(({ actor, at }) => `${actor.name} at ${shortly(at)}`);
      this.breach('deadlock', names.join(' ⇄ '));
      await this.kill(circle[0]?.actor.process ?? 'a');
    }
  }

  #faultFor({ at }: Stop): Fault | undefined {
    if (!this.chance.percent(this.weather.database) || !/^[a-z ]/.test(at)) return undefined;
    if (/ to |^pause$|^has the lock|^rollback$/.test(at)) return undefined;
    if (/^commit$|^queue /.test(at)) return this.chance.percent(50) ? 'lost' : 'lost after';
    return this.chance.pick(/^\s*select\b/.test(at) ? readingFaults : writingFaults);
  }

  async kill(process: string): Promise<void> {
    this.note(`${process} dies`);
    for (const { actor, at } of await this.scheduler.kill(process))
      this.note(`${actor.name} dies at ${shortly(at)}`);
    this.#queue.orphan(process);
    this.#ids.delete(process);
    this.up.delete(process);
    this.#asleep.delete(process);
  }

  /** PostgreSQL dies and is there again: every connection of every process is lost at once. */
  async restart(): Promise<void> {
    this.note('the database dies');
    await this.scheduler.drop();
  }

  /** A process stands still, as by kill -STOP or on a laptop that sleeps; the queue gives its jobs to the other. */
  sleep(process: string): void {
    if (!this.up.has(process) || this.#asleep.has(process)) return;
    const seconds = this.chance.pick(naps) ?? 0;
    this.note(`${process} stands still for ${seconds} s`);
    this.#asleep.set(process, this.#elapsed + seconds * 1000);
    this.#queue.orphan(process);
  }

  /** Processes whose time to stand still is over go on. */
  wake(): void {
    for (const [process, until] of this.#asleep)
      if (until <= this.#elapsed) {
        this.#asleep.delete(process);
        this.note(`${process} goes on`);
      }
  }

  rise(): void {
    for (const process of processNames) this.up.add(process);
  }

  /** Nothing breaks any more. */
  clear(): void {
    this.weather = { wire: 0, database: 0, deaths: 0, clock: 0, twice: 0, sweeps: 100, creeps: false };
    this.rise();
    this.pass(Math.max(0, ...[...this.#asleep.values()].map((until) => until - this.#elapsed)));
    this.wake();
  }

  /** The clock of the machine is set. */
  jump(): void {
    const seconds = this.chance.pick(jumps) ?? 0;
    this.note(`the clock jumps by ${seconds} s`);
    this.#now += seconds * 1000;
    this.hasJumped = true;
    if (seconds < 0) this.wasSetBack = true;
  }

  /** Time goes on to where the next job comes, or a process goes on, or a little. */
  wait(): void {
    const goesOn = [...this.#asleep.values()].map((until) => this.#now + until - this.#elapsed);
    const next = Math.min(this.#queue.next() ?? Number.POSITIVE_INFINITY, ...goesOn);
    const until =
      !Number.isFinite(next) || this.chance.percent(30) ? this.#now + this.chance.below(40_000) : next;
    this.pass(Math.max(0, until - this.#now));
    this.wake();
  }

  resume(): Promise<void> {
    return this.request('the operator resumes', (platform) =>
      platform.database.asSystem(async (tx) => {
        await endPause(platform, tx);
      }),
    );
  }

  /** Whether anything that the product has begun is unfinished, or a reminder due in the next days, and when the next of it is due. */
  async outlook(): Promise<Outlook> {
    const { rows } = await this.lane.admin.query<{
      isPaused: boolean;
      isQuiet: boolean;
      seconds: number | null;
    }>(outlook, [this.now()]);
    const { isPaused = false, isQuiet = false, seconds = null } = rows[0] ?? {};
    return { isPaused, isQuiet, seconds: seconds ?? longestAnswer };
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
