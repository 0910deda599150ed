import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { getBook } from './routes/get-book.ts';

export { loadDemo } from './load.ts';

/** The demo's own pages; outside the demo there are none. */
export function registerDemo(app: App, platform: Platform): void {
  if (!platform.config.demo) return;
  getBook(app);
}
