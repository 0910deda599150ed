import type { Locale } from '../languages.ts';

export interface BrakeFacts {
  readonly network: string;
  readonly reason: 'complaints' | 'bounces';
  /** Of the latest messages, how many were called spam and how many came back. */
  readonly messages: number;
  readonly complaints: number;
  readonly bounces: number;
  readonly link: string;
}

/** What operators are written when the brake comes on. */
export function brakeMessage(
  locale: Locale,
  { network, reason, messages, complaints, bounces, link }: BrakeFacts,
): { subject: string; text: string } {
  const isSpam = reason === 'complaints';
  return locale === 'de'
    ? {
        subject: `${network}: Der Versand ist angehalten`,
        text: `${network} verschickt gerade nichts mehr, denn von den letzten ${messages} Nachrichten ${isSpam ? `wurden ${complaints} als Spam gemeldet` : `kamen ${bounces} als unzustellbar zurück`}. Was wartet, bleibt stehen.\n\nWas Sie tun können, und womit es weitergeht:\n${link}\n`,
      }
    : {
        subject: `${network}: sending has stopped`,
        text: `${network} sends nothing any more: of the latest ${messages} messages ${isSpam ? `${complaints} were reported as spam` : `${bounces} came back as undeliverable`}. What waits is kept.\n\nWhat you can do, and how to go on:\n${link}\n`,
      };
}
