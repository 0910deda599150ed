import { parsePhone } from '@kith/contacts';
import { sql } from 'kysely';
import { suppressionKey } from '../consent/index.ts';
import { textCameBack } from '../invitations/index.ts';
import { inBackground } from '../platform/background.ts';
import { after } from '../platform/clock.ts';
import type { Platform } from '../platform/platform.ts';
import { segmentsOf } from '../platform/text-segments.ts';
import { mayText, spendSegments } from '../texts/index.ts';
import { helpText } from './messages/help.ts';
import { type TextCommand, textCommand } from './stop-words.ts';

/** An answer to "who are you" holds for so many seconds: two machines that answer each other end here. */
const answeredFor = 86_400;

/**
 * Takes a text message that somebody sent us. A stop is in force when this ends.
 *
 * @param from The number, as the gateway writes it.
 */
export async function takeTextMessage(
  platform: Platform,
  message: { readonly from: string; readonly text: string },
  by: string,
): Promise<void> {
  const phone = parsePhone(message.from, platform.config.region);
  const command = textCommand(message.text);
  let known = false;
  if (phone !== undefined && command !== undefined) {
    if (command.kind === 'help') await tell(platform, phone, command);
    else known = await textCameBack(platform, phone, command.kind);
  }
  platform.log.info('answers.taken', { by, said: command?.kind ?? 'nothing', known });
}

/**
 * Says who we are to a number that asked. It is no invitation, and its permission is the question: one answer for one,
 * written down before the wire is touched, at most one a day, within the day's limit and the countries we write to.
 */
async function tell(
  platform: Platform,
  number: string,
  { language }: Extract<TextCommand, { readonly kind: 'help' }>,
): Promise<void> {
  const key = suppressionKey(platform.secrets, 'phone', number);
  if (key === undefined || !mayText(platform, number)) return;
  const text = helpText(language, platform.config.network);
  const may = await platform.database.asSystem(async (tx) => {
    const now = platform.clock.now();
    await sql`delete from text_questions where asked_at < ${after(now, -answeredFor)}`.execute(tx);
    const { rows } = await sql`
      insert into text_questions (key, asked_at) values (${key}, ${now}) on conflict do nothing returning 1`.execute(
      tx,
    );
    return rows.length > 0 && (await spendSegments(platform, tx, segmentsOf(text)));
  });
  if (!may) return;
  inBackground(platform.log, 'answers.help_failed', async () => {
    const outcome = await platform.texts?.send({ to: number, text });
    platform.log.info('answers.help', { outcome: outcome?.kind });
  });
}
