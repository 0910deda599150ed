import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { erase } from './jobs/erase.ts';
import { mailReceipt } from './jobs/mail-receipt.ts';
import { tidyExports } from './jobs/tidy-exports.ts';
import { writeExport } from './jobs/write-export.ts';
import { deleteAccount } from './routes/delete-account.ts';
import { eraseImportedRoute } from './routes/erase-imported.ts';
import { makeExport } from './routes/make-export.ts';

/** My data: a copy of all of it, and its end. */
export function registerData(app: App, platform: Platform): void {
  makeExport(app, platform);
  eraseImportedRoute(app, platform);
  deleteAccount(app, platform);
  platform.jobs.define(writeExport(platform));
  platform.jobs.define(erase(platform));
  platform.jobs.define(mailReceipt(platform));
  platform.jobs.define(tidyExports(platform));
}
