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
export { BLANK_CARD, CORRESPONDENCE, FORMAT_NAMES, WRITTEN_ON } from './contact.ts';
export { type DedupeOptions, DuplicateSearch, type Duplicates, type LikelyPair } from './dedupe/dedupe.ts';
export { type DedupeRecord, dedupeRecordOf } from './dedupe/record.ts';
export {
  type ColumnBasis,
  type ColumnMapping,
  type ColumnMappings,
  type ColumnMeaning,
  headerFingerprint,
  holdsContacts,
  parseColumnMappings,
  type TableColumn,
  type TableHeader,
} from './formats/csv-mapping.ts';
export { parseDate } from './formats/date.ts';
export type { Format, Reader, ReadOptions } from './formats/format.ts';
export { LIMITS, type Limits } from './formats/limits.ts';
export { type ContactsReader, type ReadContactsOptions, readContacts } from './formats/read-contacts.ts';
export { type Sniffed, sniff } from './formats/sniff.ts';
export { type Email, type EmailKey, emailKey, parseEmail } from './identifiers/email.ts';
export { type Phone, parsePhone, phoneRegion } from './identifiers/phone.ts';
export { parseUrl, type WebUrl } from './identifiers/url.ts';
export { normaliseCard } from './normalise/card.ts';
export { contentOf, identityOf } from './normalise/content.ts';
export { type Looks, labelsOf, looksOf } from './normalise/looks.ts';
export { canBeOneName, displayName, foldForSearch, sortKey } from './normalise/names.ts';
export { parseSearch, type SearchQuery, type SearchWay } from './normalise/search.ts';
export { type Tally, type Totals, tally } from './tally.ts';
export { findSweeps, type SweepFacts, type SweepReason } from './triage/sweep.ts';
export {
  correspondenceOf,
  emailReason,
  STRANGERS,
  saidBesides,
  type Triage,
  type TriageFacts,
  type TriageReason,
  triage,
} from './triage/triage.ts';
export { type CsvTable, csvTable, type WriteCsvOptions, writeCsv } from './writers/csv.ts';
export { writeJscontact } from './writers/jscontact.ts';
export { type VcardVersion, writeVcard } from './writers/vcard.ts';
