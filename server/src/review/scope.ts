import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, ImportId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { idArray } from '../platform/rows.ts';
import { refreshCandidates } from './candidates.ts';
import type { CandidateRow } from './store.ts';

/** Where the contacts of a scoped review stand. */
export type ScopeCounts = Readonly<Record<Exclude<CandidateRow['step'], 'trash'>, number>>;

/**
 * Makes a review show these contacts and nobody else. Who stands in the step that they were chosen for is selected, in the other
 * as the network has it; who stands apart is not. Each has an exception, which is what keeps it in the review.
 */
export async function reviewOnly(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  contacts: readonly ContactId[],
  act: 'connect' | 'invite',
): Promise<ScopeCounts> {
  await refreshCandidates(platform, tx, owner, await unplaced(tx, owner, contacts));
  const isOn = {
    here: act === 'connect' || platform.config.selection.here === 'all',
    invite: act === 'invite',
  };
  await sql`
    insert into selections (owner_id, import_id, step, rules, is_scoped)
    select ${owner}::uuid, ${id}::uuid, step, '[]', true from unnest(array['here', 'invite']) as step`.execute(
    tx,
  );
  const { rows } = await sql<{ step: CandidateRow['step']; count: number }>`
    with chosen as (
      select contact_id, step from candidates
      where owner_id = ${owner} and contact_id = any(${idArray(contacts)}::uuid[]) and step <> 'trash'),
    kept as (
      insert into selection_exceptions (owner_id, import_id, step, contact_id, selected)
      select ${owner}::uuid, ${id}::uuid, case step when 'here' then 'here' else 'invite' end, contact_id,
        case step when 'here' then ${isOn.here}::boolean when 'invite' then ${isOn.invite}::boolean else false end
      from chosen)
    select step, count(*) as count from chosen group by step`.execute(tx);
  const of = (step: CandidateRow['step']) => rows.find((row) => row.step === step)?.count ?? 0;
  return { here: of('here'), invite: of('invite'), other: of('other'), done: of('done') };
}

/** Contacts that no import has placed, as those added by hand, and those for whose number there was no way when it was last looked at. */
async function unplaced(
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
): Promise<ContactId[]> {
  const { rows } = await sql<{ id: ContactId }>`
    select o.id from contacts o left join candidates c on c.owner_id = o.owner_id and c.contact_id = o.id
    where o.owner_id = ${owner} and o.id = any(${idArray(contacts)}::uuid[])
      and (c.contact_id is null or (c.step = 'other' and c.reason = 'no_text_channel'))`.execute(tx);
  return rows.map((row) => row.id);
}

/** What a scoped review holds of each step by now. */
export async function scopeCounts(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
): Promise<{ here: number; invite: number; other: number }> {
  const { rows } = await sql<{ step: string; count: number }>`
    select c.step, count(*) as count from selection_exceptions e
    join candidates c on c.owner_id = e.owner_id and c.contact_id = e.contact_id
    where e.owner_id = ${owner} and e.import_id = ${id} and (e.step = 'here') = (c.step = 'here') group by c.step`.execute(
    tx,
  );
  const of = (step: string) => rows.find((row) => row.step === step)?.count ?? 0;
  return { here: of('here'), invite: of('invite'), other: of('other') };
}
