import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { watchNews } from './routes/watch-news.ts';
import type { SessionOf } from './stream.ts';

export { memberTopic, tell } from './subject.ts';

/** One stream per tab that names what of a member's changed. */
export function registerLive(app: App, platform: Platform, sessionOf: SessionOf): void {
  watchNews(app, platform, sessionOf);
}
