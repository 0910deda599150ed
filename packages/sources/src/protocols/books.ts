import type { Protocol } from '../provider.ts';
import { readCarddav } from './carddav.ts';
import { readJmap } from './jmap.ts';
import type { ReadBook } from './protocol.ts';

/** The protocols that can be read so far. */
export const books: Readonly<Partial<Record<Protocol, ReadBook>>> = { carddav: readCarddav, jmap: readJmap };
