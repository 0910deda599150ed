import { type Kysely, sql } from 'kysely';
import type { Tables, Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';

/** What the people of are never suggested. */
export type ExclusionKind = 'label' | 'import';

declare module '../platform/database.ts' {
  interface Tables {
    suggestion_settings: {
      owner_id: MemberId;
      shown: boolean;
      suggested: boolean;
      tells_held: boolean | null;
      shows_holders: boolean | null;
    };
    suggestion_answers: {
      owner_id: MemberId;
      member_id: MemberId;
      answer: 'not_now' | 'never';
      answered_at: Date;
    };
    suggestion_exclusions: {
      owner_id: MemberId;
      kind: ExclusionKind;
      target_id: string;
      groups: string[];
      excluded_at: Date;
    };
  }
}

export interface SuggestionRow {
  readonly id: MemberId;
  readonly in_book: boolean;
  readonly holds: boolean;
  readonly common: number;
  readonly organisation: string | null;
  readonly school: string | null;
  readonly name: string;
  readonly headline: string | null;
  readonly location: string | null;
  readonly photo_etag: string | null;
}

/**
 * Whom a member may know, best first, in one question. Asked within a transaction, that sees the member's rows alone from
 * then on.
 *
 * @param tells Whether holders tell the people in their book, where they said nothing of it; null: nobody does.
 */
export async function suggestionsNow(
  asked: Kysely<Tables>,
  member: MemberId,
  tells: boolean | null,
  notNowSince: Date,
  most: number,
): Promise<SuggestionRow[]> {
  // The function is given a value of the owner's that was set, so that it cannot run before.
  const { rows } = await sql<SuggestionRow>`
    select s.* from (select set_config('kith.owner', ${member}, true) as owner) o cross join lateral
      suggestions_now(${tells}::boolean, ${notNowSince}::timestamptz, case when o.owner <> '' then ${most}::integer end) s`.execute(
    asked,
  );
  return rows;
}

/** What the member said of somebody, in place of what they said before; of whom there is no such member, nothing. */
export async function keepAnswer(
  tx: Transaction,
  owner: MemberId,
  member: MemberId,
  answer: 'not_now' | 'never',
  now: Date,
): Promise<void> {
  await sql`
    insert into suggestion_answers (owner_id, member_id, answer, answered_at)
    select ${owner}::uuid, id, ${answer}, ${now}::timestamptz from members where id = ${member} and id <> ${owner}
    on conflict (owner_id, member_id) do update set answer = excluded.answer, answered_at = excluded.answered_at`.execute(
    tx,
  );
}

/** Takes back what the member said of somebody, or of everybody. */
export async function forgetAnswers(tx: Transaction, owner: MemberId, member?: MemberId): Promise<void> {
  await tx
    .deleteFrom('suggestion_answers')
    .where('owner_id', '=', owner)
    .$if(member !== undefined, (query) => query.where('member_id', '=', member ?? owner))
    .execute();
}

export async function countNever(tx: Transaction, owner: MemberId): Promise<number> {
  const { never } = await tx
    .selectFrom('suggestion_answers')
    .select(({ fn }) => fn.countAll<number>().as('never'))
    .where('owner_id', '=', owner)
    .where('answer', '=', 'never')
    .executeTakeFirstOrThrow();
  return never;
}

export function settingsOf(tx: Transaction, owner: MemberId) {
  return tx.selectFrom('suggestion_settings').selectAll().where('owner_id', '=', owner).executeTakeFirst();
}

export interface SettingsChange {
  readonly shown?: boolean;
  readonly suggested?: boolean;
  readonly tells_held?: boolean;
  readonly shows_holders?: boolean;
}

export async function changeSettingsOf(
  tx: Transaction,
  owner: MemberId,
  change: SettingsChange,
): Promise<void> {
  await tx
    .insertInto('suggestion_settings')
    .values({ owner_id: owner, shown: true, suggested: true, ...change })
    .onConflict((conflict) => conflict.column('owner_id').doUpdateSet({ owner_id: owner, ...change }))
    .execute();
}

/** What is left out, by kind. */
export async function exclusionsOf(
  tx: Transaction,
  owner: MemberId,
): Promise<{ readonly label: Set<string>; readonly import: Set<string> }> {
  const rows = await tx
    .selectFrom('suggestion_exclusions')
    .select(['kind', 'target_id'])
    .where('owner_id', '=', owner)
    .execute();
  const of = (wanted: ExclusionKind) =>
    new Set(rows.filter(({ kind }) => kind === wanted).map(({ target_id }) => target_id));
  return { label: of('label'), import: of('import') };
}

/** Leaves the people of a label or an import out; `groups` are the names by which sources know the label. */
export async function exclude(
  tx: Transaction,
  owner: MemberId,
  kind: ExclusionKind,
  target: string,
  groups: readonly string[],
  now: Date,
): Promise<void> {
  const spelt = [...new Set(groups.map((name) => name.toLowerCase()))];
  await tx
    .insertInto('suggestion_exclusions')
    .values({ owner_id: owner, kind, target_id: target, groups: spelt, excluded_at: now })
    .onConflict((conflict) =>
      conflict.columns(['owner_id', 'kind', 'target_id']).doUpdateSet({ groups: spelt }),
    )
    .execute();
}

export async function include(
  tx: Transaction,
  owner: MemberId,
  kind: ExclusionKind,
  target: string,
): Promise<void> {
  await tx
    .deleteFrom('suggestion_exclusions')
    .where('owner_id', '=', owner)
    .where('kind', '=', kind)
    .where('target_id', '=', target)
    .execute();
}
