import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generatePeople, googleCsv } from '@kith/contacts/testing';
import { readConfig } from '../../server/src/config.ts';
import { readOne, receiveImport } from '../../server/src/imports/index.ts';
import { type Opened, open } from '../../server/src/main.ts';
import { testMember } from '../../server/testing/kith.ts';

/**
 * `npm run bench -- send [--count 20000] [--unsigned]`: invitations from the review to a mail server of this machine, by the
 * product as it runs: its own PostgreSQL with fsync, ledger, permits and deliveries, DKIM. Only its pace is off.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { count: { type: 'string', default: '20000' }, unsigned: { type: 'boolean', default: false } },
  });
  const sink = fork(fileURLToPath(new URL('./send/sink.ts', import.meta.url)));
  const dataDir = mkdtempSync(join(tmpdir(), 'kith-bench-'));
  try {
    const [{ port }] = await once(sink, 'message');
    const kith = await open(
      readConfig({
        KITH_DATA: dataDir,
        KITH_SMTP_URL: `smtp://127.0.0.1:${port}`,
        KITH_MAIL_FROM: 'invites@harbour.example',
        KITH_BOUNCE_ADDRESS: 'bounces@harbour.example',
        KITH_PUBLIC_URL: 'https://harbour.example',
        KITH_NETWORK_ADDRESS: '1 Quay Street, Oslo',
        KITH_LOG_LEVEL: 'warn',
        KITH_UNDO_SECONDS: '5',
        KITH_SEND_PER_MINUTE: '100000000',
        KITH_SEND_PER_MEMBER_HOUR: '100000000',
        KITH_WARM_UP: 'false',
        KITH_INVITATIONS_PER_DAY: '10000000',
        KITH_INVITATIONS_FIRST: '10000000',
        KITH_MATCHING_BUDGET: '10000000',
        KITH_MATCHING_YOUNG_FACTOR: '1',
        ...(values.unsigned ? {} : dkim()),
      }),
    );
    kith.announce('https://harbour.example');
    try {
      await measure(kith, sink, Number(values.count));
    } finally {
      await kith.stop();
    }
  } finally {
    sink.disconnect();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function dkim(): Record<string, string> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    KITH_DKIM_SELECTOR: 'kith',
    KITH_DKIM_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

async function measure(kith: Opened, sink: ChildProcess, count: number): Promise<void> {
  const { platform } = kith;
  await platform.jobs.start();
  const { id: batchId, queued } = await invite(kith, count);
  const marks: { readonly at: number; readonly taken: number; readonly rss: number }[] = [];
  const ask = async () => {
    const answer = once(sink, 'message');
    sink.send('count');
    const [{ taken, distinct, bytes }] = await answer;
    return { taken, distinct, bytes } as { taken: number; distinct: number; bytes: number };
  };
  const rss = () => Math.round(process.memoryUsage().rss / 1024 / 1024);
  let before = process.cpuUsage();
  for (;;) {
    const { taken } = await ask();
    if (taken === 0) before = process.cpuUsage();
    else marks.push({ at: performance.now(), taken, rss: rss() });
    if (taken >= queued) break;
    if (marks.length > 60_000) throw new Error('the messages do not come');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const cpu = process.cpuUsage(before);
  const settled = await settling(kith, batchId, queued);
  const { taken, distinct, bytes } = await ask();
  const [first, last] = [marks[0], marks.at(-1)];
  if (first === undefined || last === undefined) throw new Error('nothing was sent');
  const rate = ((last.taken - first.taken) / (last.at - first.at)) * 1000;
  const at = (share: number) => marks[Math.floor((marks.length - 1) * share)]?.rss;
  console.log(
    `messages      ${queued} sent, ${settled.handed} handed over, ${taken} in the sink (${distinct} distinct)`,
  );
  console.log(`rate          ${Math.round(rate)} a second, ${Math.round(bytes / taken)} bytes each`);
  console.log(`intent to answer  p50 ${settled.p50} ms, p99 ${settled.p99} ms`);
  console.log(
    `processor     ${((cpu.user + cpu.system) / 1000 / queued).toFixed(2)} ms of the sender a message`,
  );
  console.log(`memory        ${at(0)} MB at the start, ${at(0.5)} MB in the middle, ${at(1)} MB at the end`);
  if (taken !== queued || distinct !== queued || settled.handed !== queued)
    throw new Error('what was sent and what was taken differ');
}

/** A member with an address book who has pressed Send. */
async function invite({ app, platform }: Opened, count: number): Promise<{ id: string; queued: number }> {
  const { id: owner, cookie } = await testMember(
    { platform },
    { name: 'Bench', email: 'bench@home.example' },
  );
  const people = generatePeople({ seed: 5, count: Math.ceil(count * 1.2) });
  // Nobody is written to at domains that are reserved for examples; the sink has no other way out.
  const bytes = Readable.from([Buffer.from(googleCsv(people).replaceAll('.example', '-bench.eu'))]);
  const book = await receiveImport(platform, owner, 'file', 'US', only({ name: 'google.csv', bytes }));
  for (;;) {
    const { state, failureCode } = await readOne(platform, owner, book);
    if (state === 'failed') throw new Error(`the import failed: ${failureCode}`);
    if (state === 'read') break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const post = async (path: string, payload: object) => {
    const answer = await app.inject({
      method: 'POST',
      url: `/api/imports/${book}/${path}`,
      headers: { cookie },
      payload,
    });
    if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`);
    return answer.json();
  };
  const preview = await post('preview', { locale: 'en', index: 0 });
  return post('invitations', {
    locale: 'en',
    expected: preview.count,
    messageHash: preview.hash,
    confirmLarge: true,
  });
}

async function* only<T>(one: T): AsyncGenerator<T> {
  yield one;
}

/** What the database says of the batch once every answer is written. */
async function settling({ platform }: Opened, batchId: string, queued: number) {
  for (let tries = 0; ; tries++) {
    const client = await platform.database.client();
    try {
      await client.query("select set_config('kith.owner', 'all', false)");
      const { rows } = await client.query<{ handed: number; p50: number; p99: number }>(
        `select count(*) as handed, percentile_disc(0.5) within group (order by ms) as p50, percentile_disc(0.99) within group (order by ms) as p99
         from (select round(extract(epoch from d.handed_at - d.intended_at) * 1000) as ms from deliveries d
           join permits p on p.id = d.permit_id join invitations i on i.id = p.invitation_id
           where i.batch_id = $1 and d.handed_at is not null) as answered`,
        [batchId],
      );
      const [row] = rows;
      if (row !== undefined && (row.handed >= queued || tries > 200)) return row;
    } finally {
      client.release(true);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
