import { timingSafeEqual } from 'node:crypto';
import { inBackground } from '../platform/background.ts';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { MemberId } from '../platform/ids.ts';
import { composeMail } from '../platform/mail-compose.ts';
import type { Platform } from '../platform/platform.ts';
import { randomCode, randomToken } from '../platform/random.ts';
import { spend } from '../platform/rate.ts';
import { segmentsOf } from '../platform/text-segments.ts';
import { mayText, spendSegments } from '../texts/index.ts';
import type { Identifier } from './identifier.ts';
import { codeMessage } from './messages/code.ts';
import { countAttempt, forgetCode, keepCode } from './store.ts';

/** How long a code works. */
export const codeMinutes = 10;
const attempts = 5;
/** Codes of one member, and codes to one address or number whoever asks. */
const limits = {
  member: { bucket: 'code.member', capacity: 5, seconds: 3600 },
  recipient: { bucket: 'code.recipient', capacity: 5, seconds: 3600 },
} as const;

/** Sends a code to an address or number that a member says is theirs; whether it is another's is not told here. */
export async function sendCode(
  platform: Platform,
  memberId: MemberId,
  identifier: Identifier,
  locale: string,
): Promise<void> {
  const { kind, value } = identifier;
  if (kind === 'phone' && !mayText(platform, value))
    throw new KithError(
      'identifier.invalid',
      'This network cannot send text messages, or none to the country of this number.',
    );
  await spend(platform, limits.member, memberId);
  await spend(platform, limits.recipient, `${kind} ${value}`);
  const now = platform.clock.now();
  const code = randomCode(platform.random);
  await platform.database.asMember(memberId, (tx) =>
    keepCode(tx, {
      member_id: memberId,
      kind,
      value,
      code_hash: hashOf(platform, memberId, identifier, code),
      attempts: 0,
      created_at: now,
      expires_at: after(now, codeMinutes * 60),
    }),
  );
  inBackground(platform.log, 'members.code_failed', () => deliverCode(platform, identifier, locale, code));
}

/** Brings a code to the address or number that it proves. */
export async function deliverCode(
  platform: Platform,
  { kind, value }: Identifier,
  locale: string,
  code: string,
): Promise<void> {
  const { config } = platform;
  const { subject, text } = codeMessage(locale, { network: config.network.name, code, minutes: codeMinutes });
  if (kind === 'phone') {
    const segments = segmentsOf(subject);
    const may =
      mayText(platform, value) &&
      (await platform.database.asSystem((tx) => spendSegments(platform, tx, segments)));
    if (!may) return platform.log.warn('members.code_not_handed', { channel: kind, outcome: 'limit' });
  }
  const outcome =
    kind === 'phone'
      ? await platform.texts?.send({ to: value, text: subject })
      : await platform.mail.send(
          await composeMail({
            from: { name: config.network.name, address: config.mailFrom },
            to: value,
            subject,
            text,
            messageId: `${randomToken(platform.random)}@${config.mailFrom.split('@').at(-1) ?? 'localhost'}`,
            date: platform.clock.now(),
          }),
        );
  if (outcome?.kind !== 'handed')
    platform.log.warn('members.code_not_handed', { channel: kind, outcome: outcome?.kind });
}

/**
 * Whether the code is the one that was sent. Each try counts, right or wrong, in a transaction of its own.
 *
 * @throws {KithError} `code.invalid`, also when it is too old or was tried too often.
 */
export async function checkCode(
  platform: Platform,
  memberId: MemberId,
  identifier: Identifier,
  code: string,
): Promise<void> {
  const expected = await platform.database.asMember(memberId, (tx) =>
    countAttempt(tx, memberId, identifier, attempts, platform.clock.now()),
  );
  if (expected === undefined || !timingSafeEqual(expected, hashOf(platform, memberId, identifier, code)))
    throw new KithError('code.invalid', 'This code is wrong or too old. Ask for a new one.');
}

/** A code that did its work is gone, in the transaction that did it; `false` when another request was faster. */
export function useCode(tx: Transaction, memberId: MemberId, identifier: Identifier): Promise<boolean> {
  return forgetCode(tx, memberId, identifier);
}

/** Keyed, since six digits alone are found from a plain hash at once. */
function hashOf({ secrets }: Platform, memberId: MemberId, { kind, value }: Identifier, code: string) {
  return secrets.keyed('identifier.code', `${memberId} ${kind} ${value} ${code}`, 32);
}
