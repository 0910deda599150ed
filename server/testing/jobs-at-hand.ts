import { Value } from 'typebox/value';
import { onCommit } from '../src/platform/database.ts';
import type { Job, Jobs } from '../src/platform/jobs.ts';

/** A queue that a test goes through itself, in its own process: jobs come in order, once their transaction has committed. */
export interface JobsAtHand extends Jobs {
  /** Runs what is queued of one kind, and what that queues of it; of the rest nothing becomes. */
  run(name: string): Promise<void>;
}

/** For tests of many short stories, which the pace of a real queue would make long. */
export function jobsAtHand(): JobsAtHand {
  const defined: Job<never>[] = [];
  const queued: { readonly name: string; readonly payload: object }[] = [];
  return {
    // Safe: the payload is parsed by the job's own schema before `run` sees it.
    define: (job) => void defined.push(job as unknown as Job<never>),
    async enqueue(name, payload, { tx } = {}) {
      if (tx === undefined) queued.push({ name, payload });
      else onCommit(tx, () => queued.push({ name, payload }));
    },
    start: async () => undefined,
    stop: async () => undefined,
    async run(name) {
      const job = defined.find((one) => one.name === name);
      if (job === undefined) throw new TypeError(`there is no job ${name}`);
      for (let next = queued.shift(); next !== undefined; next = queued.shift())
        if (next.name === name) await job.run(Value.Parse(job.payload, next.payload));
    },
  };
}
