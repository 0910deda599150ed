import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readConfig } from '../../server/src/config.ts';
import { readOne, receiveImport } from '../../server/src/imports/index.ts';
import { type Opened, open } from '../../server/src/main.ts';
import { testMember } from '../../server/testing/kith.ts';
import type { Task } from './send/peer.ts';

/**
 * `npm run bench -- send [--count 20000] [--unsigned]`: invitations from the review to a mail server of this machine, by the
 * product as it runs: its own PostgreSQL with fsync, ledger, permits and deliveries, DKIM. Only its pace is off. Beside it
 * nodemailer's pool with the same words and key, into the same sink.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { count: { type: 'string', default: '20000' }, unsigned: { type: 'boolean', default: false } },
  });
  const sink = fork(fileURLToPath(new URL('./send/sink.ts', import.meta.url)));
  const privateKey = values.unsigned ? undefined : newKey();
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
        ...(privateKey === undefined ? {} : { KITH_DKIM_SELECTOR: 'kith', KITH_DKIM_KEY: privateKey }),
      }),
    );
    kith.announce('https://harbour.example');
    try {
      await measure(kith, sink, dataDir, Number(values.count));
      await measurePeer(kith, dataDir, { port, count: peerCount, privateKey });
    } finally {
      await kith.stop();
    }
  } finally {
    sink.disconnect();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Messages of the peer: its rate does not depend on how many they are. */
const peerCount = 3000;

function newKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

async function measure(kith: Opened, sink: ChildProcess, dataDir: string, count: number): Promise<void> {
  const { platform } = kith;
  await platform.jobs.start();
  const { id: batchId, queued } = await invite(kith, dataDir, count);
  const marks: { readonly at: number; readonly taken: number; readonly rss: number }[] = [];
  const ask = async () => {
    const answer = once(sink, 'message');
    sink.send('count');
    const [{ taken, distinct, bytes }] = await answer;
    return { taken, distinct, bytes } as { taken: number; distinct: number; bytes: number };
  };
  const rss = () => Math.round(process.memoryUsage().rss / 1024 / 1024);
  let before = process.cpuUsage();
  let databaseBefore = databaseTime(dataDir);
  for (;;) {
    const { taken } = await ask();
    if (taken === 0) [before, databaseBefore] = [process.cpuUsage(), databaseTime(dataDir)];
    else marks.push({ at: performance.now(), taken, rss: rss() });
    if (taken >= queued) break;
    if (marks.length > 60_000) throw new Error('the messages do not come');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const cpu = process.cpuUsage(before);
  const database = databaseTime(dataDir) - databaseBefore;
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
    `processor     ${((cpu.user + cpu.system) / 1000 / queued).toFixed(2)} ms of the sender a message, ${(database / queued).toFixed(2)} ms of PostgreSQL`,
  );
  console.log(`memory        ${at(0)} MB at the start, ${at(0.5)} MB in the middle, ${at(1)} MB at the end`);
  if (taken !== queued || distinct !== queued || settled.handed !== queued)
    throw new Error('what was sent and what was taken differ');
}

/** Milliseconds of processor that PostgreSQL has used, where Linux tells; a hundredth of a second is its unit. */
function databaseTime(dataDir: string): number {
  if (process.platform !== 'linux') return Number.NaN;
  const [postmaster] = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const [, facts = ''] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ');
      const fields = facts.split(' ');
      if (fields[1] === postmaster) ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // A process that has ended.
    }
  }
  return ticks * 10;
}

async function measurePeer(kith: Opened, dataDir: string, task: Omit<Task, 'message'>): Promise<void> {
  const { message } = await kith.platform.database.asSystem((tx) =>
    tx.selectFrom('invitation_batches').select('message').executeTakeFirstOrThrow(),
  );
  const path = join(dataDir, 'peer.json');
  writeFileSync(path, JSON.stringify({ ...task, message } satisfies Task));
  const [{ rate, processor }] = await once(
    fork(fileURLToPath(new URL('./send/peer.ts', import.meta.url)), [path]),
    'message',
  );
  console.log(
    `nodemailer    ${Math.round(rate)} a second by its pool alone, ${processor.toFixed(2)} ms of its processor a message`,
  );
}

/** A member with an address book who has pressed Send. */
async function invite(
  { app, platform }: Opened,
  dataDir: string,
  count: number,
): Promise<{ id: string; queued: number }> {
  const { id: owner, cookie } = await testMember(
    { platform },
    { name: 'Bench', email: 'bench@home.example' },
  );
  const path = join(dataDir, 'google.csv');
  const writer = fileURLToPath(new URL('./send/book.ts', import.meta.url));
  await once(fork(writer, [path, String(Math.ceil(count * 1.2))]), 'exit');
  const bytes = createReadStream(path);
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
