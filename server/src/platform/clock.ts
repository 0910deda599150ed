import { setTimeout } from 'node:timers/promises';

export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Milliseconds by a clock that nobody sets, from wherever it began. */
export type Stopwatch = () => number;

/** Waits for so many milliseconds. */
export type Pause = (milliseconds: number) => Promise<void>;

export const systemPause: Pause = (milliseconds) => setTimeout(milliseconds);

export const systemStopwatch: Stopwatch = () => performance.now();

/** An instant `seconds` after another. */
export function after(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1000);
}
