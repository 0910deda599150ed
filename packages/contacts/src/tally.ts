import type { Card, ProblemCode, ReadEvent } from './contact.ts';
import { contentOf } from './normalise/content.ts';

/** What became of what stood in a file; `read` = `kept` + `merged` + `unreadable`. */
export interface Totals {
  /** Contacts that were there, whatever became of them. */
  readonly read: number;
  readonly kept: number;
  /** Contacts that say exactly what an earlier one said, its id included. */
  readonly merged: number;
  /** Rows, cards and lines that could not be read. */
  readonly unreadable: number;
  /** Photos, fields, cards and rows that a limit left out, whole or in part. */
  readonly dropped: number;
}

/** Counts what a reader yields, and knows a contact that it has seen. */
export interface Tally {
  /** @returns false for a card that repeats an earlier one, else true */
  take(event: ReadEvent): boolean;
  readonly totals: Totals;
}

const LIMIT_CODES = /\.(?:too_large|too_long|too_many|too_deep)$/;

/** Problems outside a card that name no lost row or card; mail that was passed over holds none. */
const NOTICES: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'archive.skipped',
  'file.empty',
  'file.not_contacts',
  'file.truncated',
  'mail.bulk',
  'mail.too_many',
  'header.unknown_columns',
  'header.not_understood',
  'text.undecodable',
]);

/**
 * Starts counting one file. Repeats are known among the first million contacts; 16 bytes are held for each.
 *
 * @example
 * const { take, totals } = tally();
 * for (const event of reader.write(bytes)) if (take(event)) use(event);
 */
export function tally(): Tally {
  const seen = fingerprints();
  let kept = 0;
  let merged = 0;
  let unreadable = 0;
  let dropped = 0;
  return {
    take(event) {
      if (event.kind === 'problem') {
        const { code } = event.problem;
        if (LIMIT_CODES.test(code)) dropped++;
        if (!NOTICES.has(code)) unreadable++;
        return true;
      }
      for (const { code } of event.card.problems) if (LIMIT_CODES.test(code)) dropped++;
      if (seen.has(textOf(event.card))) {
        merged++;
        return false;
      }
      kept++;
      return true;
    },
    get totals() {
      return { read: kept + merged + unreadable, kept, merged, unreadable, dropped };
    },
  };
}

function textOf({ source, problems, ...data }: Card): string {
  return `${source.uid ?? ''}\n${contentOf(data)}`;
}

const MOST = 1_000_000;

/** A set of texts by two 53-bit hashes each: among a million, two different ones meet once in 10^20 files. */
function fingerprints(): { has(text: string): boolean } {
  let slots = new Float64Array(2 * 1024);
  let size = 0;
  const place = (into: Float64Array, first: number, second: number): boolean => {
    const mask = into.length / 2 - 1;
    for (let at = first % (mask + 1); ; at = (at + 1) & mask) {
      const held = into[2 * at];
      if (held === 0) {
        into[2 * at] = first;
        into[2 * at + 1] = second;
        return false;
      }
      if (held === first && into[2 * at + 1] === second) return true;
    }
  };
  return {
    has(text) {
      if (size >= MOST) return false;
      if (size * 4 > slots.length) {
        const wider = new Float64Array(slots.length * 2);
        for (let at = 0; at < slots.length; at += 2)
          if (slots[at] !== 0) place(wider, slots[at] ?? 0, slots[at + 1] ?? 0);
        slots = wider;
      }
      const known = place(slots, hash53(text, 1) + 1, hash53(text, 2));
      if (!known) size++;
      return known;
    },
  };
}

/** cyrb53: two multiplicative hashes of 32 bits, mixed; not for secrets. */
function hash53(text: string, seed: number): number {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
