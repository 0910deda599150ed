import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { stopOf } from '../../consent/index.ts';
import { memberById, requireOperator } from '../../members/index.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { sweptBooks } from '../../review/index.ts';

const Book = Type.Object({
  member: Type.Object({ id: Type.String(), name: Type.String(), joinedAt: Type.String() }),
  stop: Type.Optional(Type.Union([Type.Literal('paused'), Type.Literal('closed')])),
  contacts: Type.Integer({ description: 'How many look counted or combined' }),
  at: Type.String({ description: 'When that was last found' }),
});

/** GET /api/operators/books: whose address books look made up. What stands in them is nobody's to see but their owner's. */
export function listBooks(app: App, platform: Platform): void {
  const schema = {
    tags: ['operation'],
    summary: 'Members whose address books hold contacts that look counted or combined, the latest 100',
    response: { 200: Type.Object({ items: Type.Array(Book) }) },
  };
  app.get('/api/operators/books', { schema }, (request) => {
    const { memberId } = signedIn(request);
    return platform.database.asSystem(async (tx) => {
      await requireOperator(platform, tx, memberId);
      const items = [];
      for (const { owner_id, swept, swept_at } of await sweptBooks(tx, 100)) {
        const member = await memberById(tx, owner_id);
        if (member === undefined || swept_at === null) continue;
        const stop = await stopOf(tx, owner_id);
        items.push({
          member: { id: owner_id, name: member.name, joinedAt: member.created_at.toISOString() },
          ...(stop === undefined ? {} : { stop }),
          contacts: swept,
          at: swept_at.toISOString(),
        });
      }
      return { items };
    });
  });
}
