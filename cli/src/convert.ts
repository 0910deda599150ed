import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { type Card, writeCsv, writeJscontact, writeVcard } from '@kith/contacts';
import { readFiles, readingOf, readOptions } from './contact-files.ts';
import { linesTo } from './lines.ts';

/** What is written of one contact, by the name of the format; CSV needs all of them before its header. */
const WRITERS: Readonly<Record<string, ((card: Card) => string) | 'all'>> = {
  vcard4: (card) => writeVcard(card, '4.0'),
  vcard3: (card) => writeVcard(card, '3.0'),
  jscontact: (card) => `${writeJscontact(card)}\n`,
  csv: 'all',
};

/** `kith convert`: contact files in another format, on standard output or in a file; needs no server and no network. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...readOptions, to: { type: 'string' }, output: { type: 'string' } },
  });
  const names = positionals.length === 0 && !process.stdin.isTTY ? ['-'] : positionals;
  const reading = await readingOf(values, true);
  const to = values.to ?? '';
  const writer = Object.hasOwn(WRITERS, to) ? WRITERS[to] : undefined;
  if (typeof reading === 'string' || writer === undefined || names.length === 0) {
    const wrong =
      typeof reading === 'string'
        ? reading
        : writer === undefined
          ? `--to takes one of ${Object.keys(WRITERS).join(', ')}.`
          : 'name at least one file, or - for standard input.';
    process.stderr.write(`kith convert: ${wrong}\n`);
    return 2;
  }
  const file = values.output === undefined ? undefined : createWriteStream(values.output);
  const out = linesTo(file ?? process.stdout);
  const problems = linesTo(process.stderr);
  const all: Card[] = [];
  try {
    const code = await readFiles(names, reading, {
      contact(card) {
        if (writer !== 'all') return out.write(writer(card));
        all.push(card);
        return undefined;
      },
      problem: (name, problem) => problems.write(`${JSON.stringify({ file: name, ...problem })}\n`),
      refusal: (sentence) => void process.stderr.write(`${sentence}\n`),
      done() {},
      closed: out.closed,
    });
    // Excel takes UTF-8 without a byte order mark for the charset of its country.
    if (all.length > 0) for (const line of writeCsv(all, { bom: true })) await out.write(line);
    return code;
  } finally {
    file?.end();
    if (file !== undefined) await finished(file).catch(() => undefined);
  }
}
