/** What the server answers, as `docs/reference` describes its HTTP interface. Instants are RFC 3339 in UTC. */

export interface PublicNetwork {
  readonly name: string;
  readonly about: string;
  readonly demo: boolean;
}

export interface Me {
  readonly id: string;
  readonly name: string;
  readonly headline: string | null;
  readonly location: string | null;
  readonly organisation: string | null;
  readonly school: string | null;
  readonly locale: string;
  readonly region: string | null;
  readonly photo: string | null;
  readonly email: string;
  readonly hasPassword: boolean;
  readonly invitedBy: InvitedBy;
  readonly operator: boolean;
  readonly network: PublicNetwork & {
    readonly texts: boolean;
    readonly largeSend: number;
    readonly undoSeconds: number;
    readonly preset: string;
    /** People who are not here and were not invited are forgotten when a review ends. */
    readonly forgetsContacts: boolean;
  };
  readonly counts: { readonly requests: number; readonly connections: number };
}

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly headline: string | null;
  readonly location?: string | null;
  readonly photo: string | null;
}

/** Who may invite a member or ask for a connection; `known` has an address of theirs, or is in their address book. */
export type InvitedBy = 'anyone' | 'known' | 'book';

export type Discoverability = 'everyone' | 'mutual' | 'nobody';

export interface Identifier {
  readonly id: string;
  readonly kind: 'email' | 'phone';
  readonly value: string;
  readonly primary: boolean;
  readonly discoverability: Discoverability;
  readonly verifiedAt: string | null;
}

export interface Session {
  readonly id: string;
  readonly agent: string | null;
  readonly createdAt: string;
  readonly seenAt: string;
  readonly current: boolean;
}

export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly usedAt: string | null;
}

export interface NetworkOverview {
  readonly connections: number;
  readonly requestsReceived: number;
  readonly requestsSent: number;
  readonly invitations: { readonly sent: number; readonly accepted: number; readonly pending: number };
  readonly recentImports: readonly {
    readonly id: string;
    readonly receivedAt: string;
    readonly kind: 'file' | 'paste' | 'account';
    readonly name: string | null;
    readonly contacts: number;
    readonly joinedSince: number;
  }[];
}

/** The member's own contact behind another member. */
export interface OwnContact {
  readonly id: string;
  readonly name: string;
  readonly labels: readonly string[];
}

export interface Connection {
  readonly member: Member;
  readonly connectedAt: string;
  readonly contact?: OwnContact;
}

/** How many connections there were at the end of each stretch of time. */
export interface Growth {
  readonly unit: 'day' | 'week' | 'month' | 'quarter' | 'year';
  readonly points: readonly { readonly from: string; readonly connections: number }[];
}

export interface ConnectionRequest {
  readonly id: string;
  readonly member: Member;
  readonly contact?: OwnContact;
  readonly createdAt: string;
}

/** Somebody whom the member has blocked. */
export interface Blocked {
  readonly member: Member;
  readonly blockedAt: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string | null;
  readonly total?: number;
}

/** How far the columns of a table are understood. */
export type ColumnsState = 'understood' | 'guessed' | 'said' | 'not_understood';

export type ImportState = 'received' | 'reading' | 'read' | 'stopped' | 'failed' | 'undone';

