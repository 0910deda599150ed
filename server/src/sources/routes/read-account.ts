import { books, providerOf, type SourceNetwork } from '@kith/sources';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { Import, readOne } from '../../imports/index.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import type { AccountRuns } from '../account-run.ts';
import { placeOf } from '../place.ts';

const limit = { rateLimit: { max: 20, timeWindow: '1 minute' } };
const Passworded = Type.Union([
  Type.Literal('carddav'),
  Type.Literal('jmap'),
  Type.Literal('ldap'),
  Type.Literal('imap'),
]);

/** POST /api/sources/accounts: signs in to a member's account once and reads its address book. Nothing is sent to anyone. */
export function readAccount(app: App, platform: Platform, network: SourceNetwork, runs: AccountRuns): void {
  const schema = {
    tags: ['sources'],
    summary: 'Read the address book of an account, by password; it is used once and not stored',
    body: Type.Object(
      {
        address: Type.String({ format: 'email', maxLength: 320 }),
        user: Type.Optional(
          Type.String({ minLength: 1, maxLength: 320, description: 'The address when missing' }),
        ),
        password: Type.String({ minLength: 1, maxLength: 1000 }),
        protocol: Passworded,
        providerId: Type.Optional(Type.String({ maxLength: 100 })),
        at: Type.Optional(
          Type.Object(
            {
              url: Type.Optional(Type.String({ pattern: '^https://', maxLength: 2000 })),
              host: Type.Optional(Type.String({ minLength: 1, maxLength: 253 })),
              port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65535 })),
              base: Type.Optional(
                Type.String({
                  minLength: 1,
                  maxLength: 1000,
                  description: 'Where a directory keeps its people; it is asked when missing',
                }),
              ),
            },
            { description: 'The member’s own server; a provider that we know has its own' },
          ),
        ),
      },
      { additionalProperties: false },
    ),
    response: { 201: Import },
  };
  app.post('/api/sources/accounts', { schema, config: limit }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const { address, password, protocol, providerId, at, user = address } = request.body;
    const read = books[protocol];
    if (read === undefined)
      throw new KithError('request.invalid', 'This protocol cannot be read here. Export a file instead.');
    const id = await runs.read(memberId, {
      ...placeOf(protocol, providerId ?? providerOf(address)?.id, at),
      protocol,
      read,
      address,
      credential: { kind: 'password', user, password },
      network,
    });
    return reply.code(201).send(await readOne(platform, memberId, id));
  });
}
