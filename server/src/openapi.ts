// Writes api/openapi.json from the routes; `--check` only compares. Run by `npm run check`.
import { readFile, writeFile } from 'node:fs/promises';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';
import { systemClock, systemPause, systemStopwatch } from './platform/clock.ts';
import { openDatabase } from './platform/database.ts';
import { localEvents } from './platform/events.ts';
import { uuidv7 } from './platform/ids.ts';
import { openJobs } from './platform/jobs.ts';
import { jsonLog } from './platform/log.ts';
import { systemRandom } from './platform/random.ts';
import { secretsFrom } from './platform/secrets.ts';

const file = new URL('../../api/openapi.json', import.meta.url);
const nowhere = { connectionString: 'postgres://nobody@localhost:1/none' };
const log = jsonLog(
  'silent',
  () => systemClock.now(),
  () => undefined,
);
// Routes are only declared here: nothing connects, and no message can leave.
const app = await buildApp({
  config: readConfig({ KITH_DEMO: 'true' }),
  publicUrl: 'http://localhost:4040',
  clock: systemClock,
  stopwatch: systemStopwatch,
  pause: systemPause,
  database: openDatabase(nowhere),
  events: localEvents(),
  ids: uuidv7(systemClock, systemRandom),
  jobs: openJobs(nowhere, log),
  log,
  mail: { send: async () => ({ kind: 'deferred', code: undefined }), close: async () => undefined },
  texts: undefined,
  random: systemRandom,
  secrets: secretsFrom('the description of the routes needs no secret'),
});
await app.ready();
const text = `${JSON.stringify(app.swagger(), undefined, 2)}\n`;
await app.close();
if (!process.argv.includes('--check')) await writeFile(file, text);
else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
  console.error('api/openapi.json is stale: run `npm run generate`.');
  process.exitCode = 1;
}
