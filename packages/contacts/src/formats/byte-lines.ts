import { blocks, concatenated } from './blocks.ts';
import { piece } from './charset.ts';

/** One physical line without its line break. */
export interface ByteLine {
  /** `undefined` where the line was longer than allowed and is left out. */
  readonly text: string | undefined;
  /** Each character stands for one byte: the line stands in a block that is no UTF-8. */
  readonly bytes: boolean;
  /** From 1. */
  readonly line: number;
}

/** Cuts bytes into lines at LF, CR LF and lone CR; a line above `longest` bytes is skipped in bounded memory. */
export function byteLines(
  longest: number,
  take: (line: ByteLine) => void,
): { write(chunk: Uint8Array): IterableIterator<void>; end(): void } {
  const source = blocks();
  let held: Uint8Array[] = [];
  let size = 0;
  let skipping = false;
  let line = 0;

  /** Whole lines, without the last line break. */
  const lines = (all: Uint8Array): void => {
    const { text, bytes } = piece(all);
    for (const raw of text.split('\n')) {
      let length = raw.length;
      while (length > 0 && raw.charCodeAt(length - 1) === 0x0d) length--;
      const whole = length === raw.length ? raw : raw.slice(0, length);
      if (!whole.includes('\r')) take({ text: whole, bytes, line: ++line });
      else for (const part of whole.split('\r')) take({ text: part, bytes, line: ++line });
    }
  };

  const block = (bytes: Uint8Array): void => {
    let end = bytes.lastIndexOf(0x0a);
    // A CR in the last place may be half of a CR LF.
    if (end < 0) end = bytes.lastIndexOf(0x0d, bytes.length - 2);
    if (end < 0) {
      size += bytes.length;
      skipping ||= size > longest;
      held = skipping ? [] : [...held, bytes.slice()];
      return;
    }
    let all = bytes.subarray(0, end);
    if (skipping) {
      take({ text: undefined, bytes: false, line: ++line });
      const first = all.indexOf(0x0a);
      all = first < 0 ? all.subarray(end) : all.subarray(first + 1);
      if (first >= 0) lines(all);
    } else lines(held.length === 0 ? all : concatenated([...held, all]));
    skipping = false;
    held = end + 1 < bytes.length ? [bytes.slice(end + 1)] : [];
    size = bytes.length - end - 1;
  };

  return {
    *write(chunk) {
      for (const full of source.push(chunk)) {
        block(full);
        yield;
      }
    },
    end() {
      const rest = source.rest();
      if (rest.length > 0) block(rest);
      if (skipping) take({ text: undefined, bytes: false, line: ++line });
      else if (held.length > 0) lines(concatenated(held));
    },
  };
}
