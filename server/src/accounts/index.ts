import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { confirmLink } from './routes/confirm-link.ts';
import { requestLinkRoute } from './routes/request-link.ts';
import { signOut } from './routes/sign-out.ts';
import { signUp } from './routes/sign-up.ts';
import { sessionOf } from './session.ts';

export { openSession } from './session.ts';
export { hasPassword } from './store.ts';

/** Signing up, in and out, and what one signs in with. */
export function registerAccounts(app: App, platform: Platform): void {
  app.addHook('onRequest', async (request) => {
    request.session = await sessionOf(platform, request);
  });
  signUp(app, platform);
  requestLinkRoute(app, platform);
  confirmLink(app, platform);
  signOut(app, platform);
}
