/** A job, and when it comes. */
export interface Queued {
  readonly number: number;
  readonly name: string;
  readonly payload: object;
  due: number;
  tries: number;
  /** The process that has it, and for the how many-th time somebody has. */
  by: string | undefined;
  times: number;
}

/** Seconds after which the job of a process that says nothing is given to another, as `platform/jobs.ts` sets it. */
const heartbeat = 10;

/**
 * The queue's promises and no more: a job comes not before its time, at least once; one whose worker failed, died or says
 * nothing for too long comes again.
 */
export class Queue {
  readonly #jobs: Queued[] = [];
  readonly #now: () => number;
  #count = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  put(name: string, payload: object, due: number): void {
    this.#count += 1;
    this.#jobs.push({ number: this.#count, name, payload, due, tries: 0, by: undefined, times: 0 });
  }

  /** Jobs whose time has come and that nobody has. */
  due(): readonly Queued[] {
    return this.#jobs.filter(({ by, due }) => by === undefined && due <= this.#now());
  }

  /** When the next job comes; undefined when none waits. */
  next(): number | undefined {
    const waiting = this.#jobs.filter(({ by }) => by === undefined).map(({ due }) => due);
    return waiting.length === 0 ? undefined : Math.min(...waiting);
  }

  has(name: string, until: number): boolean {
    return this.#jobs.some((job) => job.name === name && job.due <= until);
  }

  /** How many jobs a process has. */
  held(process: string): number {
    return this.#jobs.filter(({ by }) => by === process).length;
  }

  /** Gives a job to a process; @returns what to call with how it ended. */
  give(job: Queued, process: string): (failed: boolean) => void {
    job.by = process;
    job.times += 1;
    const { times } = job;
    return (failed) => {
      // Somebody else has it by now, or had it.
      if (job.times !== times || job.by !== process) return;
      job.by = undefined;
      if (!failed) this.#jobs.splice(this.#jobs.indexOf(job), 1);
      else {
        job.due = this.#now() + Math.min(60, 2 ** job.tries) * 1000;
        job.tries += 1;
      }
    };
  }

  /** A process says nothing any more. */
  orphan(process: string): void {
    for (const job of this.#jobs.filter(({ by }) => by === process)) {
      job.by = undefined;
      job.due = this.#now() + heartbeat * 1000;
    }
  }
}
