export interface Code {
  readonly network: string;
  readonly code: string;
  readonly minutes: number;
}

/** The message with a code; a text message is its subject alone. */
export function codeMessage(locale: string, { network, code, minutes }: Code) {
  return locale.toLowerCase().startsWith('de')
    ? {
        subject: `${code} ist dein Code für ${network}`,
        text: `${code}\n\nGib diesen Code bei ${network} ein. Er gilt ${minutes} Minuten lang. Wenn du ihn nicht angefordert hast, lass diese Nachricht liegen und gib ihn niemandem.\n`,
      }
    : {
        subject: `${code} is your code for ${network}`,
        text: `${code}\n\nEnter this code at ${network}. It works for ${minutes} minutes. If you did not ask for it, ignore this message and give it to nobody.\n`,
      };
}
