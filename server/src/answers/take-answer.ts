import { cameBack } from '../invitations/index.ts';
import type { Platform } from '../platform/platform.ts';
import { type Answer, readAnswer } from './read-answer.ts';

/** Takes a message that came back, delivered to these addresses. */
export async function takeMail(
  platform: Platform,
  raw: Uint8Array,
  mailboxes: readonly string[],
  by: string,
): Promise<void> {
  await takeAnswer(platform, await readAnswer(raw, mailboxes), by);
}

/** Takes an answer to a message of ours; one that names none of them is counted in the log, and nothing else. */
export async function takeAnswer(platform: Platform, answer: Answer, by: string): Promise<void> {
  const { said, status, tokens } = answer;
  let known = false;
  if (said !== 'nothing' && said !== 'later')
    for (const token of tokens) known = (await cameBack(platform, token, said, status)) || known;
  platform.log.info('answers.taken', { by, said, ...(status === undefined ? {} : { status }), known });
}
