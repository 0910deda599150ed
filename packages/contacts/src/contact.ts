/** A value with the label its source gave it, for example `{value: 'ana@home.example', label: 'home'}`. */
export interface Labelled {
  readonly value: string;
  readonly label?: string;
}

/** A person's name in parts; `full` is what the source shows, or the parts in the order of their script. */
export interface Names {
  readonly full: string;
  readonly given?: string;
  readonly middle?: string;
  readonly family?: string;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly nicknames?: readonly string[];
  /** How the name is spoken, as the source writes it (kana, pinyin), family and given name joined by a space. */
  readonly phonetic?: string;
}

/** A postal address; `formatted` is the whole as the source wrote it. */
export interface PostalAddress {
  readonly street?: string;
  readonly extended?: string;
  readonly poBox?: string;
  readonly city?: string;
  readonly region?: string;
  readonly postcode?: string;
  readonly country?: string;
  readonly formatted?: string;
  readonly label?: string;
}

export interface Organisation {
  readonly name?: string;
  readonly department?: string;
}

/** A photo: embedded bytes (`size` in bytes, `type` a media type), or a URL that is kept and never fetched. */
export type Photo =
  | { readonly kind: 'embedded'; readonly size: number; readonly type?: string; readonly data?: Uint8Array }
  | { readonly kind: 'url'; readonly url: string };

/** The names of the formats that Kith reads. */
export const FORMAT_NAMES = [
  'vcard',
  'jcard',
  'xcard',
  'jscontact',
  'ldif',
  'csv',
  'google-json',
  'facebook-json',
  'graph-json',
  'xlsx',
  'zip',
  'mail',
  'text',
] as const;

/** One of `FORMAT_NAMES`. */
export type FormatName = (typeof FORMAT_NAMES)[number];

/** Where a card stood: format, first and last line (from 1), and the id that its source gave it. */
export interface CardSource {
  readonly format: FormatName;
  /** The entry of the archive that held it, where it came in one. */
  readonly entry?: string;
  readonly lines: readonly [first: number, last: number];
  readonly uid?: string;
  /** When the source last changed it, as an RFC 3339 instant or date. */
  readonly revised?: string;
}

/**
 * One record as a format delivered it, in Kith's own field names.
 *
 * Dates are `YYYY-MM-DD`, or `--MM-DD` where the year is unknown (RFC 6350, section 4.3.1).
 */
export interface Card {
  readonly kind: 'person' | 'organisation' | 'group';
  readonly names: Names;
  readonly emails: readonly Labelled[];
  readonly phones: readonly Labelled[];
  readonly urls: readonly Labelled[];
  readonly ims: readonly Labelled[];
  readonly birthday?: string;
  readonly anniversary?: string;
  readonly gender?: string;
  readonly addresses: readonly PostalAddress[];
  readonly organisations: readonly Organisation[];
  readonly titles: readonly string[];
  readonly notes: readonly string[];
  readonly categories: readonly string[];
  readonly relations: readonly Labelled[];
  readonly photo?: Photo;
  /** Properties or columns that Kith has no field for, kept as they came. */
  readonly other?: readonly Labelled[];
  readonly source: CardSource;
  readonly problems: readonly Problem[];
}

/** A card that says nothing yet, for those that are made by hand. */
export const BLANK_CARD: Omit<Card, 'source' | 'problems'> = {
  kind: 'person',
  names: { full: '' },
  emails: [],
  phones: [],
  urls: [],
  ims: [],
  addresses: [],
  organisations: [],
  titles: [],
  notes: [],
  categories: [],
  relations: [],
};

/** What was wrong with a line, a field or a card; `docs/reference/problems.md` lists the codes. */
export interface Problem {
  readonly code: ProblemCode;
  /** The entry of the archive concerned, where the file is one. */
  readonly entry?: string;
  /** Line of the file, from 1. */
  readonly line: number;
  /** The field or column concerned, where there is one. */
  readonly field?: string;
  /** What was found there, cut to 200 characters. */
  readonly found?: string;
}

/** Stable codes; clients switch on them and translate them, never on a message. */
export type ProblemCode =
  | 'archive.damaged'
  | 'archive.encrypted'
  | 'archive.method'
  | 'archive.skipped'
  | 'archive.too_deep'
  | 'archive.too_large'
  | 'archive.too_many'
  | 'card.truncated'
  | 'card.empty'
  | 'card.too_large'
  | 'card.nested'
  | 'card.change'
  | 'file.empty'
  | 'file.not_contacts'
  | 'file.truncated'
  | 'line.not_understood'
  | 'line.too_long'
  | 'row.unclosed_quote'
  | 'row.too_few_columns'
  | 'row.too_many_columns'
  | 'row.too_large'
  | 'header.unknown_columns'
  | 'header.not_understood'
  | 'text.undecodable'
  | 'email.invalid'
  | 'phone.invalid'
  | 'date.invalid'
  | 'date.order_unsure'
  | 'photo.too_large'
  | 'photo.invalid'
  | 'field.too_large'
  | 'field.too_deep'
  | 'field.too_many'
  | 'mail.bulk'
  | 'mail.too_many';

/**
 * Under this label a card says in `other` which way letters went between the owner and whom a mailbox or a provider
 * collected: `sent`, `received`, or `collected` where nobody knows.
 */
export const CORRESPONDENCE = 'correspondence';

/** Under this label a card says in `other` on which day the owner last wrote to them, where a mailbox told. */
export const WRITTEN_ON = 'written-on';

/** What a reader yields: a card, or a problem that belongs to no card (a row or line that was lost). */
export type ReadEvent =
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'problem'; readonly problem: Problem };
