import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { readFiles, readingOf, readOptions } from './contact-files.ts';
import { linesTo } from './lines.ts';

/** `kith read`: one JSON contact per line on standard output; needs no server and no network. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...readOptions, problems: { type: 'string' }, summary: { type: 'boolean' } },
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
  const out = linesTo(process.stdout);
  const file = values.problems === undefined ? undefined : createWriteStream(values.problems);
  const problems = linesTo(file ?? process.stderr);
  try {
    return await readFiles(names, reading, {
      contact: (card) => out.write(`${JSON.stringify(card)}\n`),
      problem: (name, problem) => problems.write(`${JSON.stringify({ file: name, ...problem })}\n`),
      refusal: (sentence) => void process.stderr.write(`${sentence}\n`),
      done: (totals) => {
        if (values.summary) process.stderr.write(`${JSON.stringify(totals)}\n`);
      },
      closed: out.closed,
    });
  } finally {
    file?.end();
    if (file !== undefined) await finished(file).catch(() => undefined);
  }
}
