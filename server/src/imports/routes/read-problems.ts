import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { mendOf, withCards } from '../mend.ts';
import { describeProblem, Problem } from '../problem.ts';
import { countProblems, problemGroups, problemsOf } from '../problem-store.ts';
import { writeRejected } from '../rejected.ts';
import { filesOf } from '../store.ts';
import { ImportParams, readOne } from './read-import.ts';

const Group = Type.Object({
  kind: Type.String(),
  count: Type.Integer(),
  open: Type.Integer({ description: 'Neither mended nor skipped' }),
});

/** GET /api/imports/:id/problems and .csv, /api/imports/:id/rejected.csv: what could not be read, where, and what was found there. */
export function readProblems(app: App, platform: Platform): void {
  const list = {
    tags: ['imports'],
    summary: 'What could not be read',
    params: ImportParams,
    querystring: Type.Object({
      cursor: Type.Optional(Type.Integer({ minimum: 0 })),
      kind: Type.Optional(Type.String({ maxLength: 100 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 100 })),
    }),
    response: {
      200: Type.Object({
        items: Type.Array(Problem),
        next: Type.Optional(Type.Integer()),
        total: Type.Integer(),
        groups: Type.Array(Group),
      }),
    },
  };
  app.get('/api/imports/:id/problems', { schema: list }, async (request) => {
    const { memberId } = signedIn(request);
    const { id } = request.params;
    await readOne(platform, memberId, id);
    return platform.database.asMember(memberId, async (tx) => {
      const names = await filesOf(tx, memberId, [id]);
      const { cursor, kind, limit = 100 } = request.query;
      const rows = await problemsOf(tx, memberId, id, {
        limit: limit + 1,
        ofKind: kind,
        ...(cursor === undefined ? {} : { after: cursor }),
      });
      const page = await withCards(tx, memberId, rows.slice(0, limit));
      const last = page.at(-1);
      return {
        items: page.map(({ problem, data }) =>
          describeProblem(problem, data, names[problem.file_position]?.name ?? ''),
        ),
        ...(rows.length > limit && last !== undefined ? { next: last.problem.sequence } : {}),
        total: await countProblems(tx, memberId, id),
        groups: await problemGroups(tx, memberId, id),
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
        return (await problemsOf(tx, memberId, id, { limit: 100_000 })).map((row) => [
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

  app.get(
    '/api/imports/:id/rejected.csv',
    {
      schema: {
        tags: ['imports'],
        summary: 'The rows that can be mended, as a CSV to mend and upload again',
        params: ImportParams,
      },
    },
    async (request, reply) => {
      const { memberId } = signedIn(request);
      const { id } = request.params;
      await readOne(platform, memberId, id);
      const rejected = await platform.database.asMember(memberId, async (tx) => {
        const problems = await problemsOf(tx, memberId, id, { limit: 100_000 });
        const open = problems.filter((one) => one.mended_at === null && one.skipped_at === null);
        const all = await withCards(tx, memberId, open);
        return all.filter(({ problem, data }) => mendOf(problem, data) !== undefined);
      });
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="rejected.csv"')
        .send(writeRejected(rejected));
    },
  );
}

/** A quoted cell that no spreadsheet takes for a formula (OWASP ASVS 5.0, 1.2.10). */
function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
