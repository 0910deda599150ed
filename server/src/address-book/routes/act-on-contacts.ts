import { type Static, Type } from 'typebox';
import type { App } from '../../app.ts';
import { tell } from '../../live/index.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { BulkActId, LabelId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { actOnContacts, stopAct, undoAct, wayOf } from '../bulk.ts';
import { type BulkActRow, findBulkAct, openBulkActs } from '../bulk-store.ts';
import { ContactSelection } from '../filter.ts';

const Act = Type.Union(
  [
    Type.Literal('label'),
    Type.Literal('unlabel'),
    Type.Literal('favourite'),
    Type.Literal('unfavourite'),
    Type.Literal('trash'),
    Type.Literal('restore'),
    Type.Literal('erase'),
  ],
  { description: 'erase deletes what is in the trash for good.' },
);

const BulkAct = Type.Object({
  id: Type.String({ format: 'uuid' }),
  act: Act,
  state: Type.Union(
    [
      Type.Literal('doing'),
      Type.Literal('done'),
      Type.Literal('stopped'),
      Type.Literal('undoing'),
      Type.Literal('undone'),
    ],
    { description: 'While doing or undoing, the rest follows page by page.' },
  ),
  progress: Type.Object({ done: Type.Integer(), total: Type.Integer() }),
  changed: Type.Integer({ description: 'Those that were not so already, of the done ones.' }),
});

function view(row: BulkActRow): Static<typeof BulkAct> {
  const way = wayOf(row);
  const isBack = row.undone_at !== null;
  const progress = isBack ? { done: row.taken_back, total: row.done } : { done: row.done, total: row.total };
  const isWhole = progress.done === progress.total;
  return {
    id: row.id,
    act: row.act,
    state:
      way === 'on' ? 'doing' : way === 'back' ? 'undoing' : !isWhole ? 'stopped' : isBack ? 'undone' : 'done',
    progress,
    changed: row.changed,
  };
}

/**
 * POST /api/contacts/bulk does one thing to many contacts; POST /api/contacts/bulk/undo takes it back. Very many are changed
 * page by page: GET /api/contacts/bulk tells how far that is, and POST /api/contacts/bulk/:id/stop ends it.
 */
export function actOnMany(app: App, platform: Platform): void {
  const { database, events } = platform;
  const Params = Type.Object({ id: Type.Unsafe<BulkActId>(Type.String({ format: 'uuid' })) });
  const running = Type.Optional(BulkAct);
  const isOpen = (row: BulkActRow | undefined): row is BulkActRow =>
    row !== undefined && wayOf(row) !== undefined;

  const schema = {
    tags: ['contacts'],
    summary: 'Do one thing to many contacts',
    body: Type.Object({
      selection: ContactSelection,
      act: Act,
      labelId: Type.Optional(Type.Unsafe<LabelId>(Type.String({ format: 'uuid' }))),
    }),
    response: {
      200: Type.Object({
        selected: Type.Integer(),
        changed: Type.Integer({ description: 'Those that were not so already.' }),
        undo: Type.Optional(Type.String({ format: 'uuid', description: 'Undoes it, for a day.' })),
        running,
      }),
    },
  };
  app.post('/api/contacts/bulk', { schema }, async (request) => {
    const { memberId: owner } = signedIn(request);
    const { selection, act, labelId } = request.body;
    const named = act === 'label' || act === 'unlabel';
    if (named && labelId === undefined) throw new KithError('request.invalid', 'Say which label: labelId.');
    const { row, follow, ...done } = await database.asMember(owner, (tx) =>
      actOnContacts(platform, tx, owner, selection, act, named ? labelId : undefined),
    );
    follow();
    tell(events, owner, 'contacts');
    return {
      ...done,
      ...(row === undefined || act === 'erase' ? {} : { undo: row.id }),
      ...(isOpen(row) ? { running: view(row) } : {}),
    };
  });

  const undo = {
    tags: ['contacts'],
    summary: 'Undo what was done to many contacts',
    body: Type.Object({ undo: Type.Unsafe<BulkActId>(Type.String({ format: 'uuid' })) }),
    response: { 200: Type.Object({ changed: Type.Integer(), running }) },
  };
  app.post('/api/contacts/bulk/undo', { schema: undo }, async (request) => {
    const { memberId: owner } = signedIn(request);
    const { changed, row, follow } = await database.asMember(owner, (tx) =>
      undoAct(platform, tx, owner, request.body.undo),
    );
    follow();
    tell(events, owner, 'contacts');
    return { changed, ...(isOpen(row) ? { running: view(row) } : {}) };
  });

  const list = {
    tags: ['contacts'],
    summary: 'What is being done to very many contacts now',
    response: { 200: Type.Object({ items: Type.Array(BulkAct) }) },
  };
  app.get('/api/contacts/bulk', { schema: list }, (request) => {
    const { memberId: owner } = signedIn(request);
    return database.asMember(owner, async (tx) => ({ items: (await openBulkActs(tx, owner)).map(view) }));
  });

  const read = {
    tags: ['contacts'],
    summary: 'How far an act on many contacts has come',
    params: Params,
    response: { 200: BulkAct },
  };
  app.get('/api/contacts/bulk/:id', { schema: read }, (request) => {
    const { memberId: owner } = signedIn(request);
    return database.asMember(owner, async (tx) => {
      const row = await findBulkAct(tx, owner, request.params.id);
      if (row === undefined) throw new KithError('request.not_found', 'There is no such act.');
      return view(row);
    });
  });

  const stop = {
    tags: ['contacts'],
    summary: 'End an act on very many contacts where it is',
    params: Params,
    response: { 200: BulkAct },
  };
  app.post('/api/contacts/bulk/:id/stop', { schema: stop }, async (request) => {
    const { memberId: owner } = signedIn(request);
    const row = await database.asMember(owner, (tx) => stopAct(platform, tx, owner, request.params.id));
    tell(events, owner, 'contacts');
    return view(row);
  });
}
