import { STRANGERS } from '@kith/contacts';
import { sql } from 'kysely';
import { isWanted } from '../contacts/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, ImportId, MemberId } from '../platform/ids.ts';
import { idArray, jsonRows, keyArray } from '../platform/rows.ts';
import type { Rule } from './selection.ts';

export type Step = 'here' | 'invite';

/** A contact offered in review; see migration 000004. */
export interface CandidateRow {
  contact_id: ContactId;
  step: Step | 'other' | 'done' | 'trash';
  reason: string | null;
  member_id: MemberId | null;
  channel: 'email' | 'text' | null;
  name: string;
  sort_key: string;
  search: string;
  labels: string[];
  position: number | null;
  chosen_by_owner: boolean;
  /** Where it stood when it went to the trash. */
  step_before: 'here' | 'invite' | 'other' | 'done' | null;
}

/** Where a contact stands; how it looks in the list comes from the contact. */
export type Placed = Omit<CandidateRow, 'name' | 'sort_key' | 'search' | 'step_before'>;

declare module '../platform/database.ts' {
  interface Tables {
    candidates: CandidateRow & { owner_id: MemberId };
    selections: {
      owner_id: MemberId;
      import_id: ImportId;
      step: Step;
      rules: Rule[];
      version: number;
      /** The review shows the contacts that have an exception, and nobody else. */
      is_scoped: boolean;
      skipped_at: Date | null;
    };
    selection_exceptions: {
      owner_id: MemberId;
      import_id: ImportId;
      step: Step;
      contact_id: ContactId;
      selected: boolean;
    };
    lookups: { owner_id: MemberId; key: Buffer; looked_up_at: Date };
    lookup_budgets: {
      owner_id: MemberId;
      spent: number;
      spent_at: Date;
      swept_at: Date | null;
      swept: number;
    };
  }
}

export function candidatesOf(tx: Transaction, owner: MemberId, ids: readonly ContactId[]) {
  return tx
    .selectFrom('candidates')
    .selectAll()
    .where('owner_id', '=', owner)
    .where(sql<boolean>`contact_id = any(${idArray(ids)}::uuid[])`)
    .execute();
}

