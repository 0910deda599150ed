import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

/** A bug: what a source file says instead. */
export interface Planted {
  /** Where in server/src. */
  readonly file: string;
  readonly instead: readonly { readonly of: string; readonly says: string }[];
}

/**
 * The source of a file with a bug in it; undefined where the bug is of another file.
 *
 * @throws {TypeError} where the source does not say what the bug is to replace: then the bug must be planted anew.
 */
export function withBug({ file, instead }: Planted, url: string, source: string): string | undefined {
  if (url.replace(/\?.*$/, '') !== sourceUrl(file)) return undefined;
  return instead.reduce((text, { of, says }) => {
    if (!text.includes(of)) throw new TypeError(`${file} does not say: ${of}`);
    return text.replace(of, () => says);
  }, source);
}

/** Where a file of server/src stands. */
function sourceUrl(file: string): string {
  return new URL(`../src/${file}`, import.meta.url).href;
}

/** What bugs are to replace and their files do not say any more: those must be planted anew. */
export function uprooted(bugs: readonly Planted[]): string[] {
  return bugs.flatMap((bug) => {
    const url = sourceUrl(bug.file);
    try {
      withBug(bug, url, readFileSync(new URL(url), 'utf8'));
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
}

let count = 0;

/**
 * Loads a copy of a module of server/src in which bugs were planted; what it imports of ours is copied with it, so that the
 * sound modules stay as they are.
 *
 * @throws {TypeError} where the source does not say what the bug is to replace: then the bug must be planted anew.
 */
export async function loadPlanted<Module>(entry: string, bugs: readonly Planted[]): Promise<Module> {
  const mark = `planted=${++count}`;
  const planted = new Set<Planted>();
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const ours = context.parentURL?.endsWith(mark) === true && specifier.startsWith('.');
      return ours ? { ...found, url: `${found.url}?${mark}` } : found;
    },
    load(url, context, next) {
      const loaded = next(url, context);
      if (!url.endsWith(mark)) return loaded;
      let text = String(loaded.source);
      for (const bug of bugs) {
        const changed = withBug(bug, url, text);
        if (changed === undefined) continue;
        text = changed;
        planted.add(bug);
      }
      return { ...loaded, source: text };
    },
  });
  try {
    // Safe: the test names the type of the module it names.
    const module = (await import(`${sourceUrl(entry)}?${mark}`)) as Module;
    if (planted.size < bugs.length) throw new TypeError(`${entry} does not import what was to be changed`);
    return module;
  } finally {
    hooks.deregister();
  }
}
