/** The most that a reader takes of one card; what exceeds it is dropped and named in a problem. */
export interface CardLimits {
  /** Bytes of one physical line, and of one logical line that is no photo. */
  readonly line: number;
  /** Characters of one field. */
  readonly field: number;
  /** Bytes of one decoded photo. */
  readonly photo: number;
  /** Characters of one vCard with all its properties, its photo included. */
  readonly card: number;
  /** Properties of one card. */
  readonly properties: number;
  /** Values of one kind in one card, for example e-mail addresses. */
  readonly values: number;
  /** Problems kept for one card, and of one archive's entries. */
  readonly problems: number;
}

/** The most that a reader takes of anything. */
export interface Limits extends CardLimits {
  /** Columns of one row. */
  readonly columns: number;
  /** Bytes of one row with all its cells. */
  readonly row: number;
  /** Brackets or elements inside one another, in JSON and XML. */
  readonly nesting: number;
  /** Different people of one mailbox. */
  readonly people: number;
  /** Files in one archive and the archives in it. */
  readonly entries: number;
  /** Bytes that an archive unpacks to, with the archives in it. */
  readonly unpacked: number;
  /** How many times larger than its packed bytes a file above 8 MB may be; contacts seldom reach 30. */
  readonly ratio: number;
  /** Bytes of a workbook held until its texts are known, and characters of these texts. */
  readonly workbook: number;
}

/** What a reader of cards uses when nothing else is asked. */
export const CARD_LIMITS: CardLimits = {
  line: 1024 * 1024,
  field: 64 * 1024,
  photo: 2 * 1024 * 1024,
  card: 8 * 1024 * 1024,
  properties: 2000,
  values: 200,
  problems: 100,
};

/** What `readContacts` uses when nothing else is asked: well above every limit that providers document. */
export const LIMITS: Limits = {
  ...CARD_LIMITS,
  columns: 512,
  row: 1024 * 1024,
  nesting: 32,
  people: 50_000,
  entries: 100_000,
  unpacked: 2 * 1024 * 1024 * 1024,
  ratio: 200,
  workbook: 64 * 1024 * 1024,
};
