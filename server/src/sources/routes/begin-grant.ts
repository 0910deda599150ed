import { GrantFault } from '@kith/sources';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { providerById } from '../../providers.ts';
import type { Grants } from '../grants.ts';
import { oauthDoorOf } from '../oauth-door.ts';

/** POST /api/sources/grants: begins an authorisation at a provider; nothing is read before the member agreed there. */
export function beginGrant(app: App, platform: Platform, grants: Grants): void {
  const schema = {
    tags: ['sources'],
    summary: 'Ask a provider, in a window of its own, to let the address book be read once',
    body: Type.Object(
      {
        providerId: Type.String({ maxLength: 100 }),
        address: Type.String({ format: 'email', maxLength: 320 }),
        collected: Type.Optional(
          Type.Boolean({
            description: 'Also the people that the provider collected by itself (Google’s other contacts)',
          }),
        ),
        server: Type.Optional(
          Type.String({
            pattern: '^https://',
            maxLength: 500,
            description: 'The member’s own server, where the provider has one for each (Nextcloud)',
          }),
        ),
        popup: Type.Optional(
          Type.Boolean({ description: 'In a window that closes by itself; so when missing' }),
        ),
      },
      { additionalProperties: false },
    ),
    response: {
      201: Type.Object({
        id: Type.String(),
        url: Type.String({ description: 'Where the member’s browser goes' }),
      }),
    },
  };
  const limit = { rateLimit: { max: 20, timeWindow: '1 minute' } };
  app.post('/api/sources/grants', { schema, config: limit }, async (request, reply) => {
    const session = signedIn(request);
    const { providerId, address, collected = false, popup = true, server } = request.body;
    const provider = providerById(platform.config, providerId);
    if (server !== undefined && provider?.access.some(({ loginFlow }) => loginFlow === true)) {
      const begun = await grants.beginAtServer(session, providerId, originOf(server), address).catch(told);
      return reply.code(201).send(begun);
    }
    const door = provider === undefined ? undefined : oauthDoorOf(platform, provider);
    if (door === undefined)
      throw new KithError('grant.not_set_up', 'This network has no client at that provider.');
    return reply.code(201).send(await grants.begin(session, { door, address, collected, popup }));
  });
}

/** A server’s address without what has no place in it. */
function originOf(server: string): string {
  const url = URL.parse(server);
  if (url === null || url.username !== '' || url.password !== '')
    throw new KithError('request.invalid', 'That is no address of a server.');
  return url.origin + url.pathname;
}

function told(error: unknown): never {
  if (error instanceof GrantFault) throw new KithError(error.code, error.message);
  throw error;
}
