export interface SignInLink {
  readonly network: string;
  readonly link: string;
  readonly minutes: number;
  /** The name of somebody who signs up; undefined for a member who signs in. */
  readonly newcomer: string | undefined;
}

/** The message with the link, in the language of who asked. */
export function signInLinkMessage(locale: string, facts: SignInLink): { subject: string; text: string } {
  return locale.toLowerCase().startsWith('de') ? german(facts) : english(facts);
}

function english({ network, link, minutes, newcomer }: SignInLink) {
  return newcomer === undefined
    ? {
        subject: `Sign in to ${network}`,
        text: `Open this link to sign in to ${network}:\n\n${link}\n\nIt works once, for ${minutes} minutes. If you did not ask for it, ignore this message: nobody can sign in without the link.\n`,
      }
    : {
        subject: `Welcome to ${network}`,
        text: `Hello ${newcomer},\n\nopen this link to start at ${network}:\n\n${link}\n\nIt works once, for ${minutes} minutes. If you did not sign up, ignore this message: without the link there is no account.\n`,
      };
}

function german({ network, link, minutes, newcomer }: SignInLink) {
  return newcomer === undefined
    ? {
        subject: `Anmelden bei ${network}`,
        text: `Mit diesem Link meldest du dich bei ${network} an:\n\n${link}\n\nEr gilt einmal und ${minutes} Minuten lang. Wenn du ihn nicht angefordert hast, lass diese Nachricht liegen: Ohne den Link kann sich niemand anmelden.\n`,
      }
    : {
        subject: `Willkommen bei ${network}`,
        text: `Hallo ${newcomer},\n\nmit diesem Link geht es bei ${network} los:\n\n${link}\n\nEr gilt einmal und ${minutes} Minuten lang. Wenn du dich nicht angemeldet hast, lass diese Nachricht liegen: Ohne den Link entsteht kein Konto.\n`,
      };
}
