/** The address book as the server answers it; see `docs/reference`. Instants are RFC 3339 in UTC. */

/** Which contacts: the names are those of the interface's query and of the screen's URL. */
export interface ContactFilter {
  readonly search?: string;
  readonly label?: string;
  readonly source?: string;
  readonly import?: string;
  readonly onNetwork?: 'true' | 'false';
  /** `email`, `phone`, `birthday`, joined by commas. */
  readonly has?: string;
  readonly organisation?: string;
  readonly city?: string;
  readonly favourite?: 'true';
  readonly trash?: 'true';
}

/** A contact as a list shows it. */
export interface ContactLine {
  readonly id: string;
  readonly name: string;
  readonly organisation?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly city?: string;
  readonly favourite: boolean;
  readonly labels: readonly string[];
  readonly memberId?: string;
  readonly version: number;
}

export interface ContactLines {
  readonly contacts: readonly ContactLine[];
  readonly total: number;
  readonly next?: string;
}

/** Something that is done to very many contacts, page by page. */
export interface BulkAct {
  readonly id: string;
  readonly act: 'label' | 'unlabel' | 'favourite' | 'unfavourite' | 'trash' | 'restore' | 'erase';
  readonly state: 'doing' | 'done' | 'stopped' | 'undoing' | 'undone';
  readonly progress: { readonly done: number; readonly total: number };
  /** Those that were not so already, of the done ones. */
  readonly changed: number;
}

export interface Label {
  readonly id: string;
  readonly name: string;
  readonly origin: 'source' | 'own';
  readonly count: number;
}

/** A source or an import: a file by its name, an account by its address. */
export interface CameFrom {
  readonly kind: string;
  readonly label: string | null;
}

/** What can be chosen in the filters, each with the number of its contacts. */
export interface ContactFacets {
  readonly total: number;
  readonly labels: readonly Label[];
  readonly sources: readonly (CameFrom & { readonly id: string; readonly count: number })[];
  readonly imports: readonly (CameFrom & {
    readonly id: string;
    readonly receivedAt: string;
    readonly count: number;
  })[];
  readonly organisations: readonly { readonly name: string; readonly count: number }[];
  readonly cities: readonly { readonly name: string; readonly count: number }[];
  readonly has: { readonly email: number; readonly phone: number; readonly birthday: number };
  readonly onNetwork: number;
  readonly favourites: number;
  /** Contacts of whom a mailbox told when they were last written to. */
  readonly written: number;
  readonly trash: number;
}

/** Where a field comes from: each source that says so, and when it was said; `edited` where the owner says so. */
export interface Origin {
  readonly sources: readonly (CameFrom & { readonly sourceId: string; readonly date: string })[];
  readonly edited?: string;
}

export interface NameParts {
  readonly full: string;
  readonly prefix?: string;
  readonly given?: string;
  readonly middle?: string;
  readonly family?: string;
  readonly suffix?: string;
  readonly nicknames?: readonly string[];
  readonly phonetic?: string;
}

export interface Labelled {
  readonly value: string;
  readonly label?: string;
}

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

export interface Employer {
  readonly name?: string;
  readonly department?: string;
}

/** Everything known of a contact, each field with where it comes from. */
export interface ContactDetail {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly favourite: boolean;
  readonly trashedAt?: string;
  readonly labels: readonly string[];
  readonly member?: {
    readonly id: string;
    readonly name: string;
    readonly headline: string | null;
    readonly photo: string | null;
  };
  readonly imports: readonly (CameFrom & { readonly id: string; readonly receivedAt: string })[];
  /** Open proposals to merge it with another. */
  readonly proposals?: number;
  readonly fields: {
    readonly names: NameParts & Origin;
    readonly emails: readonly (Labelled & Origin)[];
    readonly phones: readonly (Labelled & Origin)[];
    readonly urls: readonly (Labelled & Origin)[];
    readonly ims: readonly (Labelled & Origin)[];
    readonly addresses: readonly (PostalAddress & Origin)[];
    readonly organisations: readonly (Employer & Origin)[];
    readonly titles: readonly (Labelled & Origin)[];
    readonly relations: readonly (Labelled & Origin)[];
    readonly anniversary?: Labelled & Origin;
    readonly other: readonly (Labelled & Origin)[];
  };
  readonly privateFields: {
    readonly birthday?: Labelled & Origin;
    readonly gender?: Labelled & Origin;
    readonly notes: readonly (Labelled & Origin)[];
  };
}

/** Birthdays of one month. */
export interface Birthdays {
  readonly birthdays: readonly {
    readonly contactId: string;
    readonly name: string;
    readonly month: number;
    readonly day: number;
    readonly year?: number;
  }[];
  /** How many there are in each month of the year. */
  readonly months: readonly number[];
  /** Since when the calendar has its private address. */
  readonly calendarSince?: string;
}
