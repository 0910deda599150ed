import { parseArgs } from 'node:util';
import { readFiles, readingOf, readOptions } from './contact-files.ts';
import { printed, printOptions } from './printed.ts';

/** `kith read`: one JSON contact per line on standard output; needs no server and no network. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...readOptions, ...printOptions },
  });
  const names = positionals.length === 0 && !process.stdin.isTTY ? ['-'] : positionals;
  const reading = await readingOf(values, false);
  const wrong =
    typeof reading === 'string'
      ? reading
      : names.length === 0
        ? 'name at least one file, or - for standard input.'
        : undefined;
  if (typeof reading === 'string' || wrong !== undefined) {
    process.stderr.write(`kith read: ${wrong}\n`);
    return 2;
  }
  return printed(values, (out) => readFiles(names, reading, out));
}
