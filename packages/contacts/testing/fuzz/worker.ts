import { parentPort, workerData } from 'node:worker_threads';
import type { FormatName } from '../../src/contact.ts';
import { random } from '../random.ts';
import { mutated, smallest } from './mutate.ts';
import { breach, type Core, eventsOf } from './promises.ts';
import { schemaFault } from './schema.ts';

/** What the thread is started with. */
export interface Task {
  /** The build that counts what it reaches, and how many counters it has. */
  readonly bundle: string;
  readonly counters: number;
  readonly format: FormatName | undefined;
  readonly seed: number;
  readonly seconds: number;
  readonly seeds: readonly Uint8Array[];
  /** The input being read, after its number and its length: what is left of a thread that hangs. */
  readonly shared: SharedArrayBuffer;
}

/** What it tells: how far it is, and what it found. */
export type News =
  | {
      readonly kind: 'progress';
      readonly inputs: number;
      readonly corpus: number;
      readonly reached: number;
      readonly counters: number;
    }
  | { readonly kind: 'found'; readonly breach: string; readonly bytes: Uint8Array }
  | { readonly kind: 'done'; readonly corpus: readonly Uint8Array[] };

const MOST = 65_536;
const USUAL = 4096;

// Safe: the one thread that starts this sends a Task.
const { bundle, counters, format, seed, seconds, seeds, shared } = workerData as Task;
const hits = new Uint8Array(counters);
Object.assign(globalThis, { __hits: hits });
const core: Core = await import(bundle);
const chance = random(seed);
const reached = new Uint8Array(counters);
const head = new Int32Array(shared, 0, 2);
const current = new Uint8Array(shared, 8);
const corpus: Uint8Array[] = [];
const breaches = new Set<string>();
const tell = (news: News): void => parentPort?.postMessage(news);

let inputs = 0;
for (const bytes of [new Uint8Array(), ...seeds]) look(bytes);
if (corpus.length === 0) corpus.push(new Uint8Array());
const end = performance.now() + seconds * 1000;
let told = 0;
while (performance.now() < end) {
  look(mutated(chance, corpus, chance.chance(0.03) ? MOST : USUAL));
  if (performance.now() - told > 10_000) {
    told = performance.now();
    progress();
  }
}
progress();
tell({ kind: 'done', corpus: chosen() });

function progress(): void {
  const seen = reached.reduce((sum, bits) => sum + (bits === 0 ? 0 : 1), 0);
  tell({ kind: 'progress', inputs, corpus: corpus.length, reached: seen, counters });
}

/** Reads one input; keeps it where it reached something new, and then checks every promise. */
function look(bytes: Uint8Array): void {
  inputs++;
  current.set(bytes);
  Atomics.store(head, 1, bytes.length);
  Atomics.add(head, 0, 1);
  hits.fill(0);
  let failed = false;
  const start = performance.now();
  try {
    eventsOf(core, format, bytes, () => bytes.length);
  } catch {
    failed = true;
  }
  if (performance.now() - start > allowed(bytes) && isSlow(bytes)) found('takes too long', bytes, isSlow);
  const fresh = isFresh();
  if (fresh && !failed) corpus.push(bytes.slice());
  if (failed || fresh || chance.chance(0.03)) {
    const broken = breach(core, format, bytes, chance, schemaFault);
    if (broken !== undefined)
      found(broken, bytes, (shorter) => breach(core, format, shorter, chance, schemaFault) === broken);
  }
}

/** A hundred times what reading usually takes. */
function allowed(bytes: Uint8Array): number {
  return 500 + bytes.length / 300;
}

/** Three times, since another process may have had the machine. */
function isSlow(bytes: Uint8Array): boolean {
  for (let turn = 0; turn < 3; turn++) {
    const start = process.threadCpuUsage().user;
    eventsOf(core, format, bytes, () => bytes.length);
    if ((process.threadCpuUsage().user - start) / 1000 < allowed(bytes)) return false;
  }
  return true;
}

function found(broken: string, bytes: Uint8Array, breaks: (bytes: Uint8Array) => boolean): void {
  if (breaches.has(broken)) return;
  breaches.add(broken);
  tell({ kind: 'found', breach: broken, bytes: smallest(bytes, breaks, () => performance.now()) });
}

/** Whether a counter reached a height (1, 2, 3, 4 to 7, … 128 and more) that no input reached before. */
function isFresh(): boolean {
  let fresh = false;
  for (let at = 0; at < counters; at++) {
    const count = hits[at] ?? 0;
    if (count === 0) continue;
    const height =
      count < 4
        ? 1 << (count - 1)
        : count < 8
          ? 8
          : count < 16
            ? 16
            : count < 32
              ? 32
              : count < 128
                ? 64
                : 128;
    const before = reached[at] ?? 0;
    if ((before & height) === 0) {
      reached[at] = before | height;
      fresh = true;
    }
  }
  return fresh;
}

/** The smallest inputs that together reach every place that was reached. */
function chosen(): Uint8Array[] {
  const seen = new Set<number>();
  return corpus
    .toSorted((a, b) => a.length - b.length)
    .filter((bytes) => {
      // Reading them all again is no hanging.
      Atomics.add(head, 0, 1);
      hits.fill(0);
      eventsOf(core, format, bytes, () => bytes.length);
      const before = seen.size;
      hits.forEach((count, at) => {
        if (count > 0) seen.add(at);
      });
      return seen.size > before;
    });
}
