import { type Static, Type } from 'typebox';
import { type ReceivedFile, receiveImport } from '../imports/index.ts';
import { memberCards, regionOf } from '../members/index.ts';
import { after } from '../platform/clock.ts';
import { KithError } from '../platform/errors.ts';
import type { HandOffId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { randomToken } from '../platform/random.ts';
import { tokenHash } from '../platform/secrets.ts';
import { makeCode, parseCode } from './code.ts';
import {
  claimHandOff,
  findHandOff,
  type HandOffRow,
  insertHandOff,
  openHandOff,
  settleHandOff,
} from './store.ts';

const seconds = 10 * 60;

/** A hand-off as the screen that waits for it sees it. */
export const HandOff = Type.Object({
  id: Type.String(),
  state: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('opened'),
    Type.Literal('receiving'),
    Type.Literal('received'),
    Type.Literal('expired'),
  ]),
  expiresAt: Type.String(),
  importId: Type.Optional(Type.String()),
});
export type HandOff = Static<typeof HandOff>;

/** Where news of a hand-off is told. */
export function handOffTopic(id: HandOffId): string {
  return `hand-off:${id}`;
}

function describe({ id, expires_at, opened_at, used_at, import_id }: HandOffRow, now: Date): HandOff {
  return {
    id,
    state:
      import_id !== null
        ? 'received'
        : used_at !== null && after(used_at, seconds) > now
          ? 'receiving'
          : expires_at <= now
            ? 'expired'
            : opened_at === null
              ? 'waiting'
              : 'opened',
    expiresAt: expires_at.toISOString(),
    ...(import_id === null ? {} : { importId: import_id }),
  };
}

/** Makes a code for a phone of this member's; it opens once, within ten minutes. */
export async function beginHandOff(
  { clock, database, ids, random }: Platform,
  owner: MemberId,
): Promise<HandOff & { code: string }> {
  const code = makeCode(random);
  const now = clock.now();
  const row = {
    owner_id: owner,
    id: ids.next<HandOffId>(),
    code_hash: tokenHash(code),
    created_at: now,
    expires_at: after(now, seconds),
  };
  await database.asMember(owner, (tx) => insertHandOff(tx, row));
  return { id: row.id, state: 'waiting', expiresAt: row.expires_at.toISOString(), code };
}

/** @throws {KithError} `request.not_found` */
export async function readHandOff(
  { clock, database }: Platform,
  owner: MemberId,
  id: HandOffId,
): Promise<HandOff> {
  const row = await database.asMember(owner, (tx) => findHandOff(tx, owner, id));
  if (row === undefined) throw new KithError('request.not_found', 'There is no such hand-off.');
  return describe(row, clock.now());
}

/**
 * Opens a hand-off on the phone; nobody else can from then on.
 *
 * @returns what the phone shows before it gives anything away, and the pass that it sends contacts with.
 * @throws {KithError} `hand_off.gone` for a code that is wrong, used or too old; which of them is not said.
 */
export async function enterCode(
  { clock, database, events, random }: Platform,
  typed: string,
): Promise<{ pass: string; name: string; expiresAt: string }> {
  const code = parseCode(typed);
  if (code === undefined) throw gone();
  const pass = randomToken(random);
  const { row, name } = await database.asSystem(async (tx) => {
    const opened = await openHandOff(tx, tokenHash(code), tokenHash(pass), clock.now());
    const owner = opened && (await memberCards(tx, [opened.owner_id])).get(opened.owner_id);
    if (opened === undefined || owner === undefined) throw gone();
    return { row: opened, name: owner.name };
  });
  events.publish(handOffTopic(row.id));
  return { pass, name, expiresAt: row.expires_at.toISOString() };
}

/**
 * Takes contacts from the phone into an import of the member whose code it entered; once.
 *
 * @throws {KithError} `hand_off.gone`; and what `receiveImport` throws, after which the phone may try again.
 */
export async function takeContacts(
  platform: Platform,
  pass: string,
  files: AsyncIterable<ReceivedFile>,
): Promise<void> {
  const { clock, database, events } = platform;
  const claimed = await database.asSystem((tx) => claimHandOff(tx, tokenHash(pass), clock.now()));
  if (claimed === undefined) throw gone();
  const { owner_id: owner, id } = claimed;
  const tell = () => events.publish(handOffTopic(id));
  tell();
  try {
    const region = await regionOf(platform, owner);
    const importId = await receiveImport(platform, owner, 'file', region, files);
    await database.asMember(owner, (tx) => settleHandOff(tx, owner, id, { import_id: importId }));
  } catch (error) {
    await database.asMember(owner, (tx) => settleHandOff(tx, owner, id, { used_at: null }));
    throw error;
  } finally {
    tell();
  }
}

function gone(): KithError {
  return new KithError('hand_off.gone', 'This code is wrong, was used, or is too old. Ask for a new one.');
}
