import { findSweeps, type SweepReason } from '@kith/contacts';
import { sql } from 'kysely';
import type { ContactRow } from '../contacts/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { type CandidateRow, markSwept } from './store.ts';

export const sweepReasons: readonly SweepReason[] = ['number_run', 'address_sweep'];
/** A larger book is judged page by page alone, since all of it would not fit into memory. */
const largest = 200_000;

function isSweep(reason: string | null): reason is SweepReason {
  return sweepReasons.some((known) => known === reason);
}

/** Those of a page that look made up, by themselves or as was found of the whole book before. */
export function sweepsOn(
  page: readonly ContactRow[],
  before: ReadonlyMap<ContactId, Pick<CandidateRow, 'reason'>>,
): ReadonlyMap<ContactId, SweepReason> {
  const here = findSweeps(
    page.map(({ name, identifiers }) => ({
      name,
      emails: identifiers.filter(({ kind }) => kind === 'email').map(({ value }) => value),
      phones: identifiers.filter(({ kind }) => kind === 'phone').map(({ value }) => value),
    })),
  );
  return new Map(
    page.flatMap(({ id }, at): [ContactId, SweepReason][] => {
      const old = before.get(id)?.reason ?? null;
      const reason = here.get(at) ?? (isSweep(old) ? old : undefined);
      return reason === undefined ? [] : [[id, reason]];
    }),
  );
}

/** Looks at a whole book for contacts that were made by counting or combining, and notes that this book has some. */
export async function sweepBook(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
): Promise<{
  readonly madeUp: ReadonlyMap<ContactId, SweepReason>;
  /** Those that were not known to be, or are not any more, in order. */
  readonly changed: readonly ContactId[];
}> {
  const { rows } = await sql<{
    id: ContactId;
    name: string;
    reason: string | null;
    emails: string[] | null;
    phones: string[] | null;
  }>`
    select c.contact_id as id, c.name, c.reason, i.emails, i.phones from candidates c
    cross join lateral (
      select array_agg(value) filter (where kind = 'email') as emails, array_agg(value) filter (where kind = 'phone') as phones
      from contact_identifiers where owner_id = c.owner_id and contact_id = c.contact_id
    ) i
    where c.owner_id = ${owner} and (i.emails is not null or i.phones is not null) limit ${largest + 1}`.execute(
    tx,
  );
  if (rows.length > largest) return { madeUp: new Map(), changed: [] };
  const found = findSweeps(
    rows.map(({ name, emails, phones }) => ({ name, emails: emails ?? [], phones: phones ?? [] })),
  );
  if (found.size > 0) {
    await markSwept(tx, owner, found.size, platform.clock.now());
    platform.log.warn('review.swept', { contacts: found.size });
  }
  const madeUp = new Map(
    rows.flatMap(({ id }, at): [ContactId, SweepReason][] => {
      const reason = found.get(at);
      return reason === undefined ? [] : [[id, reason]];
    }),
  );
  const changed = rows.filter(({ id, reason }) => madeUp.has(id) !== isSweep(reason)).map(({ id }) => id);
  return { madeUp, changed: changed.sort() };
}
