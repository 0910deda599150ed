import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { passkeysOf } from '../store.ts';

const Item = Type.Object({
  id: Type.String(),
  name: Type.String(),
  createdAt: Type.String({ format: 'date-time' }),
  usedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
});

/** GET /api/account/passkeys */
export function listPasskeys(app: App, { database }: Platform): void {
  const schema = {
    tags: ['accounts'],
    summary: 'The own passkeys',
    response: { 200: Type.Object({ items: Type.Array(Item) }) },
  };
  app.get('/api/account/passkeys', { schema }, async (request) => {
    const { memberId } = signedIn(request);
    const rows = await database.asMember(memberId, (tx) => passkeysOf(tx, memberId));
    return {
      items: rows.map(({ id, name, created_at, used_at }) => ({
        id,
        name,
        createdAt: created_at.toISOString(),
        usedAt: used_at?.toISOString() ?? null,
      })),
    };
  });
}
