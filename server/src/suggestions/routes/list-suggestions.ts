import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { Suggestion, suggest } from '../suggestion.ts';

/** GET /api/suggestions: the best, as things stand now; there is no further page. */
export function listSuggestions(app: App, platform: Platform): void {
  const schema = {
    tags: ['suggestions'],
    summary: 'People you may know',
    description:
      'The best, each with its reasons. Whoever may not be suggested is as if there were no such member.',
    querystring: Type.Object({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 50 })),
    }),
    response: { 200: Type.Object({ items: Type.Array(Suggestion) }) },
  };
  app.get('/api/suggestions', { schema }, async (request) => {
    const { memberId } = signedIn(request);
    return { items: await suggest(platform, platform.database.single, memberId, request.query.limit ?? 50) };
  });
}
