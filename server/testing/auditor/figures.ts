import type { Violation } from '../auditor.ts';

/** What was measured of the server while it ran. */
export interface Figures {
  readonly memoryMegabytes?: number;
  /** The slowest hundredth of the event loop's turns. */
  readonly loopMilliseconds?: number;
}

/** A run and the digest of all that happened in it. */
export interface Drawn {
  readonly seed: number;
  readonly trace: string;
}

const mostMegabytes = 512;
const slowestTurn = 200;

export function figureViolations(
  { memoryMegabytes = 0, loopMilliseconds = 0 }: Figures,
  traces: readonly Drawn[],
): Violation[] {
  const found: Violation[] = [];
  if (memoryMegabytes > mostMegabytes)
    found.push({
      invariant: 'I9',
      what: `holds more than ${mostMegabytes} MB`,
      row: `${memoryMegabytes} MB`,
    });
  if (loopMilliseconds > slowestTurn)
    found.push({
      invariant: 'I9',
      what: `a turn takes more than ${slowestTurn} ms`,
      row: `${loopMilliseconds} ms`,
    });
  const first = new Map<number, string>();
  for (const { seed, trace } of traces) {
    const known = first.get(seed);
    if (known === undefined) first.set(seed, trace);
    else if (known !== trace)
      found.push({ invariant: 'I10', what: 'the same seed went another way', row: `seed ${seed}` });
  }
  return found;
}
