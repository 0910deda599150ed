import { BLANK_CARD, type Labelled, parseDate, parseEmail, parsePhone } from '@kith/contacts';
import {
  type CardData,
  cardsById,
  type Kept,
  keepCards,
  lockBook,
  mendCard,
  newcomer,
  preparedCard,
  sourceOf,
} from '../contacts/index.ts';
import type { Transaction } from '../platform/database.ts';
import { digestOf } from '../platform/digest.ts';
import { KithError } from '../platform/errors.ts';
import type { ImportId, MemberId, SourceId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { placeCandidates, triageFacts } from '../review/index.ts';
import { findProblem, markMended, type ProblemRow } from './problem-store.ts';
import {
  accountsOf,
  filesOf,
  type ImportRow,
  insertImportCards,
  lockImport,
  outcomeOf,
  sourceKind,
  updateImport,
} from './store.ts';

/** The row of a contact in the parts that can be mended. */
export interface Row {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

/** How a problem can be mended: one value that was rejected, or the row. */
export type Mend =
  | { readonly kind: 'value'; readonly field: 'email' | 'phone' | 'date'; readonly value: string }
  | ({ readonly kind: 'row' } & Row);

const values: ReadonlyMap<string, 'email' | 'phone' | 'date'> = new Map([
  ['email.invalid', 'email'],
  ['phone.invalid', 'phone'],
  ['date.invalid', 'date'],
] as const);

const rows: ReadonlySet<string> = new Set([
  'card.empty',
  'card.truncated',
  'line.not_understood',
  'row.too_few_columns',
  'row.too_many_columns',
  'row.too_large',
  'row.unclosed_quote',
  'text.undecodable',
]);

/** How a problem can be mended, by the card that was kept of its row; `undefined` where only the file can be. */
export function mendOf(problem: ProblemRow, data: CardData | undefined): Mend | undefined {
  const field = values.get(problem.code);
  if (field !== undefined && data !== undefined)
    return { kind: 'value', field, value: lostValue(problem) ?? '' };
  if (!rows.has(problem.code) || (problem.card_id !== null && data === undefined)) return undefined;
  return {
    kind: 'row',
    ...(data === undefined
      ? guessedRow(problem)
      : { name: data.names.full, email: data.emails[0]?.value ?? '', phone: data.phones[0]?.value ?? '' }),
  };
}

/** The value that was rejected. */
export function lostValue({ code, found }: ProblemRow): string | undefined {
  return values.has(code) ? (found ?? undefined) : undefined;
}

export function isAnniversary({ field }: ProblemRow): boolean {
  return /anniv|jahrestag|hochzeit/i.test(field ?? '');
}

/** What a line that was lost may have meant: what holds an `@`, what has the digits of a number, and the rest. */
export function guessedRow({ found }: ProblemRow): Row {
  const cells = (found ?? '')
    .split(/[,;\t|<>"]/)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');
  const email = cells.find((cell) => cell.includes('@'));
  const phone = cells.find((cell) => cell !== email && /^[+\d][\d\s().\-/]{5,}$/.test(cell));
  const name = cells.filter((cell) => cell !== email && cell !== phone && /\p{L}/u.test(cell));
  return { name: name.join(' ').slice(0, 200), email: email ?? '', phone: phone ?? '' };
}

/** What the owner says instead: a value, or the row. */
export type Said = { readonly value: string } | Row;

/**
 * Mends one problem of an import: the contact becomes what it would have been, by the same rules as when it is read. It
 * belongs to the same import and is undone with it. The same said twice is said once.
 *
 * @throws {KithError} `request.not_found` where there is nothing to mend, `card.email_invalid`, `card.phone_invalid`,
 * `card.date_invalid`, `card.empty`.
 */
export async function mendProblem(
  platform: Platform,
  owner: MemberId,
  id: ImportId,
  sequence: number,
  said: Said,
): Promise<void> {
  await platform.database.asMember(owner, async (tx) => {
    await lockBook(tx, owner);
    const row = await lockImport(tx, owner, id);
    const problem = await findProblem(tx, owner, id, sequence);
    if (row === undefined || row.undone_at !== null || problem === undefined) throw notThere();
    const card = problem.card_id;
    const mended =
      card === null
        ? await keepLost(platform, tx, row, problem, said)
        : await mendCard(platform, tx, owner, card, (data) => mendedData(data, problem, said, row.region));
    if (mended === undefined) throw notThere();
    const { kept, changed } = mended;
    const before = await outcomeOf(tx, owner, id, kept.cardId);
    await insertImportCards(tx, owner, id, [
      { card_id: kept.cardId, outcome: kept.outcome, previous: kept.previous ?? null },
    ]);
    const counters = counted(row, before, kept);
    if (counters !== undefined) await updateImport(tx, owner, id, counters);
    await placeCandidates(platform, tx, owner, changed);
    await markMended(tx, owner, id, sequence, kept.cardId, platform.clock.now());
  });
}

function notThere(): KithError {
  return new KithError('request.not_found', 'There is nothing to mend here.');
}

/** The counters of an import after a card that had this outcome in it, or none, has become what it is now. */
function counted(
  row: ImportRow,
  before: Kept['outcome'] | undefined,
  { outcome }: Kept,
): Partial<ImportRow> | undefined {
  if (before === undefined)
    return {
      cards_problem: row.cards_problem - 1,
      [`cards_${outcome}`]: row[`cards_${outcome}`] + 1,
      // There is somebody in it after all.
      ...(row.failed_at === null ? {} : { failed_at: null, failure_code: null, read_at: row.failed_at }),
    };
  return before === 'same' && outcome === 'updated'
    ? { cards_same: row.cards_same - 1, cards_updated: row.cards_updated + 1 }
    : undefined;
}

/** Keeps the card of a row that was lost; its key is the place of the row, so that mended again it is the same. */
async function keepLost(
  platform: Platform,
  tx: Transaction,
  row: ImportRow,
  problem: ProblemRow,
  said: Said,
): Promise<{ kept: Kept; changed: Awaited<ReturnType<typeof keepCards>>['changed'] } | undefined> {
  if (!('name' in said) || mendOf(problem, undefined) === undefined) return undefined;
  const { owner_id: owner, id, region } = row;
  const [account] = await accountsOf(tx, owner, [id]);
  const file = (await filesOf(tx, owner, [id])).find(({ position }) => position === problem.file_position);
  const data = withRow(BLANK_CARD, said, region);
  const source = await sourceOf(tx, {
    owner_id: owner,
    id: platform.ids.next<SourceId>(),
    kind: sourceKind(row),
    label: account?.label ?? file?.dialect ?? 'unknown',
    created_at: platform.clock.now(),
  });
  const key = digestOf(`mended ${id} ${problem.sequence}`).toString('hex', 0, 16);
  const card = newcomer(platform, preparedCard(key, data, await triageFacts(platform, tx, owner)));
  const { kept, changed } = await keepCards(platform, tx, owner, source, [card]);
  const [one] = kept;
  return one === undefined ? undefined : { kept: one, changed };
}

function mendedData(data: CardData, problem: ProblemRow, said: Said, region: string): CardData {
  const mend = mendOf(problem, data);
  if (mend?.kind === 'row' && 'name' in said) return withRow(data, said, region);
  if (mend?.kind !== 'value' || !('value' in said)) throw notThere();
  const value = parsed(mend.field, said.value, region);
  const { other = [], ...rest } = data;
  const left = other.filter((one) => one.value !== mend.value);
  const mended: CardData = left.length === 0 ? rest : { ...rest, other: left };
  if (mend.field === 'email') return { ...mended, emails: withValue(data.emails, value) };
  if (mend.field === 'phone') return { ...mended, phones: withValue(data.phones, value) };
  return isAnniversary(problem) ? { ...mended, anniversary: value } : { ...mended, birthday: value };
}

function parsed(field: 'email' | 'phone' | 'date', text: string, region: string): string {
  const value =
    field === 'email' ? parseEmail(text) : field === 'phone' ? parsePhone(text, region) : parseDate(text);
  if (value === undefined) throw new KithError(`card.${field}_invalid`, `This is no ${field}.`);
  return value;
}

function withValue(list: readonly Labelled[], value: string): Labelled[] {
  return list.some((one) => one.value === value) ? [...list] : [...list, { value }];
}

function withRow(data: CardData, row: Row, region: string): CardData {
  const name = row.name.trim();
  const first = (list: readonly Labelled[], field: 'email' | 'phone', text: string): Labelled[] => {
    const [before, ...rest] = list;
    if (text.trim() === '') return rest;
    const value = parsed(field, text, region);
    return [{ ...before, value }, ...rest.filter((one) => one.value !== value)];
  };
  if (name === '' && row.email.trim() === '' && row.phone.trim() === '')
    throw new KithError('card.empty', 'Fill in a name, an address or a number.');
  return {
    ...data,
    names: name === data.names.full ? data.names : { full: name },
    emails: first(data.emails, 'email', row.email),
    phones: first(data.phones, 'phone', row.phone),
  };
}

/** Problems with the cards that were kept of their rows. */
export async function withCards<P extends ProblemRow>(
  tx: Transaction,
  owner: MemberId,
  problems: readonly P[],
): Promise<{ readonly problem: P; readonly data: CardData | undefined }[]> {
  const ids = [...new Set(problems.flatMap(({ card_id }) => (card_id === null ? [] : [card_id])))];
  const cards = new Map((await cardsById(tx, owner, ids)).map(({ id, data }) => [id, data]));
  return problems.map((problem) => ({
    problem,
    data: problem.card_id === null ? undefined : cards.get(problem.card_id),
  }));
}
