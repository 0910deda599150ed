import { registerHooks } from 'node:module';
import { withBug } from '../planted.ts';
import { bugs } from './bugs.ts';

// Loaded by `--import`, before anything of ours: all of the process has the bug that KITH_TEST_BUG names.
const bug = bugs[process.env.KITH_TEST_BUG ?? ''];
if (bug === undefined) throw new TypeError('KITH_TEST_BUG names no bug');
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const source = withBug(bug, url, String(loaded.source));
    return source === undefined ? loaded : { ...loaded, source };
  },
});
