import { Type } from 'typebox';
import { memberById } from '../members/index.ts';
import type { Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { InvitationId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { type Locale, LocaleTag, localeFor } from './languages.ts';
import { type InvitationMessage, invitationMessage } from './messages/invitation.ts';
import { type NoteReason, noteFault, parseNote } from './note.ts';

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
};

/**
 * What the member would send: the message with the placeholder for the token, the same for everybody. Its language is the
 * one asked for, else the member's own, else the network's.
 */
export async function draft(
  platform: Platform,
  tx: Transaction,
  inviter: MemberId,
  asked: { note?: string; locale?: Locale },
): Promise<{ message: InvitationMessage; note: string | undefined; locale: Locale }> {
  const { config, publicUrl } = platform;
  const note = parseNote(asked.note);
  const fault = note === undefined ? undefined : noteFault(note);
  if (fault !== undefined) throw new KithError('note.refused', refusals[fault]);
  const member = await memberById(tx, inviter);
  const locale = asked.locale ?? localeFor(member?.locale ?? '') ?? config.network.locale;
  const message = invitationMessage({
    inviter: {
      name: member?.name ?? '',
      headline: member?.headline ?? null,
      location: member?.location ?? null,
    },
    network: config.network,
    from: config.mailFrom,
    publicUrl,
    note,
    locale,
    replies: config.texts.replies,
  });
  return { message, note, locale };
}

/** The recipient's own key, made anew from the id whenever it is needed; the database holds its hash alone. */
export function tokenOf({ secrets }: Platform, id: InvitationId): string {
  return secrets.keyed('invitation.token', id).toString('base64url');
}
