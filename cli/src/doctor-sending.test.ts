import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type DnsServer, startDns } from '@kith/sources/testing';

const bin = fileURLToPath(new URL('../bin/kith.mjs', import.meta.url));
let dns: DnsServer;
before(async () => {
  dns = await startDns([
    'host-record=smtp.relay.example,192.0.2.10',
    'host-record=mx.right.example,192.0.2.11',
    'host-record=kith.right.example,192.0.2.12',
    'ptr-record=12.2.0.192.in-addr.arpa,kith.right.example',
    'txt-record=right.example,v=spf1 a:smtp.relay.example -all',
    'txt-record=_dmarc.right.example,v=DMARC1; p=reject',
    'mx-host=right.example,mx.right.example,10',
  ]);
});
after(() => dns.close());

async function doctor(domain: string): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [bin, 'doctor', 'sending'], {
    env: {
      PATH: '/usr/bin:/bin',
      KITH_SOURCE_DNS: dns.address,
      KITH_MAIL_FROM: `invites@${domain}`,
      KITH_BOUNCE_ADDRESS: `bounces@${domain}`,
      KITH_SMTP_URL: 'smtp://user:s3cret-of-the-relay@smtp.relay.example:587',
      KITH_PUBLIC_URL: `https://kith.${domain}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  assert.doesNotMatch(said, /s3cret/);
  return { code, said };
}

test('a domain that is set up is told so, and the command ends well', async () => {
  const { code, said } = await doctor('right.example');
  assert.equal(code, 0, said);
  for (const line of ['✔ SPF of right.example', '✔ DMARC of _dmarc.right.example', '✔ MX of right.example'])
    assert.ok(said.includes(`${line}: is right`), said);
  assert.match(said, /• DKIM of right\.example: Kith does not sign/);
});

test('a domain without records gets those to add, to the letter, and the command fails', async () => {
  const { code, said } = await doctor('bare.example');
  assert.equal(code, 1, said);
  assert.match(
    said,
    /✖ SPF of bare\.example: is missing\n {4}put: bare\.example {2}TXT {2}v=spf1 a:smtp\.relay\.example -all/,
  );
  assert.match(said, /put: _dmarc\.bare\.example {2}TXT {2}v=DMARC1; p=none/);
  assert.match(said, /put: bare\.example {2}MX {2}10 kith\.bare\.example/);
});
