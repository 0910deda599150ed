import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { findDuplicates } from './jobs/find-duplicates.ts';
import { merges } from './routes/merges.ts';
import { proposals } from './routes/proposals.ts';
import { searchThreads } from './search-threads.ts';

export { searchDuplicates } from './jobs/find-duplicates.ts';
export { countProposals } from './proposal-store.ts';

/** Duplicates of an address book: proposed side by side, merged, and parted again at any later time. */
export function registerMerges(app: App, platform: Platform): void {
  proposals(app, platform);
  merges(app, platform);
  const threads = searchThreads();
  app.addHook('onClose', () => threads.close());
  platform.jobs.define(findDuplicates(platform, threads));
}
