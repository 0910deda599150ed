// Checks that no regular expression written in the product can backtrack for long: each is linear, by proof or by search.
// `node scripts/regexes.mjs` also writes down which were found safe, so that the next check need not ask again.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from 'recheck';
import { parseAst } from 'rolldown/parseAst';
import { root } from './install.mjs';

const known = 'scripts/regexes.json';

/** Those that are not linear, each with the reason why what they meet is short. */
const bounded = new Map([
  ['/(\\d{2,3})(?=(\\d{3})+$)/g', 'a number of 16 characters at most, made up by the demo'],
]);

/** The expressions in a source, as `{ pattern, flags, line }`. */
export function regexesIn(text, lang) {
  const found = [];
  const open = [parseAst(text, { lang })];
  while (open.length > 0) {
    const node = open.pop();
    if (node === null || typeof node !== 'object') continue;
    if (node.type === 'Literal' && node.regex !== undefined && node.regex !== null) {
      const line = text.slice(0, node.start).split('\n').length;
      found.push({ pattern: node.regex.pattern, flags: node.regex.flags, line });
    } else open.push(...Object.values(node));
  }
  return found;
}

/**
 * The expressions of the product that are not known to be safe, as `{ file, line, source, verdict }`, and the sources of
 * those that are.
 */
export async function unsafeRegexes(safe) {
  const files = globSync('{packages/*,server,web,cli}/**/*.{ts,tsx,mjs}', {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist|testing|fuzz)(\/|$)/.test(path),
  });
  const places = new Map();
  for (const file of files.filter((path) => !/\.test\.tsx?$/.test(path)).sort()) {
    const lang = file.endsWith('.tsx') ? 'tsx' : 'ts';
    for (const { pattern, flags, line } of regexesIn(readFileSync(join(root, file), 'utf8'), lang)) {
      const source = `/${pattern}/${flags}`;
      if (!places.has(source)) places.set(source, { file, line, pattern, flags });
    }
  }
  const unsafe = [];
  const found = [];
  for (const [source, { file, line, pattern, flags }] of places) {
    if (safe.has(source)) found.push(source);
    else if (!bounded.has(source)) {
      // For what it asks, the flag v means what u means.
      const { status, complexity } = await check(pattern, flags.replace('v', 'u'), { timeout: 60_000 });
      if (status === 'safe') found.push(source);
      else unsafe.push({ file, line, source, verdict: complexity?.summary ?? status });
    }
  }
  return { unsafe, safe: found };
}

/** The expressions that an earlier run found safe. */
export function knownSafe() {
  return new Set(JSON.parse(readFileSync(join(root, known), 'utf8')));
}

if (process.argv[1] === import.meta.filename) {
  const { unsafe, safe } = await unsafeRegexes(knownSafe());
  for (const { file, line, source, verdict } of unsafe)
    console.error(`${file}:${line} ${verdict}: ${source}`);
  if (!process.argv.includes('--check'))
    writeFileSync(join(root, known), `${JSON.stringify(safe.sort(), undefined, 2)}\n`);
  process.exit(unsafe.length === 0 ? 0 : 1);
}
