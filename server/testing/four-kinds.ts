import assert from 'node:assert/strict';
import { parseEmail } from '@kith/contacts';
import { random } from '@kith/contacts/testing';
import { sql } from 'kysely';
import { everyone, suppressionKey } from '../src/consent/index.ts';
import { sendInvitations } from '../src/invitations/jobs/send-invitations.ts';
import { identifierKey } from '../src/members/index.ts';
import type { BatchId, MemberId } from '../src/platform/ids.ts';
import { jsonRows, keyArray } from '../src/platform/rows.ts';
import { type Inviter, pressSend, testInviter } from './inviter.ts';
import type { TestKith } from './kith.ts';

/** Whom an address may belong to, of whom nobody may learn it. */
export const kinds = ['unknown', 'hidden', 'opted out', 'invited by others'] as const;
export type Kind = (typeof kinds)[number];

export interface Person {
  readonly name: string;
  readonly address: string;
  readonly kind: Kind;
}

/** People whose names, addresses and order tell nothing of their kind, by name; nor do they look like a sweep. */
export function everybody(ofEach: number): ReadonlyMap<string, Person> {
  const chance = random(7);
  const letters = (length: number) =>
    Array.from({ length }, () => String.fromCharCode(97 + chance.int(0, 25))).join('');
  const left = kinds.map((kind) => ({ kind, left: ofEach }));
  const all = new Map<string, Person>();
  for (let nth = 0; nth < ofEach * kinds.length; nth++) {
    const open = left.filter((one) => one.left > 0);
    const one = open[chance.int(0, open.length - 1)] ?? assert.fail();
    one.left -= 1;
    const name = `Pia p${String(nth).padStart(4, '0')}`;
    all.set(name, { name, address: `${letters(10)}@${letters(8)}.example`, kind: one.kind });
  }
  return all;
}

/** As lines of a paste. */
export const written = (some: readonly Person[]) => some.map(({ name, address }) => `${name} <${address}>`);

/** The whole way of a batch; `passUndo` moves the clock past the undo window. */
export async function sendAll(kith: TestKith, inviter: Inviter, passUndo: () => void): Promise<BatchId> {
  // Safe: the API gives ids as text.
  const batchId = (await pressSend(kith, inviter)).batchId as BatchId;
  passUndo();
  await sendInvitations(kith.platform).run({ batchId });
  return batchId;
}

/** Makes people what their kind says. Of the hidden, half are found by nobody, and half by people they have too. */
export async function makeThemSo(
  kith: TestKith,
  people: readonly Person[],
  passUndo: () => void,
): Promise<void> {
  const { platform } = kith;
  const those = (kind: Kind) => people.filter((one) => one.kind === kind);
  await platform.database.asSystem(async (tx) => {
    const hidden = those('hidden').map(({ address }, nth) => {
      const value = parseEmail(address) ?? assert.fail();
      const key = identifierKey(platform.secrets, { kind: 'email', value });
      const by = nth % 2 === 0 ? 'nobody' : 'mutual';
      return { id: platform.ids.next<MemberId>(), value, key: key.toString('hex'), by };
    });
    await sql`
      with hidden as (select * from json_to_recordset(${jsonRows(hidden)}::json) as t (id uuid, value text, key text, by text)),
        made as (insert into members (id, name, created_at, invited_by)
          select id, 'Hidden', now(), (array['anyone', 'known', 'book'])[1 + ascii(value) % 3] from hidden returning id)
      insert into member_identifiers (key, id, member_id, kind, value, verified_at, is_primary, discoverability)
      select decode(key, 'hex'), gen_random_uuid(), id, 'email', value, now(), true, by from hidden join made using (id)`.execute(
      tx,
    );
    const keys = those('opted out').map(
      ({ address }) => suppressionKey(platform.secrets, 'email', address) ?? assert.fail(),
    );
    await sql`
      insert into suppressions (key, inviter_id, reason, suppressed_at)
      select unnest(${keyArray(keys)}::bytea[]), ${everyone}::uuid, 'never_again', now()`.execute(tx);
  });
  await sendAll(kith, await testInviter(kith, written(those('invited by others'))), passUndo);
}
