import { toByteString } from './charset.ts';

/** A text that is put together of pieces from blocks that may be UTF-8 or not (see `Piece`). */
export interface ByteText {
  parts: string[];
  length: number;
  /** The parts hold one character per byte. */
  bytes: boolean;
  /** It became longer than allowed; what came after is left out. */
  cut: boolean;
}

/** More than the lines of the largest photo: pieces of one letter each cost far more than their letters. */
const PIECES = 100_000;

/** Adds a piece, unless the text would become longer than `longest`. */
export function append(to: ByteText, text: string, bytes: boolean, longest: number): void {
  if (to.cut || to.parts.length >= PIECES || to.length + text.length > longest) {
    to.cut = true;
    return;
  }
  if (bytes && !to.bytes) {
    to.parts = to.parts.map(toByteString);
    to.bytes = true;
  }
  to.parts.push(to.bytes && !bytes ? toByteString(text) : text);
  to.length += text.length;
}
