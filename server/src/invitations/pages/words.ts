import type { Answer } from '../recipient.ts';

/** What the recipient's pages say, in the language that the inviter chose. */
export interface Words {
  title(inviter: string, network: string): string;
  from(facts: string): string;
  ownWords(inviter: string): string;
  name: string;
  accept: string;
  decline: string;
  why: string;
  whyText(inviter: string, date: string, address: string, until: string): string;
  stop: string;
  signedInAs: string;
  labels: Record<Answer, string>;
  reportText: string;
  done: Record<Answer, string>;
  undo: string;
  undone: string;
  back: string;
  gone: string;
  goneText: string;
  nameRefused: string;
  signIn: string;
  signInText: string;
  signInButton: string;
  signUp: string;
  signUpText: string;
  signUpButton: string;
  unsubscribe(network: string): string;
  unsubscribeText: string;
  unsubscribeButton: string;
  unsubscribed: string;
  unsubscribedText(network: string): string;
}

export function wordsFor(locale: string, inviter: string, network: string): Words {
  return locale === 'de' ? german(inviter, network) : english(inviter, network);
}

function english(inviter: string, network: string): Words {
  return {
    title: (who, where) => `${who} invites you to ${where}`,
    from: (facts) => `From ${facts}.`,
    ownWords: (who) => `${who} writes:`,
    name: 'Your name',
    accept: 'Accept and join',
    decline: 'No thanks',
    why: 'Why did I get this?',
    whyText: (who, date, address, until) =>
      `${who} added their address book and chose you on ${date}; ${address} was in it. We hold your address and ${who}’s name for it until ${until}, then they are deleted. Joining makes an account with this address and connects you with ${who}.`,
    stop: 'Make it stop',
    signedInAs: 'You are signed in: accepting connects your account.',
    labels: {
      decline: 'No thanks',
      never: 'Never write to me again',
      'not-from': `Not from ${inviter}`,
      'not-me': 'This is not me',
      report: 'Report this invitation',
    },
    reportText: 'What is wrong with it? (optional)',
    done: {
      decline: `You said no. ${inviter} is not told.`,
      never: `Nobody on ${network} can write to this address any more, from now on. We keep a keyed code of it so that we can refuse, and nothing else.`,
      'not-from': `${inviter} cannot write to this address any more, from now on.`,
      'not-me': 'Nobody can write to this address any more, from now on. Sorry for the mix-up.',
      report: `Thank you. The people who run ${network} will look at it, and ${inviter} cannot write to this address any more.`,
    },
    undo: 'Undo',
    undone: 'That is undone.',
    back: 'Back to the invitation',
    gone: 'This invitation is no longer open',
    goneText:
      'It was withdrawn or is too old. There is nothing you need to do, and we hold no address for it any more.',
    nameRefused: 'Write your name in 1 to 80 characters, without a web or e-mail address.',
    signIn: 'You already have an account',
    signInText: 'Sign in with this address, then open the invitation again.',
    signInButton: 'Sign in',
    signUp: 'Join first',
    signUpText: 'Make an account, then open the link again to connect.',
    signUpButton: 'Make an account',
    unsubscribe: (where) => `Never hear from ${where} again?`,
    unsubscribeText: 'One press, no account needed. It holds at once and for everybody on the network.',
    unsubscribeButton: 'Never write to me again',
    unsubscribed: 'Done',
    unsubscribedText: (where) => `Nobody on ${where} can write to this address any more.`,
  };
}

function german(inviter: string, network: string): Words {
  return {
    title: (who, where) => `${who} lädt dich zu ${where} ein`,
    from: (facts) => `Von ${facts}.`,
    ownWords: (who) => `${who} schreibt:`,
    name: 'Dein Name',
    accept: 'Annehmen und beitreten',
    decline: 'Nein, danke',
    why: 'Warum habe ich das bekommen?',
    whyText: (who, date, address, until) =>
      `${who} hat das eigene Adressbuch hinzugefügt und dich am ${date} ausgewählt; ${address} stand darin. Wir behalten deine Adresse und den Namen, den ${who} dir gab, bis zum ${until}; dann werden sie gelöscht. Wenn du beitrittst, entsteht ein Konto mit dieser Adresse, verbunden mit ${who}.`,
    stop: 'Damit es aufhört',
    signedInAs: 'Du bist angemeldet: Annehmen verbindet dein Konto.',
    labels: {
      decline: 'Nein, danke',
      never: 'Schreibt mir nie wieder',
      'not-from': `Nicht von ${inviter}`,
      'not-me': 'Das bin ich nicht',
      report: 'Einladung melden',
    },
    reportText: 'Was stimmt damit nicht? (freiwillig)',
    done: {
      decline: `Du hast abgelehnt. ${inviter} erfährt es nicht.`,
      never: `Ab jetzt kann niemand auf ${network} mehr an diese Adresse schreiben. Wir behalten nur einen verschlüsselten Code davon, um ablehnen zu können.`,
      'not-from': `${inviter} kann ab jetzt nicht mehr an diese Adresse schreiben.`,
      'not-me': 'Ab jetzt kann niemand mehr an diese Adresse schreiben. Entschuldige die Verwechslung.',
      report: `Danke. Wer ${network} betreibt, sieht es sich an, und ${inviter} kann nicht mehr an diese Adresse schreiben.`,
    },
    undo: 'Rückgängig machen',
    undone: 'Das ist rückgängig gemacht.',
    back: 'Zurück zur Einladung',
    gone: 'Diese Einladung ist nicht mehr offen',
    goneText:
      'Sie wurde zurückgezogen oder ist zu alt. Du musst nichts tun, und wir haben keine Adresse mehr dafür.',
    nameRefused: 'Schreib deinen Namen mit 1 bis 80 Zeichen, ohne Web- oder E-Mail-Adresse.',
    signIn: 'Du hast schon ein Konto',
    signInText: 'Melde dich mit dieser Adresse an und öffne die Einladung noch einmal.',
    signInButton: 'Anmelden',
    signUp: 'Tritt erst bei',
    signUpText: 'Leg ein Konto an und öffne den Link noch einmal, um dich zu verbinden.',
    signUpButton: 'Konto anlegen',
    unsubscribe: (where) => `Nie wieder von ${where} hören?`,
    unsubscribeText: 'Ein Druck genügt, ohne Konto. Es gilt sofort und für alle im Netzwerk.',
    unsubscribeButton: 'Schreibt mir nie wieder',
    unsubscribed: 'Erledigt',
    unsubscribedText: (where) => `Niemand auf ${where} kann mehr an diese Adresse schreiben.`,
  };
}