export interface Import {
  readonly id: string;
  readonly kind: 'file' | 'paste' | 'account' | 'book';
  readonly state: ImportState;
  /** How far an undo has come whose cards follow by page. */
  readonly takingBack?: { readonly done: number; readonly total: number };
  readonly account?: {
    readonly provider?: string;
    readonly name: string;
    readonly address: string;
    readonly protocol: string;
    readonly cards: number;
    readonly cardsExpected?: number;
    readonly cardsVanished: number;
    readonly fault?: string;
    readonly access: 'in_use' | 'forgotten' | 'revoked' | 'page';
    readonly revokePage?: string;
  };
  readonly failureCode?: string | null;
  readonly receivedAt: string;
  readonly readAt?: string | null;
  readonly files: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly dialect?: string | null;
    readonly columns?: ColumnsState;
  }[];
  readonly progress: { readonly bytesRead: number; readonly bytesTotal: number };
  readonly counters: {
    readonly read: number;
    readonly new: number;
    readonly updated: number;
    readonly same: number;
    readonly problem: number;
  };
  readonly here: number;
  readonly invite: number;
  readonly other: number;
  readonly lookupsHeldBack: number;
  /** People who were not here and not invited, forgotten when the review ended. */
  /** When this network forgets who is not here and was not invited, at the latest. */
  readonly forgetsAt?: string;
  readonly forgotten?: { readonly at: string; readonly contacts: number };
}

/** What to fill in to mend a problem. */
export type Mend =
  | { readonly kind: 'value'; readonly field: 'email' | 'phone' | 'date'; readonly value: string }
  | { readonly kind: 'row'; readonly name: string; readonly email: string; readonly phone: string };

export interface ImportProblem {
  readonly sequence: number;
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly kind: string;
  readonly field?: string;
  readonly found?: string;
  readonly lost: boolean;
  readonly state: 'open' | 'mended' | 'skipped';
  readonly name?: string;
  readonly mend?: Mend;
}

export interface ProblemGroup {
  readonly kind: string;
  readonly count: number;
  readonly open: number;
}

export interface ImportProblems {
  readonly items: readonly ImportProblem[];
  readonly next?: number;
  readonly total: number;
  readonly groups: readonly ProblemGroup[];
}

export interface TableColumn {
  readonly column: number;
  readonly name: string;
  readonly meaning: string;
  readonly basis: 'said' | 'known' | 'guessed' | 'unknown';
  readonly samples: readonly string[];
}

export interface ImportTable {
  readonly file: number;
  readonly name: string;
  readonly state: ColumnsState;
  readonly headed: boolean;
  readonly columns: readonly TableColumn[];
}

export interface ImportTables {
  readonly items: readonly ImportTable[];
  /** The file is still here, and can be read again. */
  readonly kept: boolean;
}

export type Step = 'here' | 'invite';

export interface Filter {
  readonly q?: string;
  readonly channel?: 'email' | 'text';
  readonly label?: string;
}

/** `selected` counts the whole list, `matchingSelected` the rows that match the filter. */
export interface Selection {
  readonly total: number;
  readonly matching: number;
  readonly selected: number;
  readonly matchingSelected?: number;
  readonly byChannel?: { readonly email: number; readonly text: number };
}

export interface Candidate {
  readonly contactId: string;
  readonly selected: boolean;
}

export interface Person extends Candidate {
  readonly memberId: string;
  readonly name: string;
  readonly headline: string | null;
  readonly photo: string | null;
  readonly contactName: string;
}

/** Who sends an invitation: Kith, or the member with a personal link. */
export type Way = 'relay' | 'self';

export interface Invitee extends Candidate {
  readonly name: string;
  readonly organisation?: string | null;
  readonly channels: readonly {
    readonly position: number;
    readonly kind: 'email' | 'phone';
    readonly value: string;
    readonly label?: string | null;
    readonly way: Way;
  }[];
  readonly chosen: number;
  readonly channel: 'email' | 'text';
}

export interface Other extends Candidate {
  readonly name: string;
  readonly value?: string | null;
  readonly reason: string;
  /** May be ticked by hand. */
  readonly selectable: boolean;
  readonly invitedAt?: string | null;
}

export interface Rows<Row> extends Selection {
  readonly items: readonly Row[];
}

export interface Preview {
  readonly index: number;
  readonly count: number;
  readonly to: { readonly name: string; readonly value: string; readonly channel: 'email' | 'text' };
  readonly way: Way;
  /** Not there where the member sends it. */
  readonly from?: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string | null;
  readonly version: string | number;
  readonly hash: string;
  readonly segments?: number | null;
  /** The line put in where others invite the same person, with `{names}`; and how the member is named in theirs. */
  readonly others?: string;
  readonly mention?: string;
  readonly reminders: readonly {
    readonly sequence: number;
    readonly due: string;
    readonly subject: string;
    readonly text: string;
  }[];
}

