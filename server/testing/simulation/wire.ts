import type { MailMessage, MailOutcome, TextMessage } from '../../src/platform/mail.ts';
import type { Chance } from './chance.ts';

/** One line of the sink's log: what the other side took. */
export interface Taken {
  readonly channel: 'email' | 'text';
  readonly to: string;
  /** Without angle brackets; text messages have none. */
  readonly messageId: string | undefined;
  /** The recipient's own key, as it stands in the message. */
  readonly token: string;
  readonly content: string;
  readonly takenAt: Date;
  /** Its place in the order of everything that happened. */
  readonly step: number;
}

/** What the other side does with a message: whether it took it, after how many seconds, and what the sender hears of it. */
export interface Manner {
  readonly name: string;
  readonly takes: boolean;
  readonly seconds: number;
  readonly outcome: MailOutcome;
}

/** What a mail server does, beside taking a message; outcomes as `smtpTransport` reads them. */
const smtp: readonly Manner[] = [
  {
    name: 'refuses the connection',
    takes: false,
    seconds: 0,
    outcome: { kind: 'deferred', code: undefined },
  },
  { name: 'says nothing at all', takes: false, seconds: 15, outcome: { kind: 'deferred', code: undefined } },
  { name: '421 at the greeting', takes: false, seconds: 0, outcome: { kind: 'deferred', code: 421 } },
  { name: '451 at RCPT', takes: false, seconds: 0, outcome: { kind: 'deferred', code: 451 } },
  { name: '550 at RCPT', takes: false, seconds: 0, outcome: { kind: 'rejected', code: 550 } },
  { name: 'lacks SMTPUTF8', takes: false, seconds: 0, outcome: { kind: 'unable', lacks: 'smtputf8' } },
  { name: '552 at DATA', takes: false, seconds: 1, outcome: { kind: 'rejected', code: 552 } },
  { name: '451 after the message', takes: false, seconds: 2, outcome: { kind: 'deferred', code: 451 } },
  { name: 'drops before DATA', takes: false, seconds: 1, outcome: { kind: 'deferred', code: undefined } },
  { name: 'drops in the message', takes: false, seconds: 1, outcome: { kind: 'unknown' } },
  { name: 'drops after the last dot', takes: true, seconds: 1, outcome: { kind: 'unknown' } },
  { name: 'takes it and is silent', takes: true, seconds: 60, outcome: { kind: 'unknown' } },
  { name: 'takes it after ten minutes', takes: true, seconds: 600, outcome: { kind: 'handed', code: 250 } },
  { name: '451 after ten minutes', takes: false, seconds: 600, outcome: { kind: 'deferred', code: 451 } },
];

/** The same of a gateway for text messages. */
const gateway: readonly Manner[] = [
  { name: 'cannot be reached', takes: false, seconds: 0, outcome: { kind: 'deferred', code: undefined } },
  { name: '200 with an error', takes: false, seconds: 0, outcome: { kind: 'rejected', code: 200 } },
  { name: '200 with a web page', takes: true, seconds: 0, outcome: { kind: 'unknown' } },
  { name: '500 with the message', takes: true, seconds: 1, outcome: { kind: 'unknown' } },
  { name: '500 without it', takes: false, seconds: 1, outcome: { kind: 'unknown' } },
  { name: '429', takes: false, seconds: 0, outcome: { kind: 'deferred', code: 429 } },
  { name: '400', takes: false, seconds: 0, outcome: { kind: 'rejected', code: 400 } },
  { name: 'takes it and is silent', takes: true, seconds: 20, outcome: { kind: 'unknown' } },
  { name: 'takes nothing and is silent', takes: false, seconds: 20, outcome: { kind: 'unknown' } },
  { name: 'takes it after ten minutes', takes: true, seconds: 600, outcome: { kind: 'handed', code: 200 } },
];

/** What becomes of a message whose sender has stood still for longer than the other side waits. */
export const hungUp: Manner = { name: 'has hung up', takes: false, seconds: 0, outcome: { kind: 'unknown' } };

const well: Readonly<Record<Taken['channel'], Manner>> = {
  email: { name: 'takes it', takes: true, seconds: 0, outcome: { kind: 'handed', code: 250 } },
  text: { name: 'takes it', takes: true, seconds: 0, outcome: { kind: 'handed', code: 200 } },
};

/** How the other side behaves this time; `faults` in a hundred messages meet one of its moods. */
export function mannerOf(chance: Chance, channel: Taken['channel'], faults: number): Manner {
  const moods = channel === 'email' ? smtp : gateway;
  return (chance.percent(faults) ? chance.pick(moods) : undefined) ?? well[channel];
}

/** What of a mail the log keeps. */
export function logged(message: MailMessage | TextMessage): Omit<Taken, 'takenAt' | 'step'> {
  if ('text' in message)
    return {
      channel: 'text',
      to: message.to,
      messageId: undefined,
      token: /\/i\/([A-Za-z0-9_-]{22})/.exec(message.text)?.[1] ?? '',
      content: message.text,
    };
  const content = message.raw.toString('latin1');
  return {
    channel: 'email',
    to: message.to,
    messageId: message.messageId,
    // In the header for one-click unsubscribing the link stands unfolded.
    token: /\/u\/([A-Za-z0-9_-]{22})/.exec(content)?.[1] ?? '',
    content,
  };
}
