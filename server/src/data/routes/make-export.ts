import { Readable } from 'node:stream';
import { type Static, Type } from 'typebox';
import type { App } from '../../app.ts';
import type { Transaction } from '../../platform/database.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { ExportId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import {
  deleteExports,
  type ExportRow,
  exportChunk,
  findExport,
  insertExport,
  latestExport,
  lockExports,
} from '../export-store.ts';

const Export = Type.Object({
  id: Type.String(),
  state: Type.Union([Type.Literal('writing'), Type.Literal('ready'), Type.Literal('failed')]),
  askedAt: Type.String(),
  progress: Type.Object({ written: Type.Integer(), total: Type.Integer() }),
  bytes: Type.Optional(Type.Integer()),
  expiresAt: Type.Optional(Type.String({ description: 'Until when it can be downloaded' })),
});
type Export = Static<typeof Export>;

/** POST /api/exports and what becomes of it; the file itself is given to its owner alone, until it expires. */
export function makeExport(app: App, platform: Platform): void {
  const { clock, database, ids, jobs } = platform;
  const ExportParams = Type.Object({ id: Type.Unsafe<ExportId>(Type.String({ format: 'uuid' })) });

  const describe = (row: ExportRow): Export => ({
    id: row.id,
    state: row.ready_at !== null ? 'ready' : row.failed_at !== null ? 'failed' : 'writing',
    askedAt: row.asked_at.toISOString(),
    progress: { written: row.written, total: row.total },
    ...(row.ready_at === null ? {} : { bytes: row.bytes }),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at.toISOString() }),
  });
  /** One that expired is gone, whether its bytes are deleted yet or not. */
  const isThere = (row: ExportRow | undefined): row is ExportRow =>
    row !== undefined && (row.expires_at === null || row.expires_at > clock.now());
  const required = async (tx: Transaction, owner: MemberId, id: ExportId): Promise<ExportRow> => {
    const row = await findExport(tx, owner, id);
    if (!isThere(row)) throw new KithError('request.not_found', 'There is no such export, or it expired.');
    return row;
  };

  const make = {
    tags: ['data'],
    summary: 'Write everything the member has here as a ZIP; while one is being written, that one',
    response: { 202: Export },
  };
  const limit = { rateLimit: { max: 10, timeWindow: '1 hour' } };
  app.post('/api/exports', { schema: make, config: limit }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const row = await database.asMember(memberId, async (tx) => {
      await lockExports(tx, memberId);
      const last = await latestExport(tx, memberId);
      if (last !== undefined && describe(last).state === 'writing') return last;
      await deleteExports(tx, memberId);
      const id = ids.next<ExportId>();
      await insertExport(tx, { owner_id: memberId, id, asked_at: clock.now() });
      await jobs.enqueue('data.export', { ownerId: memberId, exportId: id }, { tx });
      return required(tx, memberId, id);
    });
    return reply.code(202).send(describe(row));
  });

  const list = {
    tags: ['data'],
    summary: 'The export there is, if there is one',
    response: { 200: Type.Object({ items: Type.Array(Export) }) },
  };
  app.get('/api/exports', { schema: list }, async (request) => {
    const { memberId } = signedIn(request);
    const row = await database.asMember(memberId, (tx) => latestExport(tx, memberId));
    return { items: isThere(row) ? [describe(row)] : [] };
  });

  const read = {
    tags: ['data'],
    summary: 'How far an export has come',
    params: ExportParams,
    response: { 200: Export },
  };
  app.get('/api/exports/:id', { schema: read }, async (request) => {
    const { memberId } = signedIn(request);
    return describe(await database.asMember(memberId, (tx) => required(tx, memberId, request.params.id)));
  });

  const file = { tags: ['data'], summary: 'The ZIP, until it expires', params: ExportParams };
  app.get('/api/exports/:id/file', { schema: file }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const { id } = request.params;
    const row = await database.asMember(memberId, (tx) => required(tx, memberId, id));
    if (row.ready_at === null)
      throw new KithError('request.not_found', 'This export is not ready yet. Wait until it is.');
    const day = row.ready_at.toISOString().slice(0, 10);
    return reply
      .headers({
        'content-type': 'application/zip',
        'content-length': row.bytes,
        'content-disposition': `attachment; filename="my-data-${day}.zip"`,
      })
      .send(Readable.from(chunks(platform, memberId, id)));
  });

  const remove = {
    tags: ['data'],
    summary: 'Delete the export before it expires',
    params: ExportParams,
    response: { 204: Type.Null() },
  };
  app.delete('/api/exports/:id', { schema: remove }, async (request, reply) => {
    const { memberId } = signedIn(request);
    await database.asMember(memberId, async (tx) => {
      await required(tx, memberId, request.params.id);
      await deleteExports(tx, memberId);
    });
    return reply.code(204).send(null);
  });
}

async function* chunks({ database }: Platform, owner: MemberId, id: ExportId): AsyncGenerator<Buffer> {
  for (let sequence = 0; ; sequence++) {
    const bytes = await database.asMember(owner, (tx) => exportChunk(tx, owner, id, sequence));
    if (bytes === undefined) return;
    yield bytes;
  }
}
