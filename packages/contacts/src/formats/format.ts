import type { FormatName, ReadEvent } from '../contact.ts';
import type { ColumnMappings, TableHeader } from './csv-mapping.ts';
import type { Limits } from './limits.ts';

/** What a reader may be told; everything has a default. */
export interface ReadOptions {
  /** Keep the bytes of embedded photos in `photo.data`; otherwise only their size and type. */
  readonly photos?: boolean;
  readonly limits?: Limits;
  /** The charset of bytes that are no UTF-8 and declare none; guessed from what is read when absent. */
  readonly charset?: string;
  /** What the columns of tables mean, where their owner knows better. */
  readonly mapping?: ColumnMappings;
  /**
   * Say what the columns of a table are of which nothing is understood (`header`, and the problem
   * `header.not_understood`), so that its owner can tell; otherwise it is no file of contacts.
   */
  readonly anyTable?: boolean;
}

/**
 * Takes the bytes of one file in pieces of any size and yields what they say.
 *
 * The same bytes give the same events however they are cut.
 */
export interface Reader {
  write(chunk: Uint8Array): Iterable<ReadEvent>;
  /** Call once, after the last `write`. */
  end(): Iterable<ReadEvent>;
  /** The kind of file, for people: `Google CSV`, `vCard`; known once enough was written. */
  readonly dialect: string | undefined;
  /** The file holds no contacts: whatever follows, nothing more will come. */
  readonly refused?: boolean;
  /** The columns of a table, as they were understood; known with the dialect. */
  readonly header?: TableHeader | undefined;
}

/** One file syntax. */
export interface Format {
  readonly name: FormatName;
  /** How sure the format is that the first bytes are its own, from 0 to 1; the bytes are UTF-8 or of an unknown 8-bit charset. */
  sniff(head: Uint8Array, options?: Pick<ReadOptions, 'mapping' | 'anyTable'>): number;
  open(options?: ReadOptions): Reader;
}
