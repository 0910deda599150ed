import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { addPasskey, creationOptions } from '../passkey.ts';
import { CreationOptions, RegistrationResponse } from '../webauthn.ts';

/** POST /api/account/passkeys/options, then POST /api/account/passkeys */
export function addPasskeyRoute(app: App, platform: Platform): void {
  const options = {
    tags: ['accounts'],
    summary: 'Options to make a passkey, for five minutes',
    response: { 200: CreationOptions },
  };
  app.post('/api/account/passkeys/options', { schema: options }, async (request) => {
    const { memberId } = signedIn(request);
    return platform.database.asMember(memberId, (tx) => creationOptions(platform, tx, memberId));
  });
  const schema = {
    tags: ['accounts'],
    summary: 'Keep a passkey that the browser made',
    body: Type.Object({
      name: Type.String({ minLength: 1, maxLength: 80 }),
      response: RegistrationResponse,
    }),
    response: { 201: Type.Object({ id: Type.String() }) },
  };
  app.post('/api/account/passkeys', { schema }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const id = await addPasskey(platform, memberId, request.body.name, request.body.response);
    return reply.code(201).send({ id });
  });
}
