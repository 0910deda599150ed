import type { Locale } from '../languages.ts';

export interface ReportFacts {
  readonly network: string;
  readonly member: string;
  readonly count: number;
  readonly link: string;
}

/** What operators are written when recipients report a member: nothing of the recipients. */
export function reportMessage(
  locale: Locale,
  { network, member, count, link }: ReportFacts,
): { subject: string; text: string } {
  return locale === 'de'
    ? {
        subject: `${network}: Missbrauch gemeldet`,
        text: `${count === 1 ? 'Ein eingeladener Mensch hat' : `${count} eingeladene Menschen haben`} gemeldet, dass ${member} ${network} missbraucht. Das Mitglied schreibt ihnen ab sofort nicht mehr.\n\nNachricht, Erlaubnis und was Sie tun können:\n${link}\n`,
      }
    : {
        subject: `${network}: abuse was reported`,
        text: `${count === 1 ? 'Somebody who was invited has' : `${count} people who were invited have`} reported that ${member} abuses ${network}. From now on this member does not write to them any more.\n\nThe message, the permission and what you can do:\n${link}\n`,
      };
}
