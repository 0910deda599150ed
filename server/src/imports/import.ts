import { type Static, Type } from 'typebox';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import type { ImportId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { providerById } from '../providers.ts';
import { candidateCounts, heldBack, scopeCounts } from '../review/index.ts';
import { ColumnsState, columnsState } from './columns-state.ts';
import { type AccountRow, accountsOf, filesOf, type ImportRow, listImports } from './store.ts';

const State = Type.Union([
  Type.Literal('received'),
  Type.Literal('reading'),
  Type.Literal('read'),
  Type.Literal('stopped'),
  Type.Literal('failed'),
  Type.Literal('undone'),
]);

/** An import as clients see it; its state follows from its facts, its counters add up. */
export const Import = Type.Object({
  id: Type.String(),
  kind: Type.Union(
    [Type.Literal('file'), Type.Literal('paste'), Type.Literal('account'), Type.Literal('book')],
    { description: '`book`: a review of contacts that the address book has already; it reads nothing' },
  ),
  state: State,
  account: Type.Optional(
    Type.Object({
      provider: Type.Optional(Type.String({ description: 'The provider’s id' })),
      name: Type.String({ description: 'The provider’s name, or the host' }),
      address: Type.String(),
      protocol: Type.String(),
      cards: Type.Integer({ description: 'Cards that came so far' }),
      cardsExpected: Type.Optional(Type.Integer({ description: 'How many the provider says there are' })),
      cardsVanished: Type.Integer({ description: 'Cards of earlier imports that the account no longer has' }),
      fault: Type.Optional(
        Type.String({ description: 'Why it was not read to its end; what came before is kept' }),
      ),
      access: Type.Union([
        Type.Literal('in_use'),
        Type.Literal('forgotten'),
        Type.Literal('revoked'),
        Type.Literal('page'),
      ]),
      accessEndedAt: Type.Optional(Type.String()),
      revokePage: Type.Optional(
        Type.String({ description: 'Where access is taken back at the provider itself' }),
      ),
    }),
  ),
  failureCode: Type.Optional(Type.String()),
  receivedAt: Type.String(),
  readAt: Type.Optional(Type.String()),
  files: Type.Array(
    Type.Object({
      name: Type.String(),
      bytes: Type.Integer(),
      dialect: Type.Optional(Type.String()),
      columns: Type.Optional(ColumnsState),
    }),
  ),
  progress: Type.Object({ bytesRead: Type.Integer(), bytesTotal: Type.Integer() }),
  counters: Type.Object({
    read: Type.Integer(),
    new: Type.Integer(),
    updated: Type.Integer(),
    same: Type.Integer(),
    problem: Type.Integer(),
  }),
  takingBack: Type.Optional(
    Type.Object(
      { done: Type.Integer(), total: Type.Integer() },
      { description: 'Cards of an undone import that have been taken back so far; absent when all were' },
    ),
  ),
  here: Type.Integer({ description: 'Members found in the whole address book' }),
  invite: Type.Integer({ description: 'People on the list of step 2' }),
  other: Type.Integer({ description: 'Other addresses, never selected by themselves' }),
  forgetsAt: Type.Optional(
    Type.String({
      description:
        'When people who are not here and were not invited are forgotten at the latest, where this network forgets',
    }),
  ),
  forgotten: Type.Optional(
    Type.Object(
      { at: Type.String(), contacts: Type.Integer() },
      { description: 'People who were not here and not invited, forgotten when the review ended' },
    ),
  ),
  lookupsHeldBack: Type.Integer({
    description: 'Identifiers not looked up yet, because the account’s budget is used up',
  }),
});
export type Import = Static<typeof Import>;

/** Seconds after an import within which its review ends by itself. */
export const forgetAfter = 86_400;

/** Where it is said that an import's first rows are there, and that no more will come. */
export function importTopic(id: ImportId): string {
  return `import:${id}`;
}

function stateOf(row: ImportRow): Static<typeof State> {
  if (row.undone_at !== null) return 'undone';
  if (row.failed_at !== null) return 'failed';
  if (row.stopped_at !== null) return 'stopped';
  if (row.read_at !== null) return 'read';
  return row.started_at === null ? 'received' : 'reading';
}

export async function describeImports(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  rows: readonly ImportRow[],
): Promise<Import[]> {
  const files = Map.groupBy(
    await filesOf(
      tx,
      owner,
      rows.map(({ id }) => id),
    ),
    (file): ImportId => file.import_id,
  );
  const accounts = await accountsById(tx, owner, rows);
  const whole = await candidateCounts(tx, owner);
  const scopes = new Map<ImportId, typeof whole>();
  for (const { id, kind } of rows) if (kind === 'book') scopes.set(id, await scopeCounts(tx, owner, id));
  const lookupsHeldBack = await heldBack(platform, tx, owner);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    state: stateOf(row),
    ...describeAccount(platform, accounts.get(row.id)),
    ...(row.failure_code === null ? {} : { failureCode: row.failure_code }),
    receivedAt: row.received_at.toISOString(),
    ...(row.read_at === null ? {} : { readAt: row.read_at.toISOString() }),
    files: (files.get(row.id) ?? []).map((file) => ({
      name: file.name,
      bytes: file.bytes,
      ...(file.dialect === null ? {} : { dialect: file.dialect }),
      ...(file.header === null ? {} : { columns: columnsState(file.header) }),
    })),
    progress: { bytesRead: row.bytes_read, bytesTotal: row.bytes_total },
    counters: {
      read: row.cards_read,
      new: row.cards_new,
      updated: row.cards_updated,
      same: row.cards_same,
      problem: row.cards_problem,
    },
    ...(row.undone_at === null || row.taken_back_at !== null
      ? {}
      : { takingBack: { done: row.undo_done, total: row.undo_total } }),
    ...(scopes.get(row.id) ?? whole),
    ...(forgetsAt(platform, row) ?? {}),
    ...(row.forgotten_at === null
      ? {}
      : { forgotten: { at: row.forgotten_at.toISOString(), contacts: row.contacts_forgotten } }),
    lookupsHeldBack,
  }));
}

