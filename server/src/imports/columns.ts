import {
  type ColumnMapping,
  type ColumnMappings,
  holdsContacts,
  parseColumnMappings,
  type TableHeader,
} from '@kith/contacts';
import { lockBook } from '../contacts/index.ts';
import type { Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { ImportId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { remember, saidMappings } from './column-store.ts';
import { columnsState } from './columns-state.ts';
import { isOver } from './over.ts';
import { deleteProblems } from './problem-store.ts';
import { deleteImportCards, filesOf, forgetHeaders, lockImport, updateFile, updateImport } from './store.ts';
import { takeBack } from './undo.ts';

/** Whether the bytes of an import stay after reading, because its owner may want to say what a column means. */
export function worthKeeping(files: readonly { readonly header: TableHeader | null }[]): boolean {
  return files.some(({ header }) => header !== null && columnsState(header) !== 'understood');
}

/** What an owner said of columns, as the reader of one import is told: by header, and of its files without one. */
export async function mappingsOf(tx: Transaction, owner: MemberId, id: ImportId): Promise<ColumnMappings> {
  const said = (await saidMappings(tx, owner)).map(({ fingerprint, columns }) => [fingerprint, columns]);
  const files = await filesOf(tx, owner, [id]);
  return Object.assign(Object.fromEntries(said), ...files.map((file) => file.said));
}

/** What a column means, by its number from 1. */
export interface SaidColumn {
  readonly column: number;
  readonly meaning: string;
}

/**
 * Takes what an owner says of the columns of one file, remembers it for the next file with this header, and has the
 * import read again while its bytes are there: what it brought is taken back in the same transaction. Nothing said of
 * any column forgets what was said before. Said twice is said once.
 *
 * @throws {KithError} `request.not_found`, `import.busy` while it is being read, `columns.meaning_unknown`,
 * `columns.no_contacts` when no column would hold a name, an address or a number.
 */
export async function sayColumns(
  platform: Platform,
  owner: MemberId,
  id: ImportId,
  position: number,
  said: readonly SaidColumn[],
): Promise<void> {
  await platform.database.asMember(owner, async (tx) => {
    await lockBook(tx, owner);
    const row = await lockImport(tx, owner, id);
    const file = (await filesOf(tx, owner, [id])).find((one) => one.position === position);
    if (row === undefined || row.undone_at !== null || file === undefined || file.header === null)
      throw new KithError('request.not_found', 'There is no such table in this import.');
    if (!isOver(row)) throw new KithError('import.busy', 'The import is being read. Wait until it is done.');
    const { header } = file;
    const mapping = mappingOf(header, said);
    if (header.headed) await remember(tx, owner, header.fingerprint, mapping, platform.clock.now());
    else await updateFile(tx, owner, id, position, { said: { [header.fingerprint]: mapping } });
    if (row.kept_until === null) return;
    await takeBack(platform, tx, owner, id);
    await deleteImportCards(tx, owner, id);
    await deleteProblems(tx, owner, id);
    await forgetHeaders(tx, owner, id);
    await updateImport(tx, owner, id, unread);
    await platform.jobs.enqueue('imports.read', { ownerId: owner, importId: id }, { tx });
  });
}

/** An import as it was before it was read. */
const unread = {
  started_at: null,
  read_at: null,
  stopped_at: null,
  failed_at: null,
  failure_code: null,
  kept_until: null,
  bytes_read: 0,
  checkpoint: 0,
  cards_read: 0,
  cards_new: 0,
  cards_updated: 0,
  cards_same: 0,
  cards_problem: 0,
};

function mappingOf(header: TableHeader, said: readonly SaidColumn[]): ColumnMapping {
  const columns = Object.fromEntries(said.map(({ column, meaning }) => [`column ${column}`, meaning]));
  let mapping: ColumnMapping;
  try {
    mapping = parseColumnMappings({ [header.fingerprint]: columns })[header.fingerprint] ?? {};
  } catch (cause) {
    throw new KithError('columns.meaning_unknown', 'A column cannot mean that.', { cause });
  }
  const meanings = header.columns.map(({ meaning }, at) => mapping[`column ${at + 1}`] ?? meaning);
  if (said.length > 0 && !holdsContacts(meanings))
    throw new KithError(
      'columns.no_contacts',
      'No column holds a name, an address or a number. Say which one does.',
    );
  return mapping;
}
