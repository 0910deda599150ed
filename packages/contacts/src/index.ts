export type {
  Card,
  CardSource,
  FormatName,
  Labelled,
  Names,
  Organisation,
  Photo,
  PostalAddress,
  Problem,
  ProblemCode,
  ReadEvent,
} from './contact.ts';
export type { Format, Reader, ReadOptions } from './formats/format.ts';
export { LIMITS, type Limits } from './formats/limits.ts';
export { type ContactsReader, type ReadContactsOptions, readContacts } from './formats/read-contacts.ts';
export { type Sniffed, sniff } from './formats/sniff.ts';
