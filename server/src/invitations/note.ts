import { type WordsFault, wordsFault } from '../members/index.ts';

export type NoteReason = 'too_long' | WordsFault;

const longest = 300;

/** Why this note may not stand in a message to somebody who did not ask for one; undefined when it may. */
export function noteFault(note: string): NoteReason | undefined {
  return [...note].length > longest ? 'too_long' : wordsFault(note);
}

/** The note as it is sent: line ends of one kind, nothing at its edges; undefined when nothing is left. */
export function parseNote(text: string | undefined): string | undefined {
  const note = text
    ?.normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return note === '' ? undefined : note;
}
