import { providers } from '@kith/sources';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { Language, ProviderView, viewOf } from '../provider-view.ts';

/** GET /api/providers/:id */
export function readProvider(app: App): void {
  const schema = {
    tags: ['sources'],
    summary: 'One provider, and how its members export their contacts',
    params: Type.Object({ id: Type.String() }),
    querystring: Type.Object({ language: Type.Optional(Language) }),
    response: { 200: ProviderView },
  };
  app.get('/api/providers/:id', { schema }, async (request) => {
    const provider = providers.find(({ id }) => id === request.params.id);
    if (provider === undefined) throw new KithError('request.not_found', 'No provider has this id.');
    return viewOf(provider, request.query.language ?? 'en');
  });
}
