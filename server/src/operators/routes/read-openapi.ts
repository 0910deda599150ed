import type { App } from '../../app.ts';

/** GET /api/openapi.json: the description of the routes (OpenAPI 3.1), as checked in under api/. */
export function readOpenApi(app: App): void {
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
