// Reads which file imports which, from the sources' text alone.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `import … from 'x'`, `export … from 'x'` and `import 'x'`, also over several lines; group 1 is set for types. */
const statement = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[^'"`();=]*?\sfrom\s+)?['"]([^'"\n]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/**
 * What a source imports: `{ specifier, runtime, lazy }`; an `import type` is gone at run time, an `import()` happens
 * after loading.
 */
export function importsIn(text) {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  const found = [];
  for (const [, type, specifier] of code.matchAll(statement)) {
    found.push({ specifier, runtime: type === undefined, lazy: false });
  }
  for (const [, specifier] of code.matchAll(dynamic)) found.push({ specifier, runtime: true, lazy: true });
  return found;
}

/**
 * The import graph of a folder's sources: path → list of `{ specifier, to?, runtime, lazy }`, where `to` is the path
 * of a file in the folder. Workspace packages resolve to their sources.
 */
export function importGraph(root) {
  const files = globSync('{packages/*,server,web,cli,e2e,bench,scripts}/**/*.{ts,tsx,mjs}', {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist)(\/|$)/.test(path),
  }).sort();
  const workspaces = workspaceExports(root);
  const graph = new Map();
  for (const file of files) {
    const imports = importsIn(readFileSync(join(root, file), 'utf8')).map((found) => {
      const to = found.specifier.startsWith('.')
        ? join(dirname(file), found.specifier)
        : workspaces.get(found.specifier);
      return { ...found, to };
    });
    graph.set(file, imports);
  }
  return graph;
}

/** Import specifiers of our own packages, each with the source file it stands for. */
function workspaceExports(root) {
  const targets = new Map();
  for (const manifest of globSync('{packages/*,server,web,cli,e2e,bench}/package.json', { cwd: root })) {
    const { name, exports = {} } = JSON.parse(readFileSync(join(root, manifest), 'utf8'));
    const folder = dirname(manifest);
    const entries = typeof exports === 'string' ? { '.': exports } : exports;
    for (const [subpath, target] of Object.entries(entries)) {
      const file = typeof target === 'string' ? target : Object.values(target).at(-1);
      if (typeof file !== 'string') continue;
      if (!subpath.includes('*')) {
        targets.set(join(name, subpath), join(folder, file));
        continue;
      }
      for (const match of globSync(join(folder, file), { cwd: root })) {
        const [before, after] = join(folder, file).split('*');
        const star = match.slice(before.length, match.length - after.length);
        targets.set(join(name, subpath.replace('*', star)), match);
      }
    }
    if (existsSync(join(root, folder, 'src/index.ts')) && !targets.has(name)) {
      targets.set(name, join(folder, 'src/index.ts'));
    }
  }
  return targets;
}

/** Every file that `start` reaches over imports that happen at run time. */
export function reachable(graph, start) {
  const seen = new Set([start]);
  const queue = [start];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const { to, runtime } of graph.get(file) ?? []) {
      if (!runtime || to === undefined || seen.has(to)) continue;
      seen.add(to);
      queue.push(to);
    }
  }
  return seen;
}
