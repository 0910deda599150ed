import { Type } from 'typebox';
import type { App } from '../../app.ts';
import type { Platform } from '../../platform/platform.ts';
import { spend } from '../../platform/rate.ts';
import { limits } from '../limits.ts';
import { memberByPasskey, requestOptions } from '../passkey.ts';
import { openSession } from '../session.ts';
import { SignedIn } from '../signed-in.ts';
import { AuthenticationResponse, RequestOptions } from '../webauthn.ts';

/** POST /api/sign-in/passkey/options, then POST /api/sign-in/passkey */
export function signInByPasskey(app: App, platform: Platform): void {
  const options = {
    tags: ['accounts'],
    summary: 'Options to sign in by a passkey, for five minutes',
    response: { 200: RequestOptions },
  };
  app.post('/api/sign-in/passkey/options', { schema: options }, async (request) => {
    await spend(platform, limits.passkeyClient, request.ip);
    return platform.database.asSystem((tx) => requestOptions(platform, tx));
  });
  const schema = {
    tags: ['accounts'],
    summary: 'Sign in by a passkey',
    body: Type.Object({ response: AuthenticationResponse }),
    response: { 200: SignedIn },
  };
  app.post('/api/sign-in/passkey', { schema }, async (request, reply) => {
    await spend(platform, limits.passkeyClient, request.ip);
    const memberId = await memberByPasskey(platform, request.body.response);
    await platform.database.asSystem((tx) => openSession(platform, tx, request, reply, memberId));
    return { memberId };
  });
}
