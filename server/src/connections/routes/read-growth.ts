import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { growthOf } from '../store.ts';

/** GET /api/connections/growth: of the connections of today, how many there were at the end of each stretch of time. */
export function readGrowth(app: App, { clock, database }: Platform): void {
  const schema = {
    tags: ['connections'],
    summary: 'How the own network grew',
    response: {
      200: Type.Object({
        unit: Type.Union([
          Type.Literal('day'),
          Type.Literal('week'),
          Type.Literal('month'),
          Type.Literal('quarter'),
          Type.Literal('year'),
        ]),
        points: Type.Array(Type.Object({ from: Type.String(), connections: Type.Integer() })),
      }),
    },
  };
  app.get('/api/connections/growth', { schema }, async (request) => {
    const { memberId } = signedIn(request);
    const { unit, points } = await database.asMember(memberId, (tx) => growthOf(tx, memberId, clock.now()));
    return {
      unit,
      points: points.map(({ from, connections }) => ({ from: from.toISOString(), connections })),
    };
  });
}
