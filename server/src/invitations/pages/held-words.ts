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

/** What the pages about what is held say, in one language. */
export interface HeldWords {
  ask: string;
  askText(network: string): string;
  address: string;
  addressRefused: string;
  send: string;
  sendTo(address: string): string;
  sent: string;
  sentText(minutes: number): string;
  code: string;
  codeRefused: string;
  show: string;
  again: string;
  tooMany: string;
  tooManyText(minutes: number): string;
  title(network: string): string;
  nothing: string;
  books: string;
  booksText(books: number, since: string): string;
  booksKinds(kinds: string): string;
  booksOwn: string;
  kinds: Record<HeldKind, string>;
  invitations: string;
  invitation(inviter: string | undefined, date: string, until: string): string;
  codes: string;
  codesText: string;
  member: string;
  memberText: string;
  signIn: string;
  suppression: string;
  suppressedBy(state: { everyone: boolean; inviters: number }): string;
  allow: string;
  delete: string;
  deleteText: string;
  deleteButton: string;
  foreverText(network: string): string;
  foreverButton: string;
  deleted: string;
  forever: string;
  allowed: string;
  undo: string;
}

const english: HeldWords = {
  ask: 'See or delete what we hold about you',
  askText: (network) =>
    `Enter your e-mail address. If ${network} holds anything about it, we send a code there, so that nobody else can look. You need no account.`,
  address: 'Your e-mail address',
  addressRefused: 'This is no e-mail address. Check it and try again.',
  send: 'Send the code',
  sendTo: (address) => `We send a code to ${address}, so that nobody else can look. You need no account.`,
  sent: 'Enter the code',
  sentText: (minutes) =>
    `If we hold anything about this address, a code is on its way. It works for ${minutes} minutes. If none comes, look among unwanted mail; if it is not there either, we hold nothing.`,
  code: 'Code of six digits',
  codeRefused: 'This code is wrong or too old. Try again, or ask for a new one.',
  show: 'Show what is held',
  again: 'Ask for a new code',
  tooMany: 'Too many requests',
  tooManyText: (minutes) =>
    minutes === 1 ? 'Wait a minute and try again.' : `Wait ${minutes} minutes and try again.`,
  title: (network) => `What ${network} holds about this address`,
  nothing: 'Nothing. No invitation and no address book has it.',
  books: 'In address books',
  booksText: (books, since) =>
    books === 1
      ? `It is in the address book of one member, since ${since}, until they delete it.`
      : `It is in the address books of ${books} members, the first since ${since}, until they delete it.`,
  booksKinds: (kinds) => `With it: ${kinds}.`,
  booksOwn:
    'An address book belongs to its member, as a paper one would: we do not say whose it is, and Delete leaves it alone.',
  kinds: {
    name: 'a name',
    phones: 'phone numbers',
    addresses: 'postal addresses',
    dates: 'birthday or anniversary',
    work: 'work and titles',
    notes: 'notes',
    photo: 'a photo',
    relations: 'relations',
    other: 'other details',
  },
  invitations: 'In invitations',
  invitation: (inviter, date, until) =>
    `${inviter === undefined ? 'An invitation that was not sent' : `Invitation from ${inviter}`}, ${date}: your address and a name for it, until ${until}.`,
  codes: 'As a keyed code',
  codesText:
    'Permissions and refusals are recorded with a code made from the address. Nobody can read the address from it, and it stays, so that a no keeps counting.',
  member: 'In an account',
  memberText: 'An account has this address. Sign in to see or change what is in it; Delete leaves it alone.',
  signIn: 'Sign in',
  suppression: 'Who may write to this address',
  suppressedBy: ({ everyone, inviters }) => {
    if (everyone) return 'Nobody may. Invitations to it are dropped.';
    if (inviters === 0) return 'Members may invite it.';
    return inviters === 1
      ? 'Members may invite it, except one you refused.'
      : `Members may invite it, except ${inviters} you refused.`;
  },
  allow: 'Let everybody write again',
  delete: 'Delete',
  deleteText:
    'Delete ends your invitations and wipes your address and name from them. It cannot be undone. Nobody is told.',
  deleteButton: 'Delete',
  foreverText: (network) =>
    `The second button also keeps everybody on ${network} from writing to this address, whatever they import later. Only you can undo that.`,
  foreverButton: 'Delete and never write to me again',
  deleted: 'Deleted. The invitations have ended, and your address and name are gone from them.',
  forever:
    'Deleted. Nobody can write to this address any more, from now on. We keep a keyed code of it so that we can refuse.',
  allowed: 'Everybody may write to this address again.',
  undo: 'Undo: let everybody write again',
};

