import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { sessionOf } from './session.ts';

export { openSession } from './session.ts';

export function registerAccounts(app: App, platform: Platform): void {
  app.addHook('onRequest', async (request) => {
    request.session = await sessionOf(platform, request);
  });
}
