// The rules of direction between our folders, checked on the import graph. CONTRIBUTING tells why each is there.
import { globSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { importGraph } from './imports.mjs';

/**
 * Every breach in the repository at `root`, as `{ rule, file, message }`.
 */
export async function breaches(root) {
  const graph = importGraph(root);
  return [
    ...directions(graph),
    ...frontDoors(graph),
    ...platform(graph),
    ...cycles(graph),
    ...(await impure(root)),
  ];
}

/** What each workspace may import of the others; web and picker reach the server by its API alone. */
const mayImport = {
  'packages/contacts': [],
  'packages/sources': ['packages/contacts'],
  'packages/picker': ['packages/contacts'],
  web: ['packages/contacts', 'packages/sources'],
  server: ['packages/contacts', 'packages/sources'],
  cli: ['packages/contacts', 'packages/sources', 'server'],
};

function directions(graph) {
  return edges(graph).flatMap(({ file, to }) => {
    const from = workspaceOf(file);
    const target = workspaceOf(to);
    if (from === target || mayImport[from] === undefined || mayImport[from].includes(target)) return [];
    return [{ rule: 'direction', file, message: `${from} may not import ${to}` }];
  });
}

function frontDoors(graph) {
  return edges(graph).flatMap(({ file, to }) => {
    const from = sliceOf(file);
    const target = sliceOf(to);
    if (from === undefined || target === undefined || from === target) return [];
    if (from === 'platform' || target === 'platform' || to === `server/src/${target}/index.ts`) return [];
    return [
      { rule: 'slice-front-door', file, message: `imports ${to}; the door of ${target} is its index.ts` },
    ];
  });
}

function platform(graph) {
  return edges(graph).flatMap(({ file, to }) => {
    if (sliceOf(file) !== 'platform' || !to.startsWith('server/src/')) return [];
    // Settings are read in one place, and the platform is given them.
    if (sliceOf(to) === 'platform' || to === 'server/src/config.ts') return [];
    return [{ rule: 'platform-knows-no-slice', file, message: `imports ${to}` }];
  });
}

/** Circles of imports that happen while loading; an `import type` or an `import()` closes none. */
function cycles(graph) {
  const found = [];
  const state = new Map();
  const path = [];
  const visit = (file) => {
    state.set(file, 'open');
    path.push(file);
    for (const { to, runtime, lazy } of graph.get(file) ?? []) {
      if (!runtime || lazy || !graph.has(to)) continue;
      if (state.get(to) === 'open') {
        const circle = [...path.slice(path.indexOf(to)), to];
        found.push({ rule: 'no-runtime-cycle', file, message: circle.join(' → ') });
      } else if (!state.has(to)) visit(to);
    }
    path.pop();
    state.set(file, 'done');
  };
  for (const file of graph.keys()) if (!state.has(file)) visit(file);
  return found;
}

/** Formats of the core, and the core's door, that do not bundle alone for a browser. */
async function impure(root) {
  const entries = globSync('packages/contacts/src/{index.ts,*/index.ts,formats/*.ts}', {
    cwd: root,
  }).filter((path) => !path.endsWith('.test.ts'));
  const found = [];
  for (const file of entries.sort()) {
    const foreign = new Set();
    try {
      const bundle = await rolldown({
        input: join(root, file),
        platform: 'browser',
        plugins: [
          {
            name: 'no-node',
            resolveId(source) {
              if (!source.startsWith('node:') && !builtinModules.includes(source)) return null;
              foreign.add(source);
              return { id: source, external: true };
            },
          },
        ],
        onLog: (level, log) => {
          if (level === 'warn' && log.code === 'UNRESOLVED_IMPORT') foreign.add(log.message);
        },
      });
      await bundle.generate({ format: 'es' });
      await bundle.close();
    } catch (error) {
      foreign.add(error.message.split('\n')[0]);
    }
    for (const source of foreign) {
      found.push({ rule: 'core-is-pure', file, message: `does not bundle alone for a browser: ${source}` });
    }
  }
  return found;
}

function edges(graph) {
  return [...graph].flatMap(([file, imports]) =>
    imports.filter(({ to }) => to !== undefined).map(({ to }) => ({ file, to })),
  );
}

function workspaceOf(path) {
  const parts = path.split('/');
  return parts[0] === 'packages' ? parts.slice(0, 2).join('/') : parts[0];
}

/** The slice of the server that a file belongs to, `platform` included; undefined for the files that join them. */
function sliceOf(path) {
  return /^server\/src\/([^/]+)\//.exec(path)?.[1];
}