const german: HeldWords = {
  ask: 'Ansehen oder löschen, was wir über dich haben',
  askText: (network) =>
    `Gib deine E-Mail-Adresse ein. Wenn ${network} etwas dazu hat, schicken wir einen Code dorthin, damit niemand sonst nachsehen kann. Du brauchst kein Konto.`,
  address: 'Deine E-Mail-Adresse',
  addressRefused: 'Das ist keine E-Mail-Adresse. Prüf sie und versuch es noch einmal.',
  send: 'Code schicken',
  sendTo: (address) =>
    `Wir schicken einen Code an ${address}, damit niemand sonst nachsehen kann. Du brauchst kein Konto.`,
  sent: 'Gib den Code ein',
  sentText: (minutes) =>
    `Wenn wir etwas zu dieser Adresse haben, ist ein Code unterwegs. Er gilt ${minutes} Minuten lang. Wenn keiner kommt, sieh bei den unerwünschten Nachrichten nach; ist er auch dort nicht, haben wir nichts.`,
  code: 'Code aus sechs Ziffern',
  codeRefused: 'Dieser Code ist falsch oder zu alt. Versuch es noch einmal, oder fordere einen neuen an.',
  show: 'Zeigen, was da ist',
  again: 'Neuen Code anfordern',
  tooMany: 'Zu viele Anfragen',
  tooManyText: (minutes) =>
    minutes === 1
      ? 'Warte eine Minute und versuch es noch einmal.'
      : `Warte ${minutes} Minuten und versuch es noch einmal.`,
  title: (network) => `Was ${network} zu dieser Adresse hat`,
  nothing: 'Nichts. Sie steht in keiner Einladung und in keinem Adressbuch.',
  books: 'In Adressbüchern',
  booksText: (books, since) =>
    books === 1
      ? `Sie steht seit dem ${since} im Adressbuch eines Mitglieds, bis es sie löscht.`
      : `Sie steht in den Adressbüchern von ${books} Mitgliedern, zuerst seit dem ${since}, bis diese sie löschen.`,
  booksKinds: (kinds) => `Dabei: ${kinds}.`,
  booksOwn:
    'Ein Adressbuch gehört seinem Mitglied wie eines aus Papier: Wir sagen nicht, wem, und Löschen ändert nichts daran.',
  kinds: {
    name: 'ein Name',
    phones: 'Telefonnummern',
    addresses: 'Postanschriften',
    dates: 'Geburtstag oder Jahrestag',
    work: 'Arbeit und Titel',
    notes: 'Notizen',
    photo: 'ein Foto',
    relations: 'Beziehungen',
    other: 'weitere Angaben',
  },
  invitations: 'In Einladungen',
  invitation: (inviter, date, until) =>
    `${inviter === undefined ? 'Eine Einladung, die nicht verschickt wurde' : `Einladung von ${inviter}`}, ${date}: deine Adresse und ein Name dazu, bis zum ${until}.`,
  codes: 'Als verschlüsselter Code',
  codesText:
    'Erlaubnisse und Absagen sind mit einem Code vermerkt, der aus der Adresse gemacht ist. Niemand kann die Adresse daraus lesen; er bleibt, damit ein Nein weiter gilt.',
  member: 'In einem Konto',
  memberText:
    'Ein Konto hat diese Adresse. Melde dich an, um zu sehen oder zu ändern, was darin steht; Löschen ändert nichts daran.',
  signIn: 'Anmelden',
  suppression: 'Wer an diese Adresse schreiben darf',
  suppressedBy: ({ everyone, inviters }) => {
    if (everyone) return 'Niemand. Einladungen an sie werden verworfen.';
    if (inviters === 0) return 'Mitglieder dürfen sie einladen.';
    return inviters === 1
      ? 'Mitglieder dürfen sie einladen, außer einem, das du abgelehnt hast.'
      : `Mitglieder dürfen sie einladen, außer ${inviters}, die du abgelehnt hast.`;
  },
  allow: 'Alle wieder schreiben lassen',
  delete: 'Löschen',
  deleteText:
    'Löschen beendet deine Einladungen und entfernt deine Adresse und deinen Namen daraus. Das lässt sich nicht rückgängig machen. Niemand erfährt es.',
  deleteButton: 'Löschen',
  foreverText: (network) =>
    `Der zweite Knopf sorgt auch dafür, dass niemand auf ${network} mehr an diese Adresse schreibt, was auch immer später importiert wird. Nur du kannst das rückgängig machen.`,
  foreverButton: 'Löschen und mir nie wieder schreiben',
  deleted: 'Gelöscht. Die Einladungen sind beendet, deine Adresse und dein Name sind daraus entfernt.',
  forever:
    'Gelöscht. Ab jetzt kann niemand mehr an diese Adresse schreiben. Wir behalten einen verschlüsselten Code davon, um ablehnen zu können.',
  allowed: 'Alle dürfen wieder an diese Adresse schreiben.',
  undo: 'Rückgängig machen: alle wieder schreiben lassen',
};

/** A language is a row. */
const languages: ReadonlyMap<string, HeldWords> = new Map([
  ['en', english],
  ['de', german],
]);

/** The language of these pages for somebody who asks for `locale`: English where there is no row for it. */
export function heldLanguage(locale: string): string {
  const language = locale.split('-')[0] ?? '';
  return languages.has(language) ? language : 'en';
}

export function heldWordsFor(locale: string): HeldWords {
  return languages.get(heldLanguage(locale)) ?? english;
}
