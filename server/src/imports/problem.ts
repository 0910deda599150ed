import { type Static, Type } from 'typebox';
import type { CardData } from '../contacts/index.ts';
import { mendOf } from './mend.ts';
import type { StoredProblem } from './problem-store.ts';

/** A problem of an import as clients see it. */
export const Problem = Type.Object({
  sequence: Type.Integer(),
  file: Type.String(),
  line: Type.Integer(),
  code: Type.String(),
  kind: Type.String({
    description: 'The code, finer where people would say it in other words: `email.no_at`',
  }),
  field: Type.Optional(Type.String()),
  found: Type.Optional(Type.String()),
  lost: Type.Boolean({ description: 'The row was not kept; else the contact was kept without this field' }),
  state: Type.Union([Type.Literal('open'), Type.Literal('mended'), Type.Literal('skipped')]),
  name: Type.Optional(Type.String({ description: 'The name of the contact that was kept' })),
  mend: Type.Optional(
    Type.Union(
      [
        Type.Object({
          kind: Type.Literal('value'),
          field: Type.Union([Type.Literal('email'), Type.Literal('phone'), Type.Literal('date')]),
          value: Type.String(),
        }),
        Type.Object({
          kind: Type.Literal('row'),
          name: Type.String(),
          email: Type.String(),
          phone: Type.String(),
        }),
      ],
      { description: 'What to fill in to mend it; absent where only the file can be mended' },
    ),
  ),
});

export function describeProblem(
  problem: StoredProblem & { readonly kind: string },
  data: CardData | undefined,
  file: string,
): Static<typeof Problem> {
  const state = problem.mended_at !== null ? 'mended' : problem.skipped_at !== null ? 'skipped' : 'open';
  const mend = mendOf(problem, data);
  return {
    sequence: problem.sequence,
    file,
    line: problem.line,
    code: problem.code,
    kind: problem.kind,
    ...(problem.field === null ? {} : { field: problem.field }),
    ...(problem.found === null ? {} : { found: problem.found }),
    lost: problem.card_id === null,
    state,
    ...(data === undefined ? {} : { name: data.names.full }),
    ...(mend === undefined ? {} : { mend }),
  };
}
