import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { tell } from '../../live/index.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { importTopic } from '../import.ts';
import { mendProblem, withCards } from '../mend.ts';
import { describeProblem, Problem } from '../problem.ts';
import { findProblem, markSkipped } from '../problem-store.ts';
import { filesOf, lockImport } from '../store.ts';
import { ImportParams } from './read-import.ts';

/** POST /api/imports/:id/problems/:sequence/mend and /api/imports/:id/problems/skip: what its owner says of a row. */
export function mendProblems(app: App, platform: Platform): void {
  const mend = {
    tags: ['imports'],
    summary: 'Mend a row in place; its contact belongs to the same import. Nothing is sent to anyone',
    params: Type.Intersect([ImportParams, Type.Object({ sequence: Type.Integer({ minimum: 0 }) })]),
    body: Type.Union([
      Type.Object({ value: Type.String({ maxLength: 500 }) }, { additionalProperties: false }),
      Type.Object(
        {
          name: Type.String({ maxLength: 500 }),
          email: Type.String({ maxLength: 500 }),
          phone: Type.String({ maxLength: 100 }),
        },
        { additionalProperties: false },
      ),
    ]),
    response: { 200: Problem },
  };
  app.post('/api/imports/:id/problems/:sequence/mend', { schema: mend }, async (request) => {
    const { memberId } = signedIn(request);
    const { id, sequence } = request.params;
    await mendProblem(platform, memberId, id, sequence, request.body);
    platform.events.publish(importTopic(id));
    tell(platform.events, memberId, 'imports', 'contacts');
    return platform.database.asMember(memberId, async (tx) => {
      const problem = await findProblem(tx, memberId, id, sequence);
      const [mended] = problem === undefined ? [] : await withCards(tx, memberId, [problem]);
      if (mended === undefined) throw new KithError('request.not_found', 'There is no such problem.');
      const names = await filesOf(tx, memberId, [id]);
      return describeProblem(mended.problem, mended.data, names[mended.problem.file_position]?.name ?? '');
    });
  });

  const skip = {
    tags: ['imports'],
    summary: 'Leave rows as they are, or take them up again: all of a kind, or one',
    params: ImportParams,
    body: Type.Object({
      which: Type.Union([
        Type.Object({ kind: Type.String({ maxLength: 100 }) }),
        Type.Object({ sequence: Type.Integer({ minimum: 0 }) }),
      ]),
      skipped: Type.Boolean(),
    }),
    response: { 204: Type.Null() },
  };
  app.post('/api/imports/:id/problems/skip', { schema: skip }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const { id } = request.params;
    const { which, skipped } = request.body;
    await platform.database.asMember(memberId, async (tx) => {
      if ((await lockImport(tx, memberId, id)) === undefined)
        throw new KithError('request.not_found', 'There is no such import.');
      await markSkipped(tx, memberId, id, which, skipped ? platform.clock.now() : null);
    });
    return reply.code(204).send(null);
  });
}
