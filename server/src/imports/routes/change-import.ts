import { type Static, Type } from 'typebox';
import type { App } from '../../app.ts';
import { tell } from '../../live/index.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import type { EditedContact } from '../edited-store.ts';
import { Import, importTopic } from '../import.ts';
import { isOver } from '../over.ts';
import { deleteChunks, lockImport, updateImport } from '../store.ts';
import { stays, undoImport } from '../undo.ts';
import { ImportParams, readOne } from './read-import.ts';

const Kept = Type.Object(
  {
    count: Type.Integer(),
    contacts: Type.Array(Type.Object({ id: Type.String(), name: Type.String() }), { maxItems: 50 }),
  },
  { description: 'Contacts of the import that were edited since, and stay as they are' },
);

/** POST /api/imports/:id/stop keeps what was read; POST /api/imports/:id/undo takes everything back that the import brought. */
export function changeImport(app: App, platform: Platform): void {
  const stop = {
    tags: ['imports'],
    summary: 'Stop reading and keep what was read',
    params: ImportParams,
    response: { 200: Import },
  };
  app.post('/api/imports/:id/stop', { schema: stop }, async (request) => {
    const { memberId } = signedIn(request);
    const { id } = request.params;
    await platform.database.asMember(memberId, async (tx) => {
      const row = await lockImport(tx, memberId, id);
      if (row === undefined) throw new KithError('request.not_found', 'There is no such import.');
      if (isOver(row)) return;
      await updateImport(tx, memberId, id, { stopped_at: platform.clock.now() });
      await deleteChunks(tx, memberId, id);
    });
    platform.events.publish(importTopic(id));
    tell(platform.events, memberId, 'imports', 'contacts');
    return readOne(platform, memberId, id);
  });

  const undo = {
    tags: ['imports'],
    summary: 'Take back everything this import brought',
    params: ImportParams,
    response: { 200: Type.Object({ ...Import.properties, kept: Kept }) },
  };
  app.post('/api/imports/:id/undo', { schema: undo }, async (request) => {
    const { memberId } = signedIn(request);
    const kept = await undoImport(platform, memberId, request.params.id);
    platform.events.publish(importTopic(request.params.id));
    tell(platform.events, memberId, 'imports', 'contacts');
    return { ...(await readOne(platform, memberId, request.params.id)), kept: named(kept) };
  });

  const look = {
    tags: ['imports'],
    summary: 'What taking an import back would leave: contacts that were edited since',
    params: ImportParams,
    response: { 200: Type.Object({ kept: Kept }) },
  };
  app.get('/api/imports/:id/undo', { schema: look }, async (request) => {
    const { memberId } = signedIn(request);
    const { id } = request.params;
    await readOne(platform, memberId, id);
    const kept = await platform.database.asMember(memberId, (tx) => stays(tx, memberId, id));
    return { kept: named(kept) };
  });
}

function named(contacts: readonly EditedContact[]): Static<typeof Kept> {
  return { count: contacts.length, contacts: contacts.slice(0, 50) };
}
