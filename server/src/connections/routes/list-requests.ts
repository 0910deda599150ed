import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { MemberSummary, summaryOf } from '../member-summary.ts';
import * as store from '../store.ts';

const most = 500;

/** GET /api/connection-requests: those that wait for an answer. */
export function listRequests(app: App, { database }: Platform): void {
  const schema = {
    tags: ['connections'],
    summary: 'Open connection requests, received or sent',
    querystring: Type.Object({ direction: Type.Union([Type.Literal('received'), Type.Literal('sent')]) }),
    response: {
      200: Type.Object({
        items: Type.Array(
          Type.Object({ id: Type.String(), member: MemberSummary, createdAt: Type.String() }),
        ),
      }),
    },
  };
  app.get('/api/connection-requests', { schema }, async (request) => {
    const { memberId } = signedIn(request);
    const rows = await database.asMember(memberId, (tx) =>
      store.listRequests(tx, memberId, request.query.direction, most),
    );
    return {
      items: rows.map((row) => ({
        id: row.request_id,
        member: summaryOf(row),
        createdAt: row.created_at.toISOString(),
      })),
    };
  });
}
