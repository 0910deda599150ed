import type { GuardedAnswer, GuardedRequest } from '../guard/guard.ts';

/** What opens an address book, for one run; it is held in memory alone. */
export type Credential =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** The network as protocols see it: guarded, patient with providers that ask to wait. */
export interface SourceNetwork {
  /** HTTPS; see `openGuard`. Waits and asks again after 429 and 503 (RFC 9110, 10.2.3; RFC 6585, 4). */
  fetch(target: string, asked?: GuardedRequest): Promise<GuardedAnswer>;
  /**
   * The addresses of a host that may be connected to by TLS: connect to one of them, with the host as server name.
   *
   * @throws {GuardRefusal}
   */
  addresses(host: string, port: number): Promise<readonly string[]>;
  /** Certificates (PEM) to trust there; undefined for the usual ones. */
  readonly ca: readonly string[] | undefined;
}

/** Which book is read, and with what. */
export interface BookRequest {
  /** Where it is: from the provider's file, found by discovery, or typed by the member. */
  readonly at: {
    readonly url?: string;
    readonly host?: string;
    readonly port?: number;
    /** Where a directory's entries are (`dc=club,dc=example`); it is asked when missing. */
    readonly base?: string;
  };
  /** The member's e-mail address there. */
  readonly address: string;
  readonly credential: Credential;
  /** Hosts, and those below them, that may be given the credential after a redirect. */
  readonly credentialHosts?: readonly string[];
  readonly network: SourceNetwork;
  readonly signal: AbortSignal;
  /** The `cursor` of the last part that was kept, to go on after it. */
  readonly after?: string;
  /** Also what the provider collected by itself (Google's "other contacts"); only when the member asked for it. */
  readonly collected?: boolean;
  /** Also the photos that are a request of their own (Graph's, JMAP's blobs); they take longer than the contacts. */
  readonly photos?: boolean;
}

/** A part of a book as it arrives: at most a few hundred cards, so that the first ones are shown while the rest comes. */
export interface BookPart {
  /** Its file, as people see it: `Contacts`. The parts of a file stand together, and their bytes in order are one file in a format that `@kith/contacts` reads. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Cards that came so far, over all parts, and how many there are when the server says it. */
  readonly cards: number;
  readonly total?: number;
  /** Where to go on when the next part does not come; missing where the protocol cannot. */
  readonly cursor?: string;
}

/**
 * Reads a whole book, page by page.
 *
 * A part that was yielded stays, whatever follows. A file that must be closed (`]}` of JSON) is closed before a fault is
 * thrown too.
 *
 * @throws {SourceFault} and the signal's reason when it was stopped.
 */
export type ReadBook = (request: BookRequest) => AsyncGenerator<BookPart>;

/** Why a book was not read, or not to its end; each has one sentence and one next step in the catalogue (`error.<code>`). */
export type SourceFaultCode =
  /** The name or password is wrong (401). */
  | 'source.refused'
  /** The token is taken no more (401): the grant has ended. */
  | 'source.access_ended'
  /** The provider wants an app password, and was given the one of the account. */
  | 'source.app_password'
  /** The provider takes no passwords at all: its own sign-in, or a file. */
  | 'source.no_password'
  /** The provider lets programs in only when the owner has allowed it there. */
  | 'source.not_enabled'
  /** Signed in, but contacts may not be read (403): a box unticked, an administrator's rule. */
  | 'source.denied'
  /** No such host, no connection, or no answer in time. */
  | 'source.unreachable'
  /** Its certificate is not valid for it. */
  | 'source.certificate'
  /** Its certificate is too old or too new: it was not renewed, or a clock is wrong, theirs or ours. */
  | 'source.certificate_date'
  /** It has trouble of its own: 5xx, or a page for people where data was expected. */
  | 'source.unavailable'
  /** It asks to wait longer than we do. */
  | 'source.throttled'
  /** It answered what the protocol does not allow. */
  | 'source.unreadable'
  /** There is no address book at this address. */
  | 'source.no_book'
  /** The guard did not let the connection through. */
  | 'source.guarded'
  /** More than we read: bytes of an answer, pages without an end. */
  | 'source.too_large';

/** A book that was not read, or not to its end. Its message is for operators and names no person, host, path or secret. */
export class SourceFault extends Error {
  readonly code: SourceFaultCode;

  constructor(code: SourceFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SourceFault';
    this.code = code;
  }
}
