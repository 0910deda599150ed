import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { openSessionsOf } from '../store.ts';

const Item = Type.Object({
  id: Type.String(),
  agent: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.String({ format: 'date-time' }),
  seenAt: Type.String({ format: 'date-time' }),
  current: Type.Boolean(),
});

/** GET /api/sessions */
export function listSessions(app: App, { database, clock }: Platform): void {
  const schema = {
    tags: ['accounts'],
    summary: 'Where the member is signed in',
    response: { 200: Type.Object({ items: Type.Array(Item) }) },
  };
  app.get('/api/sessions', { schema }, async (request) => {
    const { id, memberId } = signedIn(request);
    const rows = await database.asMember(memberId, (tx) => openSessionsOf(tx, memberId, clock.now()));
    return {
      items: rows.map((row) => ({
        id: row.id,
        agent: row.agent,
        createdAt: row.created_at.toISOString(),
        seenAt: row.seen_at.toISOString(),
        current: row.id === id,
      })),
    };
  });
}
