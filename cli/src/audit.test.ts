import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { printedHead, verifyLedger } from '../../server/src/consent/index.ts';
import { testServer } from '../../server/testing/database.ts';
import { type Inviting, testInviting } from '../../server/testing/inviting.ts';

const bin = fileURLToPath(new URL('../bin/kith.mjs', import.meta.url));

let all: Inviting;
let url: URL;
before(async () => {
  all = await testInviting({ KITH_UNDO_SECONDS: '30' });
  url = new URL(testServer());
  url.username = 'kith_app';
  url.password = 'kith_app';
  const [{ name }] = await change('select current_database() as name');
  url.pathname = `/${name}`;
});
after(() => all.kith.close());

async function change(statement: string) {
  const client = await all.kith.platform.database.client();
  try {
    await client.query("select set_config('kith.owner', 'all', false)");
    return (await client.query(statement)).rows;
  } finally {
    client.release(true);
  }
}

async function verify(...args: readonly string[]) {
  const child = spawn(process.execPath, [bin, 'audit', 'verify', ...args], {
    env: { PATH: '/usr/bin:/bin', DATABASE_URL: url.href, KITH_SECRET: 'of this test alone'.repeat(3) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [said, complained, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { said, complained, code };
}

test('audit verify --head finds a kept head again, and tells of a ledger that was cut off since', async () => {
  const sent = await all.press(await all.inviter('Vera <vera@audit.example>'));
  all.pass(30);
  await all.turns(sent);
  const second = await all.inviter('Wim <wim@audit.example>');
  const { id } = await all.press(second);
  await all.ask(second.cookie, 'POST', `/api/batches/${id}/undo`, {});
  const report = await all.kith.platform.database.asSystem((tx) => verifyLedger(tx));
  const head = printedHead(report.head);
  const whole = await verify('--head', head);
  assert.equal(whole.code, 0, whole.complained);
  assert.match(whole.said, new RegExp(`^2 consents, 1 deliveries, 0 unexplained; .* head ${head}$`, 'm'));

  // The newest entry goes, of which no message is left, and what notes the end is made to fit.
  await change(
    `alter table consents disable trigger consents_append_only;
      delete from consents where sequence = 2;
      update ledger_head set (entries, hash) = (select sequence, hash from consents)`,
  );
  const [fitting, kept, none] = await Promise.all([
    verify(),
    verify('--head', head),
    verify('--head', head.slice(0, -1)),
  ]);
  assert.deepEqual([fitting.code, fitting.complained], [0, ''], 'the database alone cannot know');
  assert.equal(kept.code, 1);
  assert.match(kept.complained, /The ledger was cut off or written anew: entry 2 is not what its head says/);
  assert.equal(none.code, 2);
  assert.match(none.complained, /^Usage: kith audit verify \[--head ENTRIES:HASH\]/);
});
