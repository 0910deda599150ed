import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import type { Platform } from '../../platform/platform.ts';
import { providerById } from '../../providers.ts';
import { Language, ProviderView, viewOf } from '../provider-view.ts';

/** GET /api/providers/:id */
export function readProvider(app: App, platform: Platform): void {
  const schema = {
    tags: ['sources'],
    summary: 'One provider, and how its members export their contacts',
    params: Type.Object({ id: Type.String() }),
    querystring: Type.Object({ language: Type.Optional(Language) }),
    response: { 200: ProviderView },
  };
  app.get('/api/providers/:id', { schema }, async (request) => {
    const provider = providerById(platform.config, request.params.id);
    if (provider === undefined) throw new KithError('request.not_found', 'No provider has this id.');
    return viewOf(platform, provider, request.query.language ?? 'en');
  });
}