/** How many invitations a member may send in 24 hours, and why. */
export interface Quota {
  readonly perDay: number;
  readonly left: number;
  readonly level: 'new' | 'lower' | 'higher' | 'full' | 'paused' | 'closed';
  readonly moreAt?: string;
  readonly next?: { readonly perDay: number; readonly acceptances: number };
}

export interface Review {
  readonly count: number;
  readonly byChannel: { readonly email: number; readonly text: number };
  /** Of who they are: goes back with the press. */
  readonly recipientsHash: string;
  /** Of these the member sends so many, each with a personal link. */
  readonly links: number;
  readonly forgets: boolean;
  readonly domains: readonly { readonly domain: string; readonly count: number }[];
  readonly large: boolean;
  readonly quota: Quota;
  /** Who lives where the member's permission alone does not do, and what the member may state. */
  readonly law: { readonly stated: number; readonly statement: string };
  /** Whom the member invited a short while ago; they are left out until then. */
  readonly resting?: { readonly count: number; readonly until: string };
  /** Which reminders may be agreed to, and when they would go. */
  readonly reminders: readonly { readonly sequence: number; readonly due: string }[];
  /** Language of the message unless the member chooses another. */
  readonly locale: string;
  /** Those that invitations are written in, by their own names. */
  readonly languages: readonly { readonly locale: string; readonly name: string }[];
  /** When the last e-mail goes, where it cannot go today. */
  readonly lastLeaves?: string;
  /** What keeps text messages back; there when any are chosen. */
  readonly texts?: {
    readonly count: number;
    readonly left: number;
    readonly waiting: number;
    readonly until?: string;
  };
}

export interface Batch {
  readonly id: string;
  readonly count: number;
  readonly createdAt: string;
  readonly undoUntil: string;
  readonly state: 'waiting' | 'sending' | 'sent' | 'made' | 'undone' | 'withdrawn';
  readonly queued: number;
  readonly sent: number;
  readonly withdrawn: number;
  /** May have arrived or not. */
  readonly unknown: number;
  /** Of those withdrawn: the message in the queue was not the one agreed to any more. */
  readonly changed: number;
  /** Personal links, which the member sends. */
  readonly links: number;
}

export type InvitationState =
  | 'queued'
  | 'sent'
  | 'unknown'
  | 'made'
  | 'taken'
  | 'accepted'
  | 'withdrawn'
  | 'expired';

export interface Invitation {
  readonly id: string;
  readonly name: string;
  /** The address; forgotten once the invitation has ended. */
  readonly value?: string;
  readonly channel: 'email' | 'text';
  readonly way: Way;
  readonly state: InvitationState;
  /** The network's mail server cannot reach addresses like this one. */
  readonly unreachable?: boolean;
  readonly wordsChanged?: boolean;
  readonly createdAt: string;
  readonly againAt?: string;
  readonly reminderDue?: string;
}

/** What the member may know of one recipient. */
export interface InvitationHistory {
  readonly id: string;
  readonly name: string;
  readonly value?: string;
  readonly againAt?: string;
  readonly others: readonly { readonly position: number; readonly value: string }[];
  readonly asked: readonly {
    readonly id: string;
    readonly message: { readonly subject: string; readonly text: string };
    readonly steps: readonly {
      readonly what:
        | 'agreed'
        | 'sent'
        | 'reminder_due'
        | 'reminder_turn'
        | 'reminder_withdrawn'
        | 'accepted'
        | 'withdrawn'
        | 'expired';
      readonly at: string;
      readonly reminder?: number;
    }[];
  }[];
}

