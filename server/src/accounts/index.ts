import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { tidyAccounts } from './jobs/tidy-accounts.ts';
import { addPasskeyRoute } from './routes/add-passkey.ts';
import { confirmLink } from './routes/confirm-link.ts';
import { deletePasskeyRoute } from './routes/delete-passkey.ts';
import { endSessionsRoute } from './routes/end-sessions.ts';
import { listPasskeys } from './routes/list-passkeys.ts';
import { listSessions } from './routes/list-sessions.ts';
import { requestLinkRoute } from './routes/request-link.ts';
import { setPassword } from './routes/set-password.ts';
import { signInByPasskey } from './routes/sign-in-passkey.ts';
import { signInByPassword } from './routes/sign-in-password.ts';
import { signOut } from './routes/sign-out.ts';
import { signUp } from './routes/sign-up.ts';
import { sessionOf } from './session.ts';

export { checkPassword } from './check-password.ts';
export { localeOf } from './locale.ts';
export { openSession, sessionOf } from './session.ts';
export { endSessions, hasPassword } from './store.ts';

/** Signing up, in and out, and what one signs in with. */
export function registerAccounts(app: App, platform: Platform): void {
  app.addHook('onRequest', async (request) => {
    request.session = await sessionOf(platform, request);
  });
  signUp(app, platform);
  requestLinkRoute(app, platform);
  confirmLink(app, platform);
  signInByPassword(app, platform);
  signInByPasskey(app, platform);
  signOut(app, platform);
  listSessions(app, platform);
  endSessionsRoute(app, platform);
  setPassword(app, platform);
  addPasskeyRoute(app, platform);
  listPasskeys(app, platform);
  deletePasskeyRoute(app, platform);
  tidyAccounts(platform);
}
