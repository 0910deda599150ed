import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { memberTopic } from '../../live/index.ts';
import { KithError } from '../../platform/errors.ts';
import { streamChanges } from '../../platform/http/live.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { ImportId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { matchedByImport } from '../../review/index.ts';
import { describeImports, Import, importTopic } from '../import.ts';
import { findImport, listImports } from '../store.ts';

export const ImportParams = Type.Object({ id: Type.Unsafe<ImportId>(Type.String({ format: 'uuid' })) });

/** GET /api/imports, /api/imports/:id and its events. Another member's import does not exist. */
export function readImports(app: App, platform: Platform): void {
  const list = {
    tags: ['imports'],
    summary: 'The latest 100 imports',
    response: { 200: Type.Object({ items: Type.Array(Import) }) },
  };
  app.get('/api/imports', { schema: list }, async (request) => {
    const { memberId } = signedIn(request);
    const items = await platform.database.asMember(memberId, async (tx) =>
      describeImports(platform, tx, memberId, await listImports(tx, memberId, 100)),
    );
    return { items };
  });

  const matched = {
    tags: ['imports'],
    summary: 'How many members each import found, and how many of those are connected now',
    response: {
      200: Type.Object({
        items: Type.Array(
          Type.Object({ importId: Type.String(), here: Type.Integer(), connected: Type.Integer() }),
        ),
      }),
    },
  };
  app.get('/api/imports/matched', { schema: matched }, (request) => {
    const { memberId } = signedIn(request);
    return platform.database.asMember(memberId, async (tx) => ({
      items: await matchedByImport(tx, memberId),
    }));
  });

  const one = { tags: ['imports'], summary: 'One import', params: ImportParams, response: { 200: Import } };
  app.get('/api/imports/:id', { schema: one }, (request) =>
    readOne(platform, signedIn(request).memberId, request.params.id),
  );

  const events = {
    tags: ['imports'],
    summary: 'The import as it changes, by server-sent events (event `import`)',
    params: ImportParams,
  };
  app.get('/api/imports/:id/events', { schema: events, sse: 'only' }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const { id } = request.params;
    await readOne(platform, memberId, id);
    await streamChanges(request, reply, {
      events: platform.events,
      topic: memberTopic(memberId),
      soon: importTopic(id),
      event: 'import',
      read: () => readOne(platform, memberId, id),
      done: ({ state }) => state !== 'received' && state !== 'reading',
    });
  });
}

/** @throws {KithError} `request.not_found` */
export function readOne(platform: Platform, owner: MemberId, id: ImportId): Promise<Import> {
  return platform.database.asMember(owner, async (tx) => {
    const row = await findImport(tx, owner, id);
    const [described] = row === undefined ? [] : await describeImports(platform, tx, owner, [row]);
    if (described === undefined) throw new KithError('request.not_found', 'There is no such import.');
    return described;
  });
}
