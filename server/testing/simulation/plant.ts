import { registerHooks } from 'node:module';
import { simulated } from '../bugs.ts';
import { type Planted, withBug } from '../planted.ts';

// Loaded by `--import`, before anything of ours: all of the process has the bug that KITH_TEST_BUG names.
const bugs = new Map<string, readonly Planted[]>(Object.entries(simulated)).get(
  process.env.KITH_TEST_BUG ?? '',
);
if (bugs === undefined) throw new TypeError('KITH_TEST_BUG names no bug');
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const sound = String(loaded.source);
    const source = bugs.reduce((text, bug) => withBug(bug, url, text) ?? text, sound);
    return source === sound ? loaded : { ...loaded, source };
  },
});
