import type { Answer } from '../recipient.ts';

/** One language that invitations are written in. `{names}` in braces are put in when a message or a page is made. */
export interface Language {
  /** What its speakers call it. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  readonly message: MessageWords;
  /** Of the message that inviters send themselves, in the first person. */
  readonly own: OwnWords;
  readonly pages: PageWords;
  readonly held: HeldWords;
}

/** Of the message, by e-mail and as a text message. `{who}` is the inviter with place and headline. */
export interface MessageWords {
  readonly via: string;
  readonly subject: string;
  readonly opening: string;
  readonly button: string;
  readonly why: string;
  /** What follows `why`: how many messages may come after this one. */
  readonly only: string;
  readonly oneMore: string;
  readonly twoMore: string;
  /** The same of a reminder that nothing follows. */
  readonly last: string;
  /** Follows `opening` in a reminder. */
  readonly stillOpen: string;
  /** Subject of a reminder, made of the invitation's. */
  readonly reminder: string;
  /** A line that is put in where others invite the same person: their names, set apart by commas. */
  readonly others: string;
  readonly stop: string;
  readonly never: string;
  readonly choices: string;
  /** Leads to what is held about the recipient; also on the pages. */
  readonly held: string;
  /** Before the link of a text message. Signs of GSM-7 alone keep it to one segment, where the language has them. */
  readonly short: string;
  /** Ends a text message where answers reach us. */
  readonly reply: string;
}

/** Of a message from the inviter's own mail program or phone, between people who know each other. */
export interface OwnWords {
  /** Also stands before the link of a text message. */
  readonly subject: string;
  readonly opening: string;
  /** That the link is personal, and leads to every no and to what is held. */
  readonly choices: string;
}

/** Of the recipient's pages. */
export interface PageWords {
  readonly title: string;
  readonly from: string;
  readonly ownWords: string;
  readonly name: string;
  readonly accept: string;
  readonly decline: string;
  readonly why: string;
  readonly whyText: string;
  /** Instead of it where the inviter handed the link over. */
  readonly whyOwn: string;
  /** Stands above those who invite the same person, each with a link of their own. */
  readonly others: string;
  readonly othersText: string;
  readonly otherLink: string;
  readonly stop: string;
  readonly signedInAs: string;
  readonly labels: Readonly<Record<Answer, string>>;
  readonly reportText: string;
  readonly done: Readonly<Record<Answer, string>>;
  /** After a no that waited in vain for a message that was being handed over. */
  readonly late: string;
  readonly undo: string;
  readonly undone: string;
  /** Before the link to what is held, where the inviter holds the link too and could press Undo. */
  readonly undoByCode: string;
  readonly back: string;
  readonly gone: string;
  readonly goneText: string;
  readonly nameRefused: string;
  readonly signIn: string;
  readonly signInText: string;
  readonly signInButton: string;
  readonly signUp: string;
  readonly signUpText: string;
  readonly signUpButton: string;
  readonly unsubscribe: string;
  readonly unsubscribeText: string;
  readonly unsubscribeButton: string;
  readonly unsubscribed: string;
  readonly unsubscribedText: string;
}

/** Kinds of data that a contact with the address may have, beside the address. */
export type HeldKind =
  | 'name'
  | 'phones'
  | 'addresses'
  | 'dates'
  | 'work'
  | 'notes'
  | 'photo'
  | 'relations'
  | 'other';

/** Of the pages about what is held. Numbers stand behind a colon, so that no language bends a word after them. */
export interface HeldWords {
  readonly askText: string;
  readonly address: string;
  readonly addressRefused: string;
  readonly send: string;
  readonly sendTo: string;
  readonly sent: string;
  readonly sentText: string;
  readonly code: string;
  readonly codeRefused: string;
  readonly show: string;
  readonly again: string;
  readonly tooMany: string;
  readonly tooManyText: string;
  readonly title: string;
  readonly nothing: string;
  readonly books: string;
  readonly booksText: string;
  readonly booksKinds: string;
  readonly booksOwn: string;
  readonly kinds: Readonly<Record<HeldKind, string>>;
  readonly invitations: string;
  readonly invitation: string;
  /** Instead of it where the message never left. */
  readonly unsent: string;
  readonly codes: string;
  readonly codesText: string;
  readonly member: string;
  readonly memberText: string;
  readonly suppression: string;
  /** Under `suppression`: who may write, as things stand. */
  readonly nobody: string;
  readonly everybody: string;
  readonly butRefused: string;
  readonly allow: string;
  readonly delete: string;
  readonly deleteText: string;
  readonly foreverText: string;
  readonly foreverButton: string;
  readonly deleted: string;
  readonly forever: string;
  readonly allowed: string;
  /** Beside Delete, and beside Undo after it: so many minutes. */
  readonly undoFor: string;
}