export async function writeCandidates(
  tx: Transaction,
  owner: MemberId,
  rows: readonly Placed[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into candidates (owner_id, contact_id, step, reason, member_id, channel, name, sort_key, search, labels, position, chosen_by_owner)
    select c.owner_id, c.id, r.step, r.reason, r.member_id, r.channel, c.name, c.sort_key, c.search,
      array(select jsonb_array_elements_text(r.labels)), r.position, r.chosen_by_owner
    from jsonb_to_recordset(${jsonRows(rows)}::jsonb) as r (contact_id uuid, step text, reason text, member_id uuid, channel text,
      labels jsonb, position integer, chosen_by_owner boolean)
    cross join lateral (
      select * from contacts c where c.owner_id = ${owner} and c.id = r.contact_id offset 0
    ) c
    on conflict (owner_id, contact_id) do update set step = excluded.step, reason = excluded.reason, member_id = excluded.member_id,
      channel = excluded.channel, name = excluded.name, sort_key = excluded.sort_key, search = excluded.search,
      labels = excluded.labels, position = excluded.position, chosen_by_owner = excluded.chosen_by_owner`.execute(
    tx,
  );
}

/** Gives candidates the text of their contacts that a search looks through. */
export async function copySearch(
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
): Promise<void> {
  await sql`
    update candidates set search = c.search from contacts c
    where candidates.owner_id = ${owner} and candidates.contact_id = any(${idArray(contacts)}::uuid[])
      and c.owner_id = ${owner} and c.id = candidates.contact_id`.execute(tx);
}

/** Members that another contact already stands for. */
export async function membersTaken(
  tx: Transaction,
  owner: MemberId,
  members: readonly MemberId[],
  except: readonly ContactId[],
): Promise<Set<MemberId>> {
  const { rows } = await sql<{ member_id: MemberId }>`
    select member_id from candidates where owner_id = ${owner} and member_id = any(${idArray(members)}::uuid[])
      and step in ('here', 'done') and contact_id <> all(${idArray(except)}::uuid[])`.execute(tx);
  return new Set(rows.map((row) => row.member_id));
}

/** The contacts, of whatever owner, that this member stands behind. */
export function matchedWith(tx: Transaction, member: MemberId) {
  return tx
    .selectFrom('candidates')
    .select(['owner_id', 'contact_id'])
    .where('member_id', '=', member)
    .execute();
}

/**
 * The identifiers of an owner under these keys as `i`, each with its contact's candidate as `c`: one look at either index for each
 * key.
 */
export function heldBy(owner: MemberId, keys: readonly Buffer[]) {
  return sql`unnest(${keyArray(keys)}::bytea[]) as wanted
    cross join lateral (
      select * from contact_identifiers i where ${isWanted(owner)} offset 0
    ) i
    cross join lateral (
      select * from candidates c where c.owner_id = i.owner_id and c.contact_id = i.contact_id offset 0
    ) c`;
}

/** Keys that another contact would be written to, or was: `invited` when it has been. */
export async function keysTaken(
  tx: Transaction,
  owner: MemberId,
  keys: readonly Buffer[],
  except: readonly ContactId[],
): Promise<Map<string, { invited: boolean }>> {
  const { rows } = await sql<{ id: ContactId; key: Buffer; invited: boolean }>`
    select i.contact_id as id, i.key, coalesce(c.step_before, c.step) = 'done' as invited from ${heldBy(owner, keys)}
    where c.position = i.position
      and (c.step = 'invite' or (coalesce(c.step_before, c.step) = 'done' and c.reason = 'invited'))`.execute(
    tx,
  );
  // Left out here: the database would compare each row with each of thousands.
  const own = new Set(except);
  return new Map(
    rows.filter(({ id }) => !own.has(id)).map(({ key, invited }) => [key.toString('hex'), { invited }]),
  );
}

/** Contacts kept off the list because another stands for them; asked again when that other may be gone. */
export async function twins(tx: Transaction, owner: MemberId): Promise<ContactId[]> {
  const rows = await tx
    .selectFrom('candidates')
    .select('contact_id')
    .where('owner_id', '=', owner)
    .where('step', '=', 'other')
    .where('reason', 'in', ['same_person', 'same_address', 'already_invited'])
    .execute();
  return rows.map((row) => row.contact_id);
}

/** Numbers to which there was no way when they were last looked at. */
export async function numbersWithoutWay(
  tx: Transaction,
  owner: MemberId,
): Promise<{ id: ContactId; number: string }[]> {
  const { rows } = await sql<{ id: ContactId; number: string }>`
    select i.contact_id as id, i.value as number from candidates c
    join contact_identifiers i on i.owner_id = c.owner_id and i.contact_id = c.contact_id
    where c.owner_id = ${owner} and c.step = 'other' and c.reason = 'no_text_channel' and i.kind = 'phone'`.execute(
    tx,
  );
  return rows;
}

/** Contacts behind whom no member was found and to whom no invitation went. */
export async function notHereNorInvited(
  tx: Transaction,
  owner: MemberId,
  cameBefore?: Date,
): Promise<ContactId[]> {
  const { rows } = await sql<{ id: ContactId }>`
    select o.id from contacts o left join candidates c on c.owner_id = o.owner_id and c.contact_id = o.id
    where o.owner_id = ${owner} and c.member_id is null and coalesce(c.step_before, c.step) is distinct from 'done'
      and o.created_at < ${cameBefore ?? 'infinity'}`.execute(tx);
  return rows.map(({ id }) => id);
}

export async function candidateCounts(
  tx: Transaction,
  owner: MemberId,
): Promise<{ here: number; invite: number; other: number }> {
  const { rows } = await sql<{
    step: string;
    count: number;
  }>`select step, count(*) from candidates where owner_id = ${owner} group by step`.execute(tx);
  const of = (step: string) => rows.find((row) => row.step === step)?.count ?? 0;
  return { here: of('here'), invite: of('invite'), other: of('other') };
}

export async function setStep(
  tx: Transaction,
  owner: MemberId,
  ids: readonly ContactId[],
  step: CandidateRow['step'],
  reason: string | null,
): Promise<void> {
  // Of what is in the trash it is where it will stand when it is restored.
  await sql`
    update candidates set step = case step when 'trash' then step else ${step} end,
      step_before = case step when 'trash' then ${step} end, reason = ${reason}
    where owner_id = ${owner} and contact_id = any(${idArray(ids)}::uuid[])`.execute(tx);
}

/** The invitations to these contacts ended long ago: they stay off the list, and may be forgotten. */
export async function markEnded(
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
): Promise<void> {
  await sql`
    update candidates set step = case step when 'trash' then step else 'other' end,
      step_before = case step when 'trash' then 'other' end, reason = 'already_invited'
    where owner_id = ${owner} and contact_id = any(${idArray(contacts)}::uuid[])
      and coalesce(step_before, step) = 'done' and reason = 'invited'`.execute(tx);
}

export async function setPosition(
  tx: Transaction,
  owner: MemberId,
  contact: ContactId,
  position: number,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update candidates c set position = i.position, chosen_by_owner = true, channel = case i.kind when 'email' then 'email' else 'text' end
    from contact_identifiers i
    where c.owner_id = ${owner} and c.contact_id = ${contact} and c.step in ('invite', 'other')
      and i.owner_id = c.owner_id and i.contact_id = c.contact_id and i.position = ${position}`.execute(tx);
  return numAffectedRows === 1n;
}

/** A use of the budget, locked: pages of two imports take turns. */
export async function lockBudget(
  tx: Transaction,
  owner: MemberId,
  now: Date,
): Promise<{ spent: number; spent_at: Date; swept_at: Date | null }> {
  await tx
    .insertInto('lookup_budgets')
    .values({ owner_id: owner, spent: 0, spent_at: now, swept_at: null, swept: 0 })
    .onConflict((oc) => oc.doNothing())
    .execute();
  return tx
    .selectFrom('lookup_budgets')
    .select(['spent', 'spent_at', 'swept_at'])
    .where('owner_id', '=', owner)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export function readBudget(tx: Transaction, owner: MemberId) {
  return tx
    .selectFrom('lookup_budgets')
    .select(['spent', 'spent_at', 'swept_at'])
    .where('owner_id', '=', owner)
    .executeTakeFirst();
}

export async function saveBudget(tx: Transaction, owner: MemberId, spent: number, now: Date): Promise<void> {
  await tx
    .updateTable('lookup_budgets')
    .set({ spent, spent_at: now })
    .where('owner_id', '=', owner)
    .execute();
}

/** Notes that so many contacts of the book look made up. */
export async function markSwept(tx: Transaction, owner: MemberId, swept: number, now: Date): Promise<void> {
  await tx
    .insertInto('lookup_budgets')
    .values({ owner_id: owner, spent: 0, spent_at: now, swept_at: now, swept })
    .onConflict((on) =>
      on
        .column('owner_id')
        .doUpdateSet({ swept_at: now, swept: sql`greatest(lookup_budgets.swept, excluded.swept)` }),
    )
    .execute();
}

/** Members whose books hold contacts that look made up, the latest first. */
export function sweptBooks(tx: Transaction, limit: number) {
  return tx
    .selectFrom('lookup_budgets')
    .select(['owner_id', 'swept_at', 'swept'])
    .where('swept_at', 'is not', null)
    .orderBy('swept_at', 'desc')
    .limit(limit)
    .execute();
}

export async function lookedUp(
  tx: Transaction,
  owner: MemberId,
  keys: readonly Buffer[],
): Promise<Set<string>> {
  const { rows } = await sql<{
    key: Buffer;
  }>`select key from lookups where owner_id = ${owner} and key = any(${keyArray(keys)}::bytea[])`.execute(tx);
  return new Set(rows.map((row) => row.key.toString('hex')));
}

export async function noteLookups(
  tx: Transaction,
  owner: MemberId,
  keys: readonly Buffer[],
  now: Date,
): Promise<void> {
  await sql`insert into lookups (owner_id, key, looked_up_at) select ${owner}::uuid, k, ${now} from unnest(${keyArray(keys)}::bytea[]) k on conflict do nothing`.execute(
    tx,
  );
}

/** Was never looked up, and is to be: not those whom the owner never chose to know. */
const waits = sql`not exists (select from lookups l where l.owner_id = i.owner_id and l.key = i.key)
  and not exists (select from candidates c where c.owner_id = i.owner_id and c.contact_id = i.contact_id and (c.step = 'trash' or c.reason = any(${[...STRANGERS, 'number_run', 'address_sweep']}::text[])))`;

/** How many identifiers of the book were never looked up, and the contacts that hold the first of them. */
export async function notLookedUp(tx: Transaction, owner: MemberId, limit: number): Promise<ContactId[]> {
  const { rows } = await sql<{ contact_id: ContactId }>`
    select distinct i.contact_id from contact_identifiers i
    where i.owner_id = ${owner} and ${waits}
    order by i.contact_id limit ${limit}`.execute(tx);
  return rows.map((row) => row.contact_id);
}

export async function countNotLookedUp(tx: Transaction, owner: MemberId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct i.key) as count from contact_identifiers i
    where i.owner_id = ${owner} and ${waits}`.execute(tx);
  return rows[0]?.count ?? 0;
}

export async function ownersWithBudget(tx: Transaction): Promise<MemberId[]> {
  const rows = await tx.selectFrom('lookup_budgets').select('owner_id').execute();
  return rows.map((row) => row.owner_id);
}

export async function importExists(tx: Transaction, owner: MemberId, id: ImportId): Promise<boolean> {
  const { rows } = await sql`select 1 from imports where owner_id = ${owner} and id = ${id}`.execute(tx);
  return rows.length > 0;
}

/** How many members stand behind contacts of each import, and with how many of those the owner is connected. */
export async function matchedByImport(
  tx: Transaction,
  owner: MemberId,
): Promise<{ importId: ImportId; here: number; connected: number }[]> {
  const { rows } = await sql<{ importId: ImportId; here: number; connected: number }>`
    select b.import_id as "importId", count(distinct c.member_id) as here,
      count(distinct c.member_id) filter (where exists
        (select from connections k where k.member_id = ${owner} and k.other_id = c.member_id)) as connected
    from candidates c
    join cards d on d.owner_id = c.owner_id and d.contact_id = c.contact_id
    join import_cards b on b.owner_id = d.owner_id and b.card_id = d.id
    where c.owner_id = ${owner} and c.member_id is not null and c.step <> 'trash' group by b.import_id`.execute(
    tx,
  );
  return rows;
}
