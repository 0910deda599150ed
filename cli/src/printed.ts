import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Readout } from './contact-files.ts';
import { linesTo } from './lines.ts';

/** Where the commands that print contacts put the rest. */
export const printOptions = { problems: { type: 'string' }, summary: { type: 'boolean' } } as const;

/**
 * Prints what is read: one JSON contact per line on standard output, problems to a file or standard error.
 *
 * @returns the exit code that `read` gives
 */
export async function printed(
  options: { problems?: string | undefined; summary?: boolean | undefined },
  read: (out: Readout) => Promise<number>,
): Promise<number> {
  const out = linesTo(process.stdout);
  const file = options.problems === undefined ? undefined : createWriteStream(options.problems);
  const problems = linesTo(file ?? process.stderr);
  try {
    return await read({
      contact: (card) => out.write(`${JSON.stringify(card)}\n`),
      problem: (name, problem) => problems.write(`${JSON.stringify({ file: name, ...problem })}\n`),
      refusal: (sentence) => void process.stderr.write(`${sentence}\n`),
      done: (totals) => {
        if (options.summary) process.stderr.write(`${JSON.stringify(totals)}\n`);
      },
      closed: out.closed,
    });
  } finally {
    file?.end();
    if (file !== undefined) await finished(file).catch(() => undefined);
  }
}
