import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { forgetContacts, forgetLate } from './jobs/forget-contacts.ts';
import { readImport } from './jobs/read-import.ts';
import { tidyUploads } from './jobs/tidy-uploads.ts';
import { undoByPage } from './jobs/undo-import.ts';
import { readerThreads } from './reader-threads.ts';
import { changeImport } from './routes/change-import.ts';
import { createImport } from './routes/create-import.ts';
import { mendProblems } from './routes/mend-problem.ts';
import { readImports } from './routes/read-import.ts';
import { readProblems } from './routes/read-problems.ts';
import { readTemplate } from './routes/read-template.ts';
import { columnsOfImport } from './routes/say-columns.ts';

export { type Arrival, beginArrival, endAccess } from './arrival.ts';
export { openBookReview } from './book-review.ts';
export { endImports, eraseImports, eraseSomeImported } from './erase.ts';
export { countImported } from './erase-store.ts';
export { Import, recentImports } from './import.ts';
export { type ReceivedFile, receiveImport } from './receive.ts';
export { readOne } from './routes/read-import.ts';
export { forgetCards } from './store.ts';
export { finishUndo, undoImport } from './undo.ts';
export { uploadedFiles } from './uploaded-files.ts';

/** Imports: one run that brings cards in from files or pasted text. */
export function registerImports(app: App, platform: Platform): void {
  const threads = readerThreads();
  app.addHook('onListen', async () => threads.warm());
  createImport(app, platform, threads);
  readImports(app, platform);
  readProblems(app, platform);
  changeImport(app, platform);
  columnsOfImport(app, platform);
  mendProblems(app, platform);
  readTemplate(app);
  platform.jobs.define(readImport(platform, threads, 'imports.read'));
  platform.jobs.define(readImport(platform, threads, 'imports.follow'));
  platform.jobs.define(undoByPage(platform));
  platform.jobs.define(forgetContacts(platform));
  platform.jobs.define(forgetLate(platform));
  tidyUploads(platform);
}
