import { Type } from 'typebox';
import type { App } from '../../app.ts';
import type { Platform } from '../../platform/platform.ts';
import { openSession } from '../session.ts';
import { redeemLink } from '../sign-in-link.ts';
import { SignedIn } from '../signed-in.ts';

/** POST /api/sign-in/link/confirm: by a button on our page; programs that open links in advance press none. */
export function confirmLink(app: App, platform: Platform): void {
  const schema = {
    tags: ['accounts'],
    summary: 'Sign in by the token of a link',
    body: Type.Object({ token: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }) }),
    response: { 200: SignedIn },
  };
  app.post('/api/sign-in/link/confirm', { schema }, async (request, reply) =>
    platform.database.asSystem(async (tx) => {
      const memberId = await redeemLink(platform, tx, request.body.token);
      await openSession(platform, tx, request, reply, memberId);
      return { memberId };
    }),
  );
}
