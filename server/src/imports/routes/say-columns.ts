import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { tell } from '../../live/index.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { sayColumns } from '../columns.ts';
import { ColumnsState, columnsState } from '../columns-state.ts';
import { Import, importTopic } from '../import.ts';
import { filesOf, findImport } from '../store.ts';
import { ImportParams, readOne } from './read-import.ts';

const Basis = Type.Union(
  [Type.Literal('said'), Type.Literal('known'), Type.Literal('guessed'), Type.Literal('unknown')],
  {
    description:
      'You said so, its header is known, its cells look like it, or nobody knows and the cells are kept as they are',
  },
);

const Table = Type.Object({
  file: Type.Integer({ description: 'The place of the file in the import, from 0' }),
  name: Type.String(),
  state: ColumnsState,
  headed: Type.Boolean({ description: 'False where the first row is no header; nothing is remembered then' }),
  columns: Type.Array(
    Type.Object({
      column: Type.Integer({ description: 'Its number, from 1' }),
      name: Type.String(),
      meaning: Type.String({ description: 'A word of docs/reference/column-mapping.md' }),
      basis: Basis,
      samples: Type.Array(Type.String()),
    }),
  ),
});

/** GET and PUT /api/imports/:id/columns: what the columns of its tables mean, and what their owner says they mean. */
export function columnsOfImport(app: App, platform: Platform): void {
  const list = {
    tags: ['imports'],
    summary: 'The columns of the tables in an import, and how they were understood',
    params: ImportParams,
    response: {
      200: Type.Object({
        items: Type.Array(Table),
        kept: Type.Boolean({ description: 'The file is still here, and can be read again' }),
      }),
    },
  };
  app.get('/api/imports/:id/columns', { schema: list }, async (request) => {
    const { memberId } = signedIn(request);
    const { id } = request.params;
    await readOne(platform, memberId, id);
    return platform.database.asMember(memberId, async (tx) => {
      const row = await findImport(tx, memberId, id);
      const items = (await filesOf(tx, memberId, [id])).flatMap(({ position, name, header }) =>
        header === null
          ? []
          : [
              {
                file: position,
                name,
                state: columnsState(header),
                headed: header.headed,
                columns: header.columns.map((column, at) => ({
                  ...column,
                  samples: [...column.samples],
                  column: at + 1,
                })),
              },
            ],
      );
      return { items, kept: row !== undefined && row.kept_until !== null };
    });
  });

  const say = {
    tags: ['imports'],
    summary:
      'Say what columns mean; it is remembered for the next file with this header, and this one is read again',
    params: ImportParams,
    body: Type.Object({
      file: Type.Integer({ minimum: 0 }),
      columns: Type.Array(
        Type.Object({
          column: Type.Integer({ minimum: 1 }),
          meaning: Type.String({ maxLength: 100 }),
        }),
        { maxItems: 2000, description: 'None forgets what was said before' },
      ),
    }),
    response: { 200: Import },
  };
  app.put('/api/imports/:id/columns', { schema: say }, async (request) => {
    const { memberId } = signedIn(request);
    const { id } = request.params;
    await sayColumns(platform, memberId, id, request.body.file, request.body.columns);
    platform.events.publish(importTopic(id));
    tell(platform.events, memberId, 'imports', 'contacts');
    return readOne(platform, memberId, id);
  });
}
