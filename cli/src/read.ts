import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { normaliseCard, type Problem, type ReadEvent, readContacts } from '@kith/contacts';

/** `kith read`: one JSON contact per line on standard output; needs no server and no network. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { region: { type: 'string' }, problems: { type: 'string' }, summary: { type: 'boolean' } },
  });
  if (positionals.length === 0) {
    process.stderr.write('kith read: name at least one file, or - for standard input.\n');
    return 2;
  }
  const region = values.region?.toUpperCase();
  if (region !== undefined && !/^[A-Z]{2}$/.test(region)) {
    process.stderr.write(
      `kith read: --region takes two letters, such as DE or US, not "${values.region}".\n`,
    );
    return 2;
  }
  const out = writer(process.stdout);
  const file = values.problems === undefined ? undefined : createWriteStream(values.problems);
  const problems = writer(file ?? process.stderr);
  let code = 0;
  try {
    for (const name of positionals) {
      const totals = await readFile(name, { region, out, problems });
      if (totals.refusal !== undefined) code = 2;
      if (totals.refusal !== undefined) process.stderr.write(`${totals.refusal}\n`);
      else if (values.summary) process.stderr.write(`${JSON.stringify({ file: name, ...totals })}\n`);
      if (out.closed()) break;
    }
  } finally {
    file?.end();
    if (file !== undefined) await finished(file).catch(() => undefined);
  }
  return code;
}

interface Totals {
  format: string | undefined;
  contacts: number;
  problems: number;
  /** Why the file could not be read, for people. */
  refusal?: string;
}

interface Writer {
  write(line: string): Promise<void> | undefined;
  closed(): boolean;
}

async function readFile(
  name: string,
  to: { readonly region: string | undefined; readonly out: Writer; readonly problems: Writer },
): Promise<Totals> {
  const totals: Totals = { format: undefined, contacts: 0, problems: 0 };
  const shown = name === '-' ? 'standard input' : name;
  const reader = readContacts();
  const options = to.region === undefined ? {} : { region: to.region };
  const take = async (events: Iterable<ReadEvent>): Promise<void> => {
    for (const event of events) {
      if (event.kind === 'card') {
        const card = normaliseCard(event.card, options);
        totals.contacts++;
        totals.problems += card.problems.length;
        await to.out.write(`${JSON.stringify(card)}\n`);
      } else {
        totals.problems++;
        const refusal = refusalOf(event.problem, shown);
        if (refusal !== undefined) totals.refusal = refusal;
        await to.problems.write(`${JSON.stringify({ file: name, ...event.problem })}\n`);
      }
    }
  };
  const input = name === '-' ? process.stdin : createReadStream(name, { highWaterMark: 256 * 1024 });
  try {
    for await (const chunk of input) {
      await take(reader.write(chunk));
      if (to.out.closed()) return totals;
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    totals.refusal = `${shown} cannot be opened (${error.code}). Check the name and that you may read it.`;
    return totals;
  }
  await take(reader.end());
  totals.format = reader.dialect ?? reader.format;
  if (totals.contacts === 0 && totals.refusal === undefined) {
    totals.refusal = `${shown} holds no contact that can be read. Export it again as CSV or vCard.`;
  }
  return totals;
}

function refusalOf(problem: Problem, name: string): string | undefined {
  if (problem.code === 'file.empty') return `${name} is empty. Export your contacts again, as CSV or vCard.`;
  if (problem.code !== 'file.not_contacts') return undefined;
  return `${name} holds no contacts: it is ${problem.found ?? 'something else'}. Export your contacts as CSV or vCard and read that file.`;
}

/** Writes with back-pressure; a reader that went away (`kith read … | head`) ends the work without a word. */
function writer(stream: NodeJS.WritableStream): Writer {
  let closed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
  });
  return {
    write(line) {
      if (closed || stream.write(line)) return undefined;
      return Promise.race([once(stream, 'drain'), once(stream, 'close')]).then(
        () => undefined,
        () => undefined,
      );
    },
    closed: () => closed,
  };
}
