import { lockBook } from '../contacts/index.ts';
import { KithError } from '../platform/errors.ts';
import type { ImportId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import {
  deleteImport,
  findByIdempotencyKey,
  insertChunk,
  insertFile,
  insertImport,
  updateFile,
  updateImport,
} from './store.ts';

const chunkSize = 1024 * 1024;

export interface ReceivedFile {
  readonly name: string;
  readonly bytes: AsyncIterable<Buffer>;
  /** True after the bytes were taken when the limit cut them off. */
  readonly truncated?: () => boolean;
}

/**
 * Stores what the owner sent, file by file in chunks, and queues its reading; the book is never held in memory.
 *
 * The same idempotency key gives the import it gave before; the key counts from the moment all bytes are here, so that
 * an upload that a crash cut off can be sent again.
 *
 * @throws {KithError} `import.too_large`, `import.empty` when there was no file at all. Nothing is kept then.
 */
export async function receiveImport(
  platform: Platform,
  owner: MemberId,
  kind: 'file' | 'paste',
  region: string,
  files: AsyncIterable<ReceivedFile>,
  idempotencyKey?: string,
): Promise<ImportId> {
  const { database, ids, clock } = platform;
  if (idempotencyKey !== undefined) {
    const before = await database.asMember(owner, (tx) => findByIdempotencyKey(tx, owner, idempotencyKey));
    if (before !== undefined) {
      for await (const file of files) for await (const _ of file.bytes);
      return before.id;
    }
  }
  const id = ids.next<ImportId>();
  await database.asMember(owner, (tx) =>
    insertImport(tx, {
      owner_id: owner,
      id,
      kind,
      received_at: clock.now(),
      region,
    }),
  );
  try {
    let position = 0;
    let total = 0;
    for await (const file of files) {
      const size = await storeFile(platform, owner, id, position, file);
      if (file.truncated?.() === true) {
        throw new KithError(
          'import.too_large',
          `The file is larger than ${Math.round(platform.config.uploadLimit / chunkSize)} MB. Split it, or export fewer contacts at a time.`,
        );
      }
      position += 1;
      total += size;
    }
    if (position === 0)
      throw new KithError('import.empty', 'There was no file in the upload. Choose a file and try again.');
    const twin = await database.asMember(owner, async (tx) => {
      await lockBook(tx, owner);
      const before = idempotencyKey && (await findByIdempotencyKey(tx, owner, idempotencyKey));
      if (before) {
        await deleteImport(tx, owner, id);
        return before.id;
      }
      await updateImport(tx, owner, id, {
        bytes_total: total,
        uploaded_at: clock.now(),
        idempotency_key: idempotencyKey ?? null,
      });
      await platform.jobs.enqueue('imports.read', { ownerId: owner, importId: id }, { tx });
      return undefined;
    });
    return twin ?? id;
  } catch (error) {
    await database.asMember(owner, (tx) => deleteImport(tx, owner, id));
    throw error;
  }
}

async function storeFile(
  platform: Platform,
  owner: MemberId,
  id: ImportId,
  position: number,
  file: ReceivedFile,
): Promise<number> {
  const { database } = platform;
  await database.asMember(owner, (tx) =>
    insertFile(tx, { owner_id: owner, import_id: id, position, name: file.name.slice(0, 200) }),
  );
  let sequence = 0;
  let size = 0;
  let waiting: Buffer[] = [];
  let held = 0;
  const flush = async () => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    held = 0;
    if (bytes.length === 0) return;
    await database.asMember(owner, (tx) =>
      insertChunk(tx, { owner_id: owner, import_id: id, position, sequence, bytes }),
    );
    sequence += 1;
  };
  for await (const bytes of file.bytes) {
    waiting.push(bytes);
    held += bytes.length;
    size += bytes.length;
    if (held >= chunkSize) await flush();
  }
  await flush();
  await database.asMember(owner, (tx) => updateFile(tx, owner, id, position, { bytes: size }));
  return size;
}
