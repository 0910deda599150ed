import { parseSearch } from '@kith/contacts';
import { type RawBuilder, sql } from 'kysely';
import { type Static, Type } from 'typebox';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, ImportId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import type { Step } from './store.ts';

/** What narrows a list: words that all occur, a channel, a label of the source. */
export const Filter = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200 })),
  channel: Type.Optional(Type.Union([Type.Literal('email'), Type.Literal('text')])),
  label: Type.Optional(Type.String({ maxLength: 200 })),
});
export type Filter = Static<typeof Filter>;

/** One press of "Select all" or its opposite over what a filter showed. */
export interface Rule {
  readonly filter: Filter;
  readonly selected: boolean;
}

/** Presses kept; far more than anybody makes, and each costs a comparison per row. */
const mostRules = 50;

/** A candidate `c` matches a filter. Every word must occur in its text, in one of the ways it may be written. */
export function matches(filter: Filter): RawBuilder<boolean> {
  const parts = parseSearch(filter.q ?? '').ways.map((ways) => {
    const patterns = ways.map(
      ({ text, begins }) => `%${begins ? ' ' : ''}${text.replace(/[\\%_]/g, '\\$&')}%`,
    );
    return sql<boolean>`c.search like any(${patterns}::text[])`;
  });
  if (filter.channel !== undefined) parts.push(sql<boolean>`c.channel = ${filter.channel}`);
  if (filter.label !== undefined) parts.push(sql<boolean>`${filter.label} = any(c.labels)`);
  return parts.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(parts, sql` and `)})`;
}

function isWhole(filter: Filter): boolean {
  return (filter.q ?? '').trim() === '' && filter.channel === undefined && filter.label === undefined;
}

/**
 * Whether candidate `c` is selected, `e` being its exception if it has one: the exception decides, else the last
 * press whose filter matches, else the setting of the network. What stands among "Other addresses" is selected by an
 * exception alone.
 */
function selected(rules: readonly Rule[], base: boolean): RawBuilder<boolean> {
  const presses = rules
    .toReversed()
    .map((rule) => sql`when ${matches(rule.filter)} then ${rule.selected}::boolean`);
  const byRule =
    presses.length === 0
      ? sql`${base}::boolean`
      : sql`case ${sql.join(presses, sql` `)} else ${base}::boolean end`;
  return sql<boolean>`coalesce(e.selected, c.step <> 'other' and ${byRule})`;
}

/** A step's candidates with what is selected of them: everything lists, counts and sends start from this. */
export interface View {
  readonly from: RawBuilder<unknown>;
  readonly selected: RawBuilder<boolean>;
  /** Whether the review shows this contact at all. */
  readonly inScope: RawBuilder<boolean>;
}

export async function viewOf(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  step: Step,
): Promise<View> {
  const row = await tx
    .selectFrom('selections')
    .select(['rules', 'is_scoped'])
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .where('step', '=', step)
    .executeTakeFirst();
  const inScope = row?.is_scoped === true ? sql<boolean>`e.contact_id is not null` : sql<boolean>`true`;
  const base = platform.config.selection[step] === 'all';
  // What may be ticked by hand among the others has an address; what was invited, or is a copy, stays out.
  const listed =
    step === 'here'
      ? sql`c.step = 'here'`
      : sql`(c.step = 'invite' or (c.step = 'other' and e.selected and c.position is not null and c.reason not in ('already_invited', 'same_address')))`;
  return {
    from: sql`candidates c left join selection_exceptions e
      on e.owner_id = c.owner_id and e.import_id = ${id} and e.step = ${step} and e.contact_id = c.contact_id
      where c.owner_id = ${owner} and ${listed} and ${inScope}`,
    selected: selected(row?.rules ?? [], base),
    inScope,
  };
}

export interface Counts {
  total: number;
  matching: number;
  selected: number;
  /** Of those that match: what the box for all of them shows. */
  matchingSelected: number;
  byChannel: { email: number; text: number };
}

export async function countView(tx: Transaction, view: View, filter: Filter = {}): Promise<Counts> {
  const { rows } = await sql<{
    total: number;
    matching: number;
    selected: number;
    both: number;
    email: number;
    text: number;
  }>`
    select count(*) as total, count(*) filter (where matching) as matching, count(*) filter (where selected) as selected,
      count(*) filter (where matching and selected) as both,
      count(*) filter (where selected and channel = 'email') as email, count(*) filter (where selected and channel = 'text') as text
    from (select c.channel, ${matches(filter)} as matching, ${view.selected} as selected from ${view.from}) as rows`.execute(
    tx,
  );
  const [row] = rows;
  return {
    total: row?.total ?? 0,
    matching: row?.matching ?? 0,
    selected: row?.selected ?? 0,
    matchingSelected: row?.both ?? 0,
    byChannel: { email: row?.email ?? 0, text: row?.text ?? 0 },
  };
}

/** Select all, or none, of what a filter shows. Rows that arrive later follow. */
export async function pressAll(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  step: Step,
  filter: Filter,
  on: boolean,
): Promise<void> {
  const { rules, is_scoped: isScoped } = await lockRules(tx, owner, id, step);
  if (isScoped) {
    // Its exceptions say who is in the review at all: they are set, never deleted.
    await sql`
      update selection_exceptions e set selected = ${on} from candidates c
      where e.owner_id = ${owner} and e.import_id = ${id} and e.step = ${step}
        and c.owner_id = e.owner_id and c.contact_id = e.contact_id and c.step <> 'other' and ${matches(filter)}`.execute(
      tx,
    );
    return;
  }
  const rule: Rule = { filter, selected: on };
  const next = isWhole(filter) ? [rule] : [...rules, rule].slice(-mostRules);
  await tx
    .updateTable('selections')
    .set({ rules: sql`${JSON.stringify(next)}::jsonb`, version: sql`version + 1` })
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .where('step', '=', step)
    .execute();
  await sql`
    delete from selection_exceptions e using candidates c
    where e.owner_id = ${owner} and e.import_id = ${id} and e.step = ${step}
      and c.owner_id = e.owner_id and c.contact_id = e.contact_id and c.step <> 'other' and ${matches(filter)}`.execute(
    tx,
  );
}

/** Ticks or unticks single rows. */
export async function tick(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  step: Step,
  contacts: readonly ContactId[],
  on: boolean,
): Promise<void> {
  await lockRules(tx, owner, id, step);
  await sql`
    insert into selection_exceptions (owner_id, import_id, step, contact_id, selected)
    select ${owner}::uuid, ${id}::uuid, ${step}, c.contact_id, ${on}
    from candidates c where c.owner_id = ${owner} and c.contact_id = any(${contacts}::uuid[])
    on conflict (owner_id, import_id, step, contact_id) do update set selected = excluded.selected`.execute(
    tx,
  );
  await tx
    .updateTable('selections')
    .set({ version: sql`version + 1` })
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .where('step', '=', step)
    .execute();
}

async function lockRules(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  step: Step,
): Promise<{ readonly rules: readonly Rule[]; readonly is_scoped: boolean }> {
  await sql`insert into selections (owner_id, import_id, step, rules) values (${owner}, ${id}, ${step}, '[]') on conflict do nothing`.execute(
    tx,
  );
  return tx
    .selectFrom('selections')
    .select(['rules', 'is_scoped'])
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .where('step', '=', step)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function noteSkipped(
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  step: Step,
  now: Date,
): Promise<void> {
  await lockRules(tx, owner, id, step);
  await tx
    .updateTable('selections')
    .set({ skipped_at: now })
    .where('owner_id', '=', owner)
    .where('import_id', '=', id)
    .where('step', '=', step)
    .execute();
}

/** One recipient as the review selected it. */
export interface SelectedInvitee {
  readonly contactId: ContactId;
  readonly name: string;
  readonly kind: 'email' | 'phone';
  readonly key: Buffer;
  readonly value: string;
  readonly channel: 'email' | 'text';
}

/** The selected invitees in list order. */
export async function selectedInvitees(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
  range: { offset: number; limit: number },
): Promise<SelectedInvitee[]> {
  const view = await viewOf(platform, tx, owner, id, 'invite');
  const { rows } = await sql<SelectedInvitee>`
    select s.contact_id as "contactId", s.name, i.kind, i.key, i.value, s.channel
    from (select c.owner_id, c.contact_id, c.name, c.channel, c.position, c.sort_key from ${view.from} and ${view.selected}) as s
    join contact_identifiers i on i.owner_id = s.owner_id and i.contact_id = s.contact_id and i.position = s.position
    order by s.sort_key, s.contact_id offset ${range.offset} limit ${range.limit}`.execute(tx);
  return rows;
}

/** The numbers of those who would get a text message. */
export async function selectedNumbers(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
): Promise<string[]> {
  const view = await viewOf(platform, tx, owner, id, 'invite');
  const { rows } = await sql<{ value: string }>`
    select i.value from (select c.owner_id, c.contact_id, c.position from ${view.from} and ${view.selected} and c.channel = 'text') as s
    join contact_identifiers i on i.owner_id = s.owner_id and i.contact_id = s.contact_id and i.position = s.position`.execute(
    tx,
  );
  return rows.map(({ value }) => value);
}

export async function countSelected(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
): Promise<{ count: number; byChannel: { email: number; text: number } }> {
  const { selected: count, byChannel } = await countView(tx, await viewOf(platform, tx, owner, id, 'invite'));
  return { count, byChannel };
}

/** The twenty commonest mail domains among the selected, so that a large sending shows where it goes. */
export async function selectedDomains(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: ImportId,
): Promise<{ domain: string; count: number }[]> {
  const view = await viewOf(platform, tx, owner, id, 'invite');
  const { rows } = await sql<{ domain: string; count: number }>`
    select lower(split_part(i.value, '@', 2)) as domain, count(*) as count
    from (select c.owner_id, c.contact_id, c.position from ${view.from} and ${view.selected}) as s
    join contact_identifiers i on i.owner_id = s.owner_id and i.contact_id = s.contact_id and i.position = s.position
    where i.kind = 'email' group by 1 order by count desc, 1 limit 20`.execute(tx);
  return rows;
}
