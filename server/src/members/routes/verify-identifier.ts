import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { checkCode, useCode } from '../code.ts';
import { parseIdentifier } from '../identifier.ts';
import { addIdentifier, Kind, OwnIdentifierItem, shown } from '../own-identifier.ts';
import { regionOf } from '../store.ts';

/** POST /api/me/identifiers/verify */
export function verifyIdentifier(app: App, platform: Platform): void {
  const schema = {
    tags: ['members'],
    summary: 'Add an address or number by the code that came there',
    body: Type.Object({
      kind: Kind,
      value: Type.String({ maxLength: 320 }),
      code: Type.String({ pattern: '^\\d{6}$' }),
    }),
    response: { 201: OwnIdentifierItem },
  };
  app.post('/api/me/identifiers/verify', { schema }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const { kind, value, code } = request.body;
    const identifier = parseIdentifier(kind, value, await regionOf(platform, memberId));
    await checkCode(platform, memberId, identifier, code);
    const added = await platform.database.asSystem(async (tx) => {
      if (!(await useCode(tx, memberId, identifier)))
        throw new KithError('code.invalid', 'This code was used. Ask for a new one.');
      return addIdentifier(platform, tx, memberId, identifier);
    });
    return reply.code(201).send(shown(added));
  });
}
