// `npm start`: installs what is missing, builds the web application, and runs `kith serve --demo`.
// package.json says `exec node`, so that no shell stands between npm and this: a shell dies of the signal that npm
// passes on, and npm would end before Kith does.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, fail, node24, root } from './install.mjs';
import { ensureWeb } from './web.mjs';

await ensureInstalled();
const node = node24();
await ensureWeb(node);

const kith = spawn(
  node,
  [join(root, 'cli', 'bin', 'kith.mjs'), 'serve', '--demo', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, KITH_LOG_LEVEL: process.env.KITH_LOG_LEVEL ?? 'warn' },
  },
);
// Ctrl-C reaches the whole group, SIGTERM this process alone. Kith takes the same signal twice for one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => kith.kill(signal));
kith.once('error', (error) => fail(`Kith could not be run: ${error.message}`));
kith.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
