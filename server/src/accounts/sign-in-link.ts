import { type Email, parseEmail } from '@kith/contacts';
import {
  createMember,
  identifierByKey,
  identifierKey,
  lockKey,
  memberById,
  memberByKey,
} from '../members/index.ts';
import { inBackground } from '../platform/background.ts';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { MemberId } from '../platform/ids.ts';
import { composeMail } from '../platform/mail-compose.ts';
import type { Platform } from '../platform/platform.ts';
import { randomToken } from '../platform/random.ts';
import { spend } from '../platform/rate.ts';
import { tokenHash } from '../platform/secrets.ts';
import { limits } from './limits.ts';
import { signInLinkMessage } from './messages/sign-in-link.ts';
import { takeLink } from './store.ts';

const minutes = 15;

export interface LinkRequest {
  /** As it was typed. */
  readonly email: string;
  /** Address of the client, for the limits. */
  readonly client: string;
  readonly locale: string;
  /** Given by somebody who signs up. */
  readonly name?: string;
}

/**
 * Sends a link to an address: to sign in where a member has it, to sign up where a name came along.
 *
 * Whether the address is known is looked up after the answer, so neither bytes nor time tell.
 */
export async function requestLink(platform: Platform, request: LinkRequest): Promise<void> {
  const email = parseEmail(request.email);
  if (email === undefined) throw new KithError('identifier.invalid', 'This is no e-mail address.');
  const key = identifierKey(platform.secrets, { kind: 'email', value: email });
  await spend(platform, limits.linkClient, request.client);
  await spend(platform, limits.linkAddress, key.toString('hex'));
  inBackground(platform.log, 'accounts.link_failed', () => sendLink(platform, email, key, request));
}

async function sendLink(platform: Platform, email: Email, key: Buffer, request: LinkRequest): Promise<void> {
  const now = platform.clock.now();
  const token = randomToken(platform.random);
  const draft = await platform.database.asSystem(async (tx) => {
    const known = await identifierByKey(tx, key);
    const member = known && (await memberById(tx, known.member_id));
    if (member === undefined && request.name === undefined) return undefined;
    const newcomer = member === undefined ? request.name : undefined;
    // The verified spelling, not the typed one: what looks equal to us might be another mailbox.
    const to = known?.value ?? email;
    await tx
      .insertInto('sign_in_links')
      .values({
        token_hash: tokenHash(token),
        email: to,
        sign_up_name: newcomer ?? null,
        sign_up_locale: newcomer === undefined ? null : request.locale,
        created_at: now,
        expires_at: after(now, minutes * 60),
        used_at: null,
      })
      .execute();
    return { to, newcomer, locale: member?.locale ?? request.locale };
  });
  if (draft === undefined) return;
  const { config } = platform;
  const message = signInLinkMessage(draft.locale, {
    network: config.network.name,
    // In the fragment: browsers send it to no server, so no log holds it.
    link: `${platform.publicUrl}/sign-in/link#${token}`,
    minutes,
    newcomer: draft.newcomer,
  });
  const outcome = await platform.mail.send(
    await composeMail({
      from: { name: config.network.name, address: config.mailFrom },
      to: draft.to,
      ...message,
      messageId: `${randomToken(platform.random)}@${config.mailFrom.split('@').at(-1) ?? 'localhost'}`,
      date: now,
    }),
  );
  if (outcome.kind !== 'handed') platform.log.warn('accounts.link_not_handed', { outcome: outcome.kind });
}

/**
 * The member that a link signs in, made now when the link was for signing up.
 *
 * @throws {KithError} `sign_in.link_invalid`
 */
export async function redeemLink(platform: Platform, tx: Transaction, token: string): Promise<MemberId> {
  const link = await takeLink(tx, tokenHash(token), platform.clock.now());
  const email = link && parseEmail(link.email);
  if (link === undefined || email === undefined) throw invalid();
  const key = identifierKey(platform.secrets, { kind: 'email', value: email });
  await lockKey(tx, key);
  const member = await memberByKey(tx, key);
  if (member !== undefined) return member;
  if (link.sign_up_name === null) throw invalid();
  return createMember(platform, tx, {
    name: link.sign_up_name,
    email,
    locale: link.sign_up_locale ?? 'en',
  });
}

function invalid(): KithError {
  return new KithError('sign_in.link_invalid', 'This link was used or is too old. Ask for a new one.');
}
