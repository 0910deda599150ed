import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { countProblems, filesOf, problemsOf } from '../store.ts';
import { ImportParams, readOne } from './read-import.ts';

const Problem = Type.Object({
  sequence: Type.Integer(),
  file: Type.String(),
  line: Type.Integer(),
  code: Type.String(),
  field: Type.Optional(Type.String()),
  found: Type.Optional(Type.String()),
  lost: Type.Boolean({ description: 'The row was not kept; else the contact was kept without this field' }),
});

/** GET /api/imports/:id/problems and .csv: what could not be read, where, and what was found there. */
export function readProblems(app: App, platform: Platform): void {
  const list = {
    tags: ['imports'],
    summary: 'What could not be read',
    params: ImportParams,
    querystring: Type.Object({ cursor: Type.Optional(Type.Integer({ minimum: 0 })) }),
    response: {
      200: Type.Object({
        items: Type.Array(Problem),
        next: Type.Optional(Type.Integer()),
        total: Type.Integer(),
      }),
    },
  };
  app.get('/api/imports/:id/problems', { schema: list }, async (request) => {
    const { memberId } = signedIn(request);
    const { id } = request.params;
    await readOne(platform, memberId, id);
    return platform.database.asMember(memberId, async (tx) => {
      const names = await filesOf(tx, memberId, [id]);
      const rows = await problemsOf(tx, memberId, id, request.query.cursor ?? 0, 101);
      const items = rows.slice(0, 100).map((row) => ({
        sequence: row.sequence,
        file: names[row.file_position]?.name ?? '',
        line: row.line,
        code: row.code,
        ...(row.field === null ? {} : { field: row.field }),
        ...(row.found === null ? {} : { found: row.found }),
        lost: row.card_id === null,
      }));
      const last = items.at(-1);
      return {
        items,
        ...(rows.length > 100 && last !== undefined ? { next: last.sequence } : {}),
        total: await countProblems(tx, memberId, id),
      };
    });
  });

  app.get(
    '/api/imports/:id/problems.csv',
    { schema: { tags: ['imports'], summary: 'The problems as a file', params: ImportParams } },
    async (request, reply) => {
      const { memberId } = signedIn(request);
      const { id } = request.params;
      await readOne(platform, memberId, id);
      const rows = await platform.database.asMember(memberId, async (tx) => {
        const names = await filesOf(tx, memberId, [id]);
        return (await problemsOf(tx, memberId, id, 0, 100_000)).map((row) => [
          names[row.file_position]?.name ?? '',
          String(row.line),
          row.code,
          row.field ?? '',
          row.found ?? '',
        ]);
      });
      const text = [['File', 'Line', 'Problem', 'Field', 'Found'], ...rows]
        .map((row) => row.map(csvCell).join(','))
        .join('\r\n');
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="problems.csv"')
        .send(`\uFEFF${text}\r\n`);
    },
  );
}

/** A quoted cell that no spreadsheet takes for a formula (OWASP ASVS 5.0, 1.2.10). */
function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
