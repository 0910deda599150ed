import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { tidyExports } from './jobs/tidy-exports.ts';
import { writeExport } from './jobs/write-export.ts';
import { makeExport } from './routes/make-export.ts';

/** My data: a copy of all of it, and its end. */
export function registerData(app: App, platform: Platform): void {
  makeExport(app, platform);
  platform.jobs.define(writeExport(platform));
  platform.jobs.define(tidyExports(platform));
}
