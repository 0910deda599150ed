import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { pseudo } from './pseudo.ts';

const web = dirname(import.meta.dirname);
const screens = readdirSync(join(web, 'screens'));

/** What a translation lacks yet is said in English. */
const languages: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en,
  de,
  ar: { ...en, ...ar },
  ja: { ...en, ...ja },
  pseudo: pseudo(en),
};

/** The names of strings that the first screen may say, and of those that each folder of screens adds to them. */
export interface Said {
  readonly first: ReadonlySet<string>;
  readonly later: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Follows the imports from the first screen, and from each other one, and gathers the strings that are named on the way. */
export function whatScreensSay(): Said {
  const first = namesIn(reachable([join(web, 'main.tsx')], 'at once'));
  const later = screens.map((screen) => {
    const folder = join(web, 'screens', screen);
    const files = readdirSync(folder)
      .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
      .map((file) => join(folder, file));
    const names = [...namesIn(reachable(files, 'ever'))].filter((name) => !first.has(name));
    return [screen, new Set(names)] as const;
  });
  return { first, later: new Map(later) };
}

/**
 * Builds each language in pieces: `de.ts?words` has what the first screen says, and loads `de.ts?words=contacts` when a
 * screen of that folder is opened. Messages are compiled here, so that no browser needs the reader of ICU syntax.
 */
export function wordsByScreen(): Plugin {
  const said = whatScreensSay();
  return {
    name: 'words-by-screen',
    resolveId: (source) =>
      /\.ts\?words(=|$)/.test(source) ? join(web, 'catalogue', basename(source)) : undefined,
    load(id) {
      const [, language = '', screen] = /^(\w+)\.ts\?words(?:=([\w-]+))?$/.exec(basename(id)) ?? [];
      const messages = languages[language];
      if (messages === undefined) return undefined;
      const words = `export const words = ${compiled(messages, (screen === undefined ? said.first : said.later.get(screen)) ?? [])};`;
      if (screen !== undefined) return words;
      const pieces = [...said.later.keys()].map(
        (name) => `${JSON.stringify(name)}: () => import('./${language}.ts?words=${name}')`,
      );
      return `${words}\nexport const later = { ${pieces.join(', ')} };`;
    },
  };
}

function compiled(messages: Readonly<Record<string, string>>, names: Iterable<string>): string {
  return JSON.stringify(
    Object.fromEntries([...names].map((name) => [name, compileMessageOrThrow(messages[name] ?? name)])),
  );
}

/** The files from which something comes at once, or when it is asked for too; catalogues name everything and are left out. */
function reachable(from: readonly string[], when: 'at once' | 'ever'): Set<string> {
  const found = new Set<string>();
  const open = [...from];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file) || dirname(file) === import.meta.dirname || !existsSync(file)) continue;
    found.add(file);
    const text = readFileSync(file, 'utf8');
    const imported = [...text.matchAll(/(?:^|\s)from '(\.[^']+\.tsx?)'/g)];
    const asked = when === 'ever' ? [...text.matchAll(/\bimport\('(\.[^']+\.tsx?)'\)/g)] : [];
    for (const [, path = ''] of [...imported, ...asked]) open.push(join(dirname(file), path));
  }
  return found;
}

/** Strings named as `'place.add'`, as `` `state.${state}` `` by the names that fit, or by the prefix of a code. */
function namesIn(files: Iterable<string>): Set<string> {
  const all = Object.keys(en);
  const found = new Set<string>();
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    for (const [, name = ''] of text.matchAll(/'([\w.-]+)'/g)) if (name in en) found.add(name);
    const templates = text.split('`').filter((part) => /^[a-z_]+\.\S*\$\{/.test(part));
    const codes = [...text.matchAll(/\bnamed\('(\w+)'/g)].map(([, prefix]) => `${prefix}.\${code}`);
    const fits = [...templates, ...codes].map((template) => template.split(/\$\{[^{}]*\}/));
    for (const name of all) if (fits.some((parts) => isMadeOf(name, parts))) found.add(name);
  }
  return found;
}

/** Whether a name begins, goes on and ends with these parts, in this order. */
function isMadeOf(name: string, parts: readonly string[]): boolean {
  const last = parts.at(-1) ?? '';
  return name.startsWith(parts[0] ?? '') && name.endsWith(last) && name.length > parts.join('').length;
}
