import { type Static, Type } from 'typebox';
import type { App } from '../../app.ts';
import { countImported } from '../../imports/index.ts';
import { tell } from '../../live/index.ts';
import { after } from '../../platform/clock.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { ErasureId, ImportId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { requireImport } from '../../review/index.ts';
import {
  cancelErasure,
  type ErasureRow,
  erasureById,
  erasuresOf,
  insertErasure,
  openErasure,
} from '../erasure-store.ts';

const Erasure = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal('imported'), Type.Literal('import')]),
  importId: Type.Optional(Type.String()),
  state: Type.Union([Type.Literal('waiting'), Type.Literal('erasing'), Type.Literal('done')]),
  startsAt: Type.String({ description: 'Until then it can be taken back' }),
  progress: Type.Object({ erased: Type.Integer(), total: Type.Integer() }),
  counts: Type.Record(Type.String(), Type.Integer()),
});
type Erasure = Static<typeof Erasure>;

const day = 86_400;

/** Everything imported, or one import, is deleted for good: a moment after it was asked for, so that it can be taken back. */
export function eraseImportedRoute(app: App, platform: Platform): void {
  const { clock, database, events, ids, jobs } = platform;
  const describe = (row: ErasureRow): Erasure => ({
    id: row.id,
    kind: row.kind === 'import' ? 'import' : 'imported',
    ...(row.import_id === null ? {} : { importId: row.import_id }),
    state: row.done_at !== null ? 'done' : row.starts_at > clock.now() ? 'waiting' : 'erasing',
    startsAt: row.starts_at.toISOString(),
    progress: { erased: row.erased, total: row.total },
    counts: { ...row.counts },
  });

  const ask = {
    tags: ['data'],
    summary: 'Delete everything imported, or one import with its data; it begins in a few seconds',
    body: Type.Object({
      importId: Type.Optional(Type.Unsafe<ImportId>(Type.String({ format: 'uuid' }))),
    }),
    response: { 202: Erasure },
  };
  app.post('/api/erasures', { schema: ask }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const importId = request.body.importId ?? null;
    const kind = importId === null ? 'imported' : 'import';
    const row = await database.asMember(memberId, async (tx) => {
      if (importId !== null) await requireImport(tx, memberId, importId);
      const open = await openErasure(tx, memberId, kind, importId);
      const now = clock.now();
      if (open !== undefined) {
        // Whoever presses again need not wait until it is tried again by itself.
        if (open.starts_at <= now) await jobs.enqueue('data.erase', { erasureId: open.id }, { tx });
        return open;
      }
      const id = ids.next<ErasureId>();
      const startsAt = after(now, platform.config.undoSeconds);
      await insertErasure(tx, {
        id,
        member_id: memberId,
        kind,
        import_id: importId,
        asked_at: now,
        starts_at: startsAt,
        token_hash: null,
        receipt_to: null,
        locale: '',
        expires_at: after(now, day),
      });
      await jobs.enqueue('data.erase', { erasureId: id }, { startAfter: platform.config.undoSeconds, tx });
      const made = await erasureById(tx, id);
      if (made === undefined) throw new TypeError('an erasure vanished in its own transaction');
      return made;
    });
    tell(events, memberId, 'data');
    return reply.code(202).send(describe(row));
  });

  const cancel = {
    tags: ['data'],
    summary: 'Take it back before it begins',
    params: Type.Object({ id: Type.Unsafe<ErasureId>(Type.String({ format: 'uuid' })) }),
    response: { 204: Type.Null() },
  };
  app.post('/api/erasures/:id/cancel', { schema: cancel }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const cancelled = await database.asMember(memberId, (tx) =>
      cancelErasure(tx, memberId, request.params.id, clock.now()),
    );
    if (!cancelled)
      throw new KithError('erasure.begun', 'It has begun, or there is nothing to take back any more.');
    tell(events, memberId, 'data');
    return reply.code(204).send(null);
  });

  const list = {
    tags: ['data'],
    summary: 'What is being deleted, was deleted in the last day, and how much there is that was imported',
    response: {
      200: Type.Object({
        items: Type.Array(Erasure),
        imported: Type.Object({ cards: Type.Integer(), contacts: Type.Integer() }),
      }),
    },
  };
  app.get('/api/erasures', { schema: list }, (request) => {
    const { memberId } = signedIn(request);
    return database.asMember(memberId, async (tx) => ({
      items: (await erasuresOf(tx, memberId)).filter(({ kind }) => kind !== 'account').map(describe),
      imported: await countImported(tx, memberId),
    }));
  });
}
