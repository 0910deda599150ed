import { providers, searchProviders } from '@kith/sources';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import type { Platform } from '../../platform/platform.ts';
import { ownProviders } from '../../providers.ts';
import { Language, ProviderView, viewOf } from '../provider-view.ts';

/** GET /api/providers: the most used first; the file door is open to each. */
export function listProviders(app: App, platform: Platform): void {
  const schema = {
    tags: ['sources'],
    summary: 'The providers we know, by name or by the address one types',
    querystring: Type.Object({
      query: Type.Optional(Type.String({ maxLength: 320 })),
      language: Type.Optional(Language),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: 'Default 30' })),
    }),
    response: {
      200: Type.Object({
        items: Type.Array(ProviderView),
        found: Type.Integer({ description: 'How many match, shown or not.' }),
        known: Type.Integer({ description: 'How many we know in all.' }),
      }),
    },
  };
  app.get('/api/providers', { schema }, async (request) => {
    const { query = '', language = 'en', limit = 30 } = request.query;
    const own = ownProviders(platform.config);
    const found = searchProviders(query, own);
    return {
      items: found.slice(0, limit).map((provider) => viewOf(platform, provider, language)),
      found: found.length,
      known: providers.length + own.length,
    };
  });
}