/** An invitation to an address of the member's own. */
/** Somebody the member may know, and why. */
export interface Suggestion {
  readonly member: Member;
  readonly reasons: readonly (
    | { readonly kind: 'book' | 'holder' }
    | { readonly kind: 'common'; readonly n: number }
    | { readonly kind: 'organisation' | 'school'; readonly name: string }
  )[];
}

export interface SuggestionSettings {
  readonly shown: boolean;
  readonly suggested: boolean;
  readonly tellsHeld: boolean;
  readonly showsHolders: boolean;
  readonly revealHolders: 'yes' | 'stated' | 'never';
  readonly never: number;
  /** Labels whose people are never suggested, by their ids. */
  readonly labels: readonly string[];
  readonly imports: readonly {
    readonly id: string;
    readonly name: string;
    readonly kind: 'file' | 'paste' | 'account';
    readonly receivedAt: string;
    readonly excluded: boolean;
  }[];
}

export interface Offer {
  readonly id: string;
  readonly inviter: {
    readonly name: string;
    readonly headline: string | null;
    readonly photo: string | null;
  };
  readonly note?: string;
  readonly createdAt: string;
}

/** A personal link that works, with what to send. */
export interface Link {
  readonly id: string;
  readonly name: string;
  readonly value?: string;
  readonly channel: 'email' | 'text';
  readonly state: 'made' | 'taken';
  readonly link: string;
  readonly subject: string;
  readonly text: string;
  readonly takenBy?: 'mail' | 'text' | 'share' | 'copy' | 'qr';
  readonly createdAt: string;
}

export interface Provider {
  readonly id: string;
  readonly name: string;
  readonly logo: { readonly letters: string; readonly colour: string };
  readonly domains: number;
  readonly someDomains: readonly string[];
  readonly appPassword: string | null;
  readonly enable: string | null;
  readonly revoke: string | null;
  /** This network can ask there for access; `collected` also for what the provider collected by itself, `ownServer` where the member says. */
  readonly connect: { readonly collected: boolean; readonly ownServer: boolean } | null;
  readonly export: { readonly url: string | null; readonly steps: readonly string[] };
}

/** The providers that match, as many as asked for; `found` match and `known` there are. */
export interface ProviderPage {
  readonly items: readonly Provider[];
  readonly found: number;
  readonly known: number;
}

/** What an operator registers at a provider, and whether it is done. */
export interface OauthClient {
  readonly client: string;
  readonly providers: readonly string[];
  readonly logo: { readonly letters: string; readonly colour: string };
  readonly isSetUp: boolean;
  readonly redirectUri: string;
  readonly register: string;
  readonly scopes: readonly string[];
  readonly collected: readonly string[];
  readonly canRevoke: boolean;
  readonly settings: readonly string[];
}

/** What a recipient reported, for an operator. */
export interface Report {
  readonly id: string;
  readonly reportedAt: string;
  /** The recipient's own words. */
  readonly text?: string;
  readonly outcome?: 'dismissed' | 'paused' | 'closed';
  readonly member: {
    readonly id: string;
    readonly name: string;
    readonly email?: string;
    readonly joinedAt: string;
    readonly stop?: 'paused' | 'closed';
    readonly sent: number;
    readonly accepted: number;
    readonly declined: number;
  };
  readonly channel: 'email' | 'text' | 'request';
  readonly consent?: {
    readonly id: string;
    readonly at: string;
    readonly recipients: number;
    readonly messageVersion: string;
  };
  readonly message?: string;
  readonly note?: string;
  readonly others: number;
}

/** A member whose address book looks made up, for an operator. */
export interface SweptBook {
  readonly member: { readonly id: string; readonly name: string; readonly joinedAt: string };
  readonly stop?: 'paused' | 'closed';
  readonly contacts: number;
  readonly at: string;
}

/** What an operator did about a member. */
export interface OperatorAct {
  readonly id: string;
  readonly act: 'dismissed' | 'paused' | 'closed' | 'reopened';
  readonly at: string;
  readonly operator: string;
  readonly member: { readonly id: string; readonly name: string };
  readonly reports: number;
}

