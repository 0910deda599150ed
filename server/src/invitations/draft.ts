import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import { memberById, parseLine, parseName } from '../members/index.ts';
import type { Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { InvitationId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { type Locale, LocaleTag, localeFor } from './languages.ts';
import { type InvitationMessage, invitationMessage, messageHash } from './messages/invitation.ts';
import { type NoteReason, noteFault, parseNote } from './note.ts';
import type { Reminder } from './store.ts';

const refusals: Record<NoteReason, string> = {
  too_long: 'The note is longer than 300 characters. Make it shorter.',
  control: 'The note has signs in it that cannot be sent. Type it anew.',
  url: 'A note cannot carry a web address. Take it out.',
  email: 'A note cannot carry an e-mail address. Take it out.',
  phone: 'A note cannot carry a phone number. Take it out.',
  money: 'A note cannot name an amount of money. Take it out.',
};

/** What the member chooses of the message. */
export const Draft = {
  note: Type.Optional(Type.String({ maxLength: 2000 })),
  locale: Type.Optional(LocaleTag),
  reminders: Type.Optional(
    Type.Array(Type.Union([Type.Literal(1), Type.Literal(2)]), {
      maxItems: 2,
      uniqueItems: true,
      description: 'Reminders agreed to, each by itself; where the network allows any',
    }),
  ),
};

/** What the member agrees to: the message, and the later ones, with the placeholder for the token, the same for everybody. */
export interface Drafted {
  readonly message: InvitationMessage;
  readonly reminders: readonly Reminder[];
  readonly note: string | undefined;
  readonly locale: Locale;
  /** SHA-256 over the message and the later ones with their days: what the member sends back as seen. */
  readonly hash: Buffer;
}

/**
 * What the member would send. Its language is the one asked for, else the member's own, else the network's.
 *
 * @throws {KithError} `note.refused`, `send.reminder_refused`
 */
export async function draft(
  platform: Platform,
  tx: Transaction,
  inviter: MemberId,
  asked: { note?: string; locale?: Locale; reminders?: readonly Reminder['sequence'][] },
): Promise<Drafted> {
  const { config, publicUrl } = platform;
  const note = parseNote(asked.note);
  const fault = note === undefined ? undefined : noteFault(note);
  if (fault !== undefined) throw new KithError('note.refused', refusals[fault]);
  const sequences = (asked.reminders ?? []).toSorted();
  if (sequences.some((sequence) => sequence > config.reminders.most))
    throw new KithError('send.reminder_refused', 'This network does not send that reminder.');
  const member = await memberById(tx, inviter);
  // A profile may be older than the rule for its words.
  if (member !== undefined && parseName(member.name) === undefined)
    throw new KithError(
      'note.refused',
      'Your name holds what is not sent to others. Change it in the settings.',
    );
  const locale = asked.locale ?? localeFor(member?.locale ?? '') ?? config.network.locale;
  const written = (kind: 'invitation' | 'reminder', following: number) =>
    invitationMessage({
      inviter: {
        name: member?.name ?? '',
        headline: parseLine(member?.headline ?? '', 120) ?? null,
        location: parseLine(member?.location ?? '', 120) ?? null,
      },
      network: config.network,
      from: config.mailFrom,
      publicUrl,
      note,
      locale,
      replies: config.texts.replies,
      kind,
      following: following === 0 || following === 1 ? following : 2,
    });
  const message = written('invitation', sequences.length);
  const reminders = sequences.map((sequence, at) => ({
    sequence,
    days: sequence * config.reminders.days,
    message: written('reminder', sequences.length - 1 - at),
  }));
  return { message, reminders, note, locale, hash: agreedHash(message, reminders) };
}

function agreedHash(message: InvitationMessage, reminders: readonly Reminder[]): Buffer {
  const own = messageHash(message);
  if (reminders.length === 0) return own;
  const hash = createHash('sha256').update(own);
  for (const one of reminders)
    hash.update(`${one.sequence} after ${one.days} days`).update(messageHash(one.message));
  return hash.digest();
}

/** The recipient's own key, made anew from the id whenever it is needed; the database holds its hash alone. */
export function tokenOf({ secrets }: Platform, id: InvitationId): string {
  return secrets.keyed('invitation.token', id).toString('base64url');
}
