import { timingSafeEqual } from 'node:crypto';
import {
  everyone,
  lift,
  liftAll,
  lockRecipients,
  suppress,
  suppressionKey,
  suppressionOf,
} from '../consent/index.ts';
import { type HeldInBooks, heldInBooks } from '../contacts/index.ts';
import {
  codeMinutes,
  deliverCode,
  type Identifier,
  identifierKey,
  memberByKey,
  membersById,
} from '../members/index.ts';
import { inBackground } from '../platform/background.ts';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import type { Platform } from '../platform/platform.ts';
import { randomCode, randomToken } from '../platform/random.ts';
import { spend } from '../platform/rate.ts';
import { tokenHash } from '../platform/secrets.ts';
import {
  countTry,
  deletionOf,
  type HeldProofRow,
  invitationsHolding,
  keepProof,
  markProved,
  provedBy,
  restoreRecipient,
  wipeRecipient,
} from './held-store.ts';
import { takeNo } from './last-word.ts';

const attempts = 5;
/** How long somebody who has entered the code may look and delete. */
const provedMinutes = 30;
const limits = {
  client: { bucket: 'held.client', capacity: 30, seconds: 900 },
  address: { bucket: 'held.address', capacity: 5, seconds: 3600 },
} as const;

/** By what everything about one address is found. */
type Keys = Pick<HeldProofRow, 'recipient_key' | 'identifier_key'>;

/** What is held about an address, for the person who has proved it. */
export interface Held {
  readonly books: HeldInBooks;
  readonly invitations: readonly {
    /** Undefined where the message never came: the recipient does not know who it is. */
    readonly inviter: string | undefined;
    readonly createdAt: Date;
    readonly expiresAt: Date;
  }[];
  readonly suppressed: { readonly everyone: boolean; readonly inviters: number };
  /** An account has this address. */
  readonly member: boolean;
  /** Minutes for which a deletion can be taken back; undefined where there is none. */
  readonly undoMinutes: number | undefined;
}

/** The same after what was done about it: a message that was on the wire then may still arrive where it is `late`. */
export interface HeldAfter extends Held {
  readonly late: boolean;
}

/**
 * Sends a code to an address about which something is held; about which nothing is, nobody is written to.
 *
 * That is looked up after the answer, so neither bytes nor time tell.
 *
 * @returns the token that goes with the code.
 * @throws {KithError} `request.too_many`
 */
export async function askProof(
  platform: Platform,
  identifier: Identifier,
  from: { readonly client: string; readonly locale: string },
): Promise<string> {
  const { kind, value } = identifier;
  await spend(platform, limits.client, from.client);
  await spend(platform, limits.address, `${kind} ${value}`);
  const token = randomToken(platform.random);
  inBackground(platform.log, 'invitations.held_failed', async () => {
    const recipient = suppressionKey(platform.secrets, kind, value);
    if (recipient === undefined) return;
    const keys: Keys = {
      recipient_key: recipient,
      identifier_key: identifierKey(platform.secrets, identifier),
    };
    const code = randomCode(platform.random);
    const kept = await platform.database.asSystem(async (tx) => {
      if (isEmpty(await heldOf(tx, keys, platform.clock.now()))) return false;
      await keepProof(tx, {
        ...keys,
        token_hash: tokenHash(token),
        code_hash: hashOf(platform, token, code),
        expires_at: after(platform.clock.now(), codeMinutes * 60),
      });
      return true;
    });
    if (kept) await deliverCode(platform, identifier, from.locale, code);
  });
  return token;
}

/**
 * Takes the code that goes with a token; each try counts, right or wrong, in a transaction of its own.
 *
 * @returns whether the address is proved, from now on for {@link provedMinutes} minutes.
 */
export function prove(platform: Platform, token: string, code: string): Promise<boolean> {
  const hash = tokenHash(token);
  const now = platform.clock.now();
  return platform.database.asSystem(async (tx) => {
    const row = await countTry(tx, hash, attempts, now);
    if (row === undefined) return (await provedBy(tx, hash, now)) !== undefined;
    if (!timingSafeEqual(row.code_hash, hashOf(platform, token, code))) return false;
    await markProved(tx, hash, now, after(now, provedMinutes * 60));
    return true;
  });
}

/** What may be done about an address, and is done for whoever proved it: a look changes nothing. */
export type HeldAct = 'look' | 'delete' | 'delete-forever' | 'undo' | 'allow';

/** Does it and says what is held then; undefined when the token proves nothing any more. */
export function actOnHeld(platform: Platform, token: string, act: HeldAct): Promise<HeldAfter | undefined> {
  const { clock, database } = platform;
  const proofOf = (tx: Transaction) => provedBy(tx, tokenHash(token), clock.now());
  const isNo = act === 'delete' || act === 'delete-forever';
  const run = async (tx: Transaction, late: boolean): Promise<HeldAfter | undefined> => {
    const proof = await proofOf(tx);
    if (proof === undefined) return undefined;
    const { recipient_key: recipient } = proof;
    const now = clock.now();
    if (isNo) {
      const silences = act === 'delete-forever' && !(await suppressionOf(tx, recipient)).everyone;
      await wipeRecipient(tx, recipient, now, silences);
      if (silences) await suppress(tx, recipient, everyone, 'never_again', now);
    }
    if (act === 'undo') await takeBack(tx, recipient, now);
    if (act === 'allow') await liftAll(tx, recipient);
    return { ...(await heldOf(tx, proof, now)), late };
  };
  const recipients = async (tx: Transaction) => {
    const proof = await proofOf(tx);
    return proof === undefined ? [] : [proof.recipient_key];
  };
  return isNo ? takeNo(platform, recipients, run) : database.asSystem((tx) => run(tx, false));
}

/** Takes a deletion back while that can be done, with the no that came with it and no other. */
async function takeBack(tx: Transaction, recipient: Buffer, now: Date): Promise<void> {
  await lockRecipients(tx, [recipient]);
  const deletion = await deletionOf(tx, recipient, now);
  if (deletion === undefined) return;
  if (deletion.silenced_at !== null) await lift(tx, recipient, everyone, 'never_again', deletion.silenced_at);
  await restoreRecipient(tx, recipient, !(await suppressionOf(tx, recipient)).everyone);
}

async function heldOf(tx: Transaction, keys: Keys, now: Date): Promise<Held> {
  const rows = await invitationsHolding(tx, keys.recipient_key);
  const inviters = await membersById(
    tx,
    rows.map(({ inviter_id }) => inviter_id),
  );
  const deletion = await deletionOf(tx, keys.recipient_key, now);
  const invitations = rows.map((row) => ({
    inviter: row.came ? inviters.get(row.inviter_id)?.name : undefined,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }));
  return {
    books: await heldInBooks(tx, keys.identifier_key),
    invitations,
    suppressed: await suppressionOf(tx, keys.recipient_key),
    member: (await memberByKey(tx, keys.identifier_key)) !== undefined,
    undoMinutes: deletion && Math.ceil((deletion.until.getTime() - now.getTime()) / 60_000),
  };
}

function isEmpty({ books, invitations, suppressed, member, undoMinutes }: Held): boolean {
  const silenced = suppressed.everyone || suppressed.inviters > 0;
  const isHeld = books.books > 0 || invitations.length > 0 || undoMinutes !== undefined;
  return !isHeld && !silenced && !member;
}

/** Keyed, since six digits alone are found from a plain hash at once. */
function hashOf({ secrets }: Platform, token: string, code: string): Buffer {
  return secrets.keyed('identifier.code', `held ${token} ${code}`, 32);
}
