import { sql } from 'kysely';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import type { Platform } from '../../platform/platform.ts';

const Health = Type.Object({ status: Type.Union([Type.Literal('ok'), Type.Literal('down')]) });

/** GET /healthz: the process answers. GET /readyz: the database answers too (503 when it does not). */
export function readHealth(app: App, { database }: Platform): void {
  app.get(
    '/healthz',
    { schema: { tags: ['operation'], summary: 'Is the process alive?', response: { 200: Health } } },
    async () => ({
      status: 'ok' as const,
    }),
  );
  const ready = {
    tags: ['operation'],
    summary: 'Can it serve requests?',
    response: { 200: Health, 503: Health },
  };
  app.get('/readyz', { schema: ready }, async (_request, reply) => {
    try {
      await database.asSystem((tx) => sql`select 1`.execute(tx));
      return { status: 'ok' as const };
    } catch {
      return reply.code(503).send({ status: 'down' });
    }
  });
}
