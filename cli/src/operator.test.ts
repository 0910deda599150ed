import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin/kith.mjs', import.meta.url));
const folders: string[] = [];
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null)
      await new Promise((resolve) => child.once('exit', resolve));
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kith-cli-test-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

function kith(args: readonly string[], settings: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { PATH: '/usr/bin:/bin', KITH_LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

async function finished(
  child: ChildProcess,
): Promise<{ code: number | null; said: string; complained: string }> {
  let said = '';
  let complained = '';
  child.stdout?.on('data', (text) => {
    said += text;
  });
  child.stderr?.on('data', (text) => {
    complained += text;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said, complained };
}

async function serving(settings: Record<string, string>): Promise<{ child: ChildProcess; address: string }> {
  const child = kith(['serve', '--demo', '--port', '0'], settings);
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (text) => {
      said += text;
      const found = /ready at (\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`kith serve ended with ${code}`)));
  });
  return { child, address };
}

test('config says where each value comes from, and shows no secret', async () => {
  const folder = newFolder();
  const file = join(folder, 'secret');
  writeFileSync(file, 'hush'.repeat(10));
  const { code, said } = await finished(
    kith(['config'], {
      KITH_SECRET_FILE: file,
      KITH_PORT: '5000',
      KITH_SMTP_URL: 'smtp://kith:hush@mail.example',
      DATABASE_URL: 'postgres://kith:hush@db.example/kith',
    }),
  );
  assert.equal(code, 0);
  assert.match(said, /^KITH_PORT +environment +5000$/m);
  assert.match(said, /^KITH_HOST +default +127\.0\.0\.1$/m);
  assert.match(said, /^KITH_SECRET +file +\(hidden\)$/m);
  assert.doesNotMatch(said, /hush/);
});

test('config and doctor name a setting that is wrong', async () => {
  for (const command of ['config', 'doctor']) {
    const { code, said, complained } = await finished(kith([command], { KITH_PROT: '1' }));
    assert.equal(code, 1);
    assert.match(said + complained, /KITH_PROT is no setting of Kith \(did you mean KITH_PORT\?\)/);
  }
});

test('doctor finds nothing in the way of a demo, while it runs too', async () => {
  const settings = { KITH_DATA: join(newFolder(), 'data'), KITH_DEMO: 'true' };
  const before = await finished(kith(['doctor'], settings));
  assert.equal(before.code, 0, before.said + before.complained);
  assert.match(before.said, /✔ PostgreSQL 18/);
  assert.match(before.said, /migrations will run at the next start/);
  const { address } = await serving(settings);
  const during = await finished(kith(['doctor'], settings));
  assert.equal(during.code, 0, during.said + during.complained);
  assert.ok(during.said.includes(`at ${address}`));
  assert.match(during.said, /✔ the schema is up to date/);
});

test('import and audit work beside a server that runs on the embedded database, and without it', async () => {
  const folder = newFolder();
  const settings = { KITH_DATA: join(folder, 'data'), KITH_DEMO: 'true' };
  const file = join(folder, 'book.csv');
  writeFileSync(file, 'Name,Email\r\nBo Lund,bo.lund@harbour.example\r\nRavi New,ravi@new.example\r\n');
  const { child } = await serving(settings);
  const bring = () => finished(kith(['import', file, '--as', 'ana.ruiz@harbour.example'], settings));
  const beside = await bring();
  assert.equal(beside.code, 0, beside.complained);
  assert.match(beside.said, /^2 read: 2 new, 0 updated, 0 the same, 0 with a problem$/m);
  assert.match(beside.said, /^\d+ of the address book are here, 1 can be invited, 0 are set aside\./m);
  assert.equal(beside.complained, '');
  const audit = await finished(kith(['audit', 'verify'], settings));
  assert.equal(audit.code, 0, audit.complained);
  child.kill('SIGINT');
  assert.equal((await finished(child)).code, 0, 'the server was not disturbed');
  const alone = await bring();
  assert.match(alone.said, /^2 read: 0 new, 0 updated, 2 the same, 0 with a problem$/m);
  const stranger = await finished(kith(['import', file, '--as', 'nobody@new.example'], settings));
  assert.equal(stranger.code, 2);
  assert.match(stranger.complained, /No member has proved/);
});

test('a signal ends serve with 0, PostgreSQL included; a second serve on its data ends with 1', async () => {
  const settings = { KITH_DATA: join(newFolder(), 'data') };
  const { child, address } = await serving(settings);
  const second = await finished(kith(['serve', '--port', '0'], settings));
  assert.equal(second.code, 1);
  assert.ok(
    second.complained.includes(
      `Kith already runs on ${settings.KITH_DATA} (process ${child.pid}, at ${address})`,
    ),
  );
  const [postmaster] = readFileSync(join(settings.KITH_DATA, 'postgres', 'postmaster.pid'), 'utf8').split(
    '\n',
  );
  child.kill('SIGINT');
  child.kill('SIGINT');
  assert.equal((await finished(child)).code, 0);
  assert.throws(() => process.kill(Number(postmaster), 0), { code: 'ESRCH' });
});

test('a port in use is named, and PostgreSQL does not stay', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const data = join(newFolder(), 'data');
  const { code, complained } = await finished(
    kith(['serve', '--port', String(address.port)], { KITH_DATA: data }),
  );
  server.close();
  assert.equal(code, 1);
  assert.match(complained, new RegExp(`Port ${address.port} is in use`));
  assert.throws(() => readFileSync(join(data, 'postgres', 'postmaster.pid')), { code: 'ENOENT' });
});

test('doctor providers: a table of who answers where we know them; unknown names are told', async () => {
  const nobody = await finished(kith(['doctor', 'providers', 'nobody', 'icloud'], {}));
  assert.equal(nobody.code, 2);
  assert.equal(nobody.complained, 'There is no provider nobody. `kith doctor providers` asks all.\n');

  // Nobody answers at this address: no name is found.
  const alone = await finished(
    kith(['doctor', 'providers', 'icloud', 'fastmail'], { KITH_SOURCE_DNS: '127.0.0.1:9' }),
  );
  assert.equal(alone.code, 1);
  assert.match(alone.said, /^✖ {2}fastmail +\S+ +\S+ +no network +\d+ ms$/m);
  assert.match(alone.said, /^✖ {2}icloud +carddav +contacts\.icloud\.com +no network +\d+ ms$/m);
  assert.match(alone.said, /^0 of \d+ endpoints answer\.\n$/m);
});
