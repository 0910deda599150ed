// Runs test files in the order of the arguments, after how many at a time and how many milliseconds each may take; `node --test`
// would begin with the first of the alphabet, and end with one long file alone.
import { run } from 'node:test';
import report from './test-reporter.mjs';

const [atOnce, timeout, ...files] = process.argv.slice(2);
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stopped.abort());

run({ files, concurrency: Number(atOnce), timeout: Number(timeout), signal: stopped.signal })
  .on('test:fail', () => {
    process.exitCode = 1;
  })
  .compose(report)
  .pipe(process.stdout);