/** How much leaves, how it fares, and whether receivers take it for ours. */
export interface Sending {
  readonly from: string;
  readonly pause?: { readonly reason: 'complaints' | 'bounces' | 'operator'; readonly since: string };
  readonly hour: { readonly sent: number; readonly most?: number };
  readonly day: { readonly sent: number; readonly most?: number };
  readonly warmUp?: number;
  readonly latest: { readonly messages: number; readonly bounces: number; readonly complaints: number };
  readonly unknown: number;
  readonly domain: readonly DomainFinding[];
}

/** One part of the sending domain's records. */
export interface DomainFinding {
  readonly part: 'spf' | 'dkim' | 'dmarc' | 'alignment' | 'mx' | 'ptr';
  readonly state: 'good' | 'note' | 'bad';
  readonly code:
    | 'good'
    | 'unknown'
    | 'missing'
    | 'multiple'
    | 'invalid'
    | 'open'
    | 'too_many_lookups'
    | 'does_not_name'
    | 'by_server'
    | 'differs'
    | 'revoked'
    | 'weak'
    | 'testing'
    | 'watching'
    | 'unaligned'
    | 'no_bounce_address'
    | 'refuses_mail'
    | 'no_host'
    | 'mismatch';
  readonly name: string;
  readonly found: readonly string[];
  readonly put?: { readonly name: string; readonly type: 'TXT' | 'MX' | 'PTR'; readonly value: string };
}

/** An authorisation at a provider, from the click until contacts are there. */
export interface Grant {
  readonly id: string;
  readonly providerId: string;
  readonly address: string;
  readonly state: 'waiting' | 'reading' | 'done' | 'failed';
  readonly fault?: string;
  readonly importId?: string;
}

/** Where an account is looked for, in this order. */
export type DiscoveryStep = 'domain' | 'mx' | 'srv' | 'well-known' | 'autoconfig';

/** One way into an account; `host` is given the password. */
export interface Door {
  readonly protocol: string;
  readonly signIn: 'app-password' | 'password';
  readonly at: { readonly url?: string; readonly host?: string; readonly port?: number };
  readonly host: string;
  readonly found: DiscoveryStep;
  /** The host is of another domain than the address, and no provider that we know. */
  readonly foreign: boolean;
}

export type Discovery =
  | { readonly kind: 'step'; readonly step: DiscoveryStep; readonly state: 'begun' | 'ended' }
  | {
      readonly kind: 'done';
      readonly provider: Provider | null;
      readonly doors: readonly Door[];
      /** What is wrong with the server that the address's domain names. */
      readonly fault?: string;
    };

/** How far a phone is in giving its contacts. */
export interface HandOff {
  readonly id: string;
  readonly state: 'waiting' | 'opened' | 'receiving' | 'received' | 'expired';
  readonly expiresAt: string;
  readonly importId?: string;
}

/** Contacts of an import that were edited since it came. */
export interface Kept {
  readonly count: number;
  /** The first of them. */
  readonly contacts: readonly { readonly id: string; readonly name: string }[];
}

/** A copy of everything the member has here. */
export interface Export {
  readonly id: string;
  readonly state: 'writing' | 'ready' | 'failed';
  readonly askedAt: string;
  readonly progress: { readonly written: number; readonly total: number };
  readonly bytes?: number;
  /** Until when it can be downloaded. */
  readonly expiresAt?: string;
}

/** What the member has deleted for good. */
export interface Erasure {
  readonly id: string;
  readonly kind: 'imported' | 'import';
  readonly importId?: string;
  readonly state: 'waiting' | 'erasing' | 'done';
  /** Until then it can be taken back. */
  readonly startsAt: string;
  readonly progress: { readonly erased: number; readonly total: number };
  readonly counts: Readonly<Record<string, number>>;
}
