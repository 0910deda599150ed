import { Readable } from 'node:stream';
import type { RawBuilder } from 'kysely';
import { Type } from 'typebox';
import { ZipFile } from 'yazl';
import { type CardOf, cardOf } from '../../address-book/index.ts';
import { tell } from '../../live/index.ts';
import { memberById } from '../../members/index.ts';
import { after } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database.ts';
import type { ExportId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import {
  countContacts,
  deleteExportChunks,
  findExport,
  insertExportChunk,
  rowsOf,
  updateExport,
} from '../export-store.ts';
import { exportFiles, type Rows, rounds } from '../files.ts';
import { readme } from '../readme.ts';

/** Seconds that the file can be downloaded. */
const lifetime = 2 * 86_400;
const chunkSize = 512 * 1024;
/** Seconds in which it is written at most. */
const longest = 4 * 3600;
/** It begins anew each time; who waits learns within a minute that it cannot be made. */
const retries = 5;
/** Rows between two notes of how far it has come. */
const noteEvery = 2000;
/** Pieces of text are joined to so many characters, for a ZIP entry is slow on many small ones. */
const pieceSize = 64 * 1024;

/**
 * Job `data.export`: writes a member's data as a ZIP, piece by piece. Begun again after a crash, it begins anew; where it
 * fails each time, its owner is told.
 */
export function writeExport(platform: Platform) {
  return {
    name: 'data.export',
    payload: Type.Object({
      ownerId: Type.Unsafe<MemberId>(Type.String()),
      exportId: Type.Unsafe<ExportId>(Type.String()),
    }),
    retries,
    longest,
    gaveUp: async ({ ownerId, exportId }: { ownerId: MemberId; exportId: ExportId }) => {
      const { clock, database, events, log } = platform;
      await database.asMember(ownerId, async (tx) => {
        await deleteExportChunks(tx, ownerId, exportId);
        await updateExport(tx, ownerId, exportId, { failed_at: clock.now() });
      });
      tell(events, ownerId, 'data');
      log.error('data.export_failed', { export: exportId });
    },
    run: async ({ ownerId, exportId }: { ownerId: MemberId; exportId: ExportId }) => {
      const { clock, database, events } = platform;
      const isWanted = () =>
        database.asMember(ownerId, async (tx) => (await findExport(tx, ownerId, exportId)) !== undefined);
      const begun = await database.asMember(ownerId, async (tx) => {
        const row = await findExport(tx, ownerId, exportId);
        if (row === undefined || row.ready_at !== null || row.failed_at !== null) return undefined;
        await deleteExportChunks(tx, ownerId, exportId);
        const contacts = await countContacts(tx, ownerId);
        await updateExport(tx, ownerId, exportId, { written: 0, bytes: 0, total: contacts * rounds });
        return memberById(tx, ownerId);
      });
      if (begun === undefined) return;
      let written = 0;
      const note = async () => {
        await database.asMember(ownerId, (tx) => updateExport(tx, ownerId, exportId, { written }));
        tell(events, ownerId, 'data');
      };
      const now = clock.now();
      const intro = readme(begun.locale, platform.config.network.name, begun.name, now);
      const writing = database.asMember(ownerId, async (tx) => {
        const card = await cardOf(tx, ownerId);
        const onContact = async () => {
          written += 1;
          if (written % noteEvery === 0) await note();
        };
        return keep(platform, ownerId, exportId, zipOf(intro, now, ownerId, { tx, card }, onContact));
      });
      const bytes = await writing.catch(async (error: unknown) => {
        // Its owner deleted it meanwhile, and there is no place for its bytes any more.
        if (!(await isWanted())) return undefined;
        throw error;
      });
      if (bytes === undefined) return;
      await database.asMember(ownerId, (tx) => {
        const at = clock.now();
        return updateExport(tx, ownerId, exportId, {
          ready_at: at,
          expires_at: after(at, lifetime),
          bytes,
          written,
          total: written,
        });
      });
      tell(events, ownerId, 'data');
      platform.log.info('data.exported', { export: exportId, bytes });
    },
  };
}

/** The ZIP while it is made: its entries are written one after the other, each as fast as it is taken. */
function zipOf(
  intro: string,
  mtime: Date,
  owner: MemberId,
  { tx, card }: { readonly tx: Transaction; readonly card: CardOf },
  onContact: () => Promise<void>,
): AsyncIterable<Buffer> {
  const zip = new ZipFile();
  zip.on('error', (error) => zip.outputStream.destroy(error));
  const add = (path: string, text: () => AsyncIterable<string> | Iterable<string>) =>
    zip.addReadStreamLazy(path, { mtime }, (give) => {
      const stream = Readable.from(text(), { objectMode: false });
      // A question that fails ends the whole.
      stream.on('error', (error) => zip.outputStream.destroy(error));
      give(null, stream);
    });
  add('README.txt', () => [intro]);
  for (const { path, text } of exportFiles) {
    const rows: Rows = <Row>(question: RawBuilder<Row>) =>
      path.startsWith('contacts.') ? counted(rowsOf(tx, question), onContact) : rowsOf(tx, question);
    add(path, () => inPieces(text(rows, owner, card)));
  }
  zip.end();
  return zip.outputStream;
}

async function* counted<Row>(rows: AsyncGenerator<Row>, onRow: () => Promise<void>): AsyncGenerator<Row> {
  for await (const row of rows) {
    yield row;
    await onRow();
  }
}

async function* inPieces(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = '';
  for await (const text of texts) {
    piece += text;
    if (piece.length < pieceSize) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** Keeps the bytes in chunks. @returns how many there are */
async function keep(
  { database }: Platform,
  owner: MemberId,
  id: ExportId,
  bytes: AsyncIterable<Buffer>,
): Promise<number> {
  let sequence = 0;
  let total = 0;
  let waiting: Buffer[] = [];
  let length = 0;
  const flush = async () => {
    const chunk = { owner_id: owner, export_id: id, sequence, bytes: Buffer.concat(waiting) };
    await database.asMember(owner, (tx) => insertExportChunk(tx, chunk));
    sequence += 1;
    total += length;
    waiting = [];
    length = 0;
  };
  for await (const some of bytes) {
    waiting.push(some);
    length += some.length;
    if (length >= chunkSize) await flush();
  }
  await flush();
  return total;
}
