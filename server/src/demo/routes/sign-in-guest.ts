import { parseEmail } from '@kith/contacts';
import { Type } from 'typebox';
import { openSession } from '../../accounts/index.ts';
import type { App } from '../../app.ts';
import { identifierKey, memberByKey } from '../../members/index.ts';
import { KithError } from '../../platform/errors.ts';
import type { Platform } from '../../platform/platform.ts';
import { demoGuests } from '../people.ts';

const Body = Type.Object({
  who: Type.Union([Type.Literal('ana'), Type.Literal('bo'), Type.Literal('operator')]),
});

/** POST /demo/sign-in: become one of the demo's members by one press. */
export function signInGuest(app: App, platform: Platform): void {
  app.post('/demo/sign-in', { schema: { hide: true, body: Body } }, async (request, reply) => {
    const value = parseEmail(demoGuests[request.body.who].email);
    if (value === undefined) throw new TypeError('a guest of the demo has no address');
    const key = identifierKey(platform.secrets, { kind: 'email', value });
    return platform.database.asSystem(async (tx) => {
      const memberId = await memberByKey(tx, key);
      if (memberId === undefined)
        throw new KithError('request.not_found', 'The demo network was loaded under another secret.');
      await openSession(platform, tx, request, reply, memberId);
      return { memberId };
    });
  });
}
