import { composeMail } from '../platform/mail-compose.ts';
import type { Platform } from '../platform/platform.ts';
import { randomToken } from '../platform/random.ts';

/**
 * Writes to each operator once. What does not reach one stands on the operators' pages all the same, and in the log.
 *
 * @returns false where the mail server takes nothing for now, for nobody: then it is worth another try.
 */
export async function writeToOperators(
  { clock, config, log, mail, random }: Platform,
  about: 'brake' | 'reports',
  words: { readonly subject: string; readonly text: string },
): Promise<boolean> {
  let isWorthAnother = config.operators.length > 0;
  for (const to of config.operators) {
    const outcome = await mail.send(
      await composeMail({
        from: { name: config.network.name, address: config.mailFrom },
        to,
        ...words,
        messageId: `${randomToken(random)}@${config.mailFrom.split('@').at(-1) ?? 'localhost'}`,
        date: clock.now(),
      }),
    );
    if (outcome.kind !== 'deferred') isWorthAnother = false;
    if (outcome.kind !== 'handed') log.warn('operators.not_told', { about, outcome: outcome.kind });
  }
  return !isWorthAnother;
}
