import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { getBook } from './routes/get-book.ts';
import { readMailbox } from './routes/read-mailbox.ts';
import { signInGuest } from './routes/sign-in-guest.ts';
import { watchMailbox } from './routes/watch-mailbox.ts';

export { loadDemo } from './load.ts';
export { demoTransports } from './transports.ts';

/** The demo's own pages; outside the demo there are none. */
export function registerDemo(app: App, platform: Platform): void {
  if (!platform.config.demo) return;
  getBook(app);
  signInGuest(app, platform);
  readMailbox(app, platform);
  watchMailbox(app, platform);
}