/** A review that nobody ended within a day of the import has ended, and then the network keeps what its policy lets it. */
function forgetsAt({ config }: Platform, row: ImportRow): { forgetsAt: string } | undefined {
  const ended = row.read_at ?? row.stopped_at;
  return config.forgetContacts && ended !== null && row.forgotten_at === null && row.undone_at === null
    ? { forgetsAt: after(ended, forgetAfter).toISOString() }
    : undefined;
}

async function accountsById(tx: Transaction, owner: MemberId, rows: readonly ImportRow[]) {
  const ids = rows.filter(({ kind }) => kind === 'account').map(({ id }) => id);
  const accounts = ids.length === 0 ? [] : await accountsOf(tx, owner, ids);
  return new Map(accounts.map((account) => [account.import_id, account]));
}

function describeAccount({ config }: Platform, row: AccountRow | undefined): Pick<Import, 'account'> {
  if (row === undefined) return {};
  const provider = providerById(config, row.provider_id ?? undefined);
  return {
    account: {
      ...(provider === undefined ? {} : { provider: provider.id }),
      name: provider?.name ?? row.host,
      address: row.address,
      protocol: row.protocol,
      cards: row.cards,
      ...(row.cards_expected === null ? {} : { cardsExpected: row.cards_expected }),
      cardsVanished: row.cards_vanished,
      ...(row.fault === null ? {} : { fault: row.fault }),
      access: row.access,
      ...(row.access_ended_at === null ? {} : { accessEndedAt: row.access_ended_at.toISOString() }),
      ...(provider?.revoke === undefined ? {} : { revokePage: provider.revoke }),
    },
  };
}

/** The three latest imports that brought something, for the start page. */
export async function recentImports(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  most = 3,
): Promise<{ id: ImportId; receivedAt: string; kind: ImportRow['kind']; name: string; contacts: number }[]> {
  const rows = (await listImports(tx, owner, Math.max(10, most)))
    .filter((row) => row.read_at !== null && row.undone_at === null)
    .slice(0, most);
  const accounts = await accountsById(tx, owner, rows);
  const files = Map.groupBy(
    await filesOf(
      tx,
      owner,
      rows.map(({ id }) => id),
    ),
    (file): ImportId => file.import_id,
  );
  return rows.map((row) => ({
    id: row.id,
    receivedAt: row.received_at.toISOString(),
    kind: row.kind,
    name:
      describeAccount(platform, accounts.get(row.id)).account?.name ??
      (files.get(row.id) ?? []).map(({ name }) => name).join(', '),
    contacts: row.cards_read - row.cards_problem,
  }));
}
