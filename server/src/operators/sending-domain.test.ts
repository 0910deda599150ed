import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type DnsServer, startDns } from '@kith/sources/testing';
import { checkSendingDomain, type DomainFinding } from './sending-domain.ts';
import { zoneBy } from './zone.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const short = generateKeyPairSync('rsa', { modulusLength: 1024 });
const pem = ({ privateKey }: typeof keys) => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const published = ({ publicKey }: typeof keys) =>
  publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

const txt = (name: string, text: string) =>
  `txt-record=${name}.example,${text.match(/.{1,200}/g)?.join(',') ?? ''}`;
const dkim = (domain: string, tags: string) => txt(`kith._domainkey.${domain}`, `v=DKIM1; ${tags}`);
const good = `k=rsa; p=${published(keys)}`;

let dns: DnsServer;
before(async () => {
  dns = await startDns([
    'host-record=smtp.relay.example,192.0.2.10',
    'host-record=mx.right.example,192.0.2.11',
    'host-record=kith.right.example,192.0.2.12',
    'ptr-record=12.2.0.192.in-addr.arpa,kith.right.example',
    // These names have no way back by themselves.
    'address=/kith.nameless.example/192.0.2.13',
    'address=/kith.other.example/192.0.2.14',
    'ptr-record=14.2.0.192.in-addr.arpa,mx.right.example',

    txt('right', 'v=spf1 include:relay.example -all'),
    txt('relay', 'v=spf1 ip4:192.0.2.0/28 ~all'),
    dkim('right', good),
    txt('_dmarc.right', 'v=DMARC1; p=reject; aspf=s'),
    'mx-host=right.example,mx.right.example,10',
    // Of its own organisation, by the record above both.
    txt('bounces.right', 'v=spf1 a:smtp.relay.example -all'),
    'mx-host=bounces.right.example,mx.right.example,10',

    txt('two', 'v=spf1 mx -all'),
    txt('two', 'v=spf1 a:smtp.relay.example ~all'),
    txt('two', 'another-record=1'),
    dkim('two', good),
    dkim('two', `k=rsa; p=${published(short)}`),
    txt('_dmarc.two', 'v=DMARC1; p=none'),
    txt('_dmarc.two', 'v=DMARC1; p=reject'),
    'mx-host=two.example,nowhere.two.example,5',

    txt('wrong', 'v=spf1 +all'),
    dkim('wrong', `k=rsa; p=${published(short)}`),
    txt('_dmarc.wrong', 'v=DMARC1; rua=mailto:x@wrong.example'),
    'mx-host=wrong.example,.,0',

    txt('long', `v=spf1 ${Array.from({ length: 4 }, (_, at) => `include:part${at}.example`).join(' ')} -all`),
    ...[0, 1, 2, 3].map((at) => txt(`part${at}`, 'v=spf1 a:a.example mx:b.example ~all')),
    txt('_dmarc.long', 'v=DMARC1; p=quarantine'),
    txt('loop', 'v=spf1 include:loop.example -all'),
    txt('typo', 'v=spf1 ipv4:192.0.2.10 -all'),
    txt('elsewhere', 'v=spf1 ip4:198.51.100.1 -all'),
    dkim('elsewhere', 'p='),
    txt('_dmarc.elsewhere', 'v=DMARC1; p=none'),
    dkim('typo', `t=y; ${good}`),
    txt('kith._domainkey.loop', 'v=DKIM1; k=rsa'),
    dkim('long', `h=sha1; ${good}`),
  ]);
});
after(() => dns.close());

async function check(
  domain: string,
  more: Partial<Parameters<typeof checkSendingDomain>[1]> = {},
): Promise<readonly DomainFinding[]> {
  return checkSendingDomain(zoneBy(dns.address), {
    mailFrom: `invites@${domain}.example`,
    bounceAddress: `bounces@${domain}.example`,
    smtpUrl: 'smtp://user:secret@smtp.relay.example:587',
    publicUrl: `https://kith.${domain}.example`,
    dkim: { domain: `${domain}.example`, selector: 'kith', privateKey: pem(keys) },
    ...more,
  });
}

const told = (findings: readonly DomainFinding[]) =>
  findings.map(({ part, state, code }) => `${part} ${state} ${code}`);
const partOf = (findings: readonly DomainFinding[], part: DomainFinding['part']) =>
  findings.find((one) => one.part === part);

test('a domain whose records are right is told so, its return path below it too', async () => {
  assert.deepEqual(told(await check('right')), [
    'spf good good',
    'dkim good good',
    'dmarc good good',
    'alignment good good',
    'mx good good',
  ]);
  const below = await check('right', { bounceAddress: 'b@bounces.right.example' });
  assert.equal(partOf(below, 'alignment')?.code, 'unaligned', 'aspf=s wants the very same domain');
  assert.equal(partOf(below, 'spf')?.code, 'good');
  const relaxed = await check('long', { bounceAddress: 'b@bounces.long.example' });
  assert.equal(partOf(relaxed, 'alignment')?.code, 'good');
  const other = await check('long', { bounceAddress: 'b@right.example', dkim: undefined });
  assert.deepEqual(
    [partOf(other, 'alignment')?.state, partOf(other, 'dkim')?.code],
    ['bad', 'by_server'],
    'neither of the two ways to pass DMARC',
  );
});

test('what is missing comes with the record to add, to the letter', async () => {
  const findings = await check('nothing');
  assert.deepEqual(told(findings), [
    'spf bad missing',
    'dkim bad missing',
    'dmarc bad missing',
    'alignment good good',
    'mx bad missing',
  ]);
  assert.deepEqual(
    findings.flatMap(({ put }) => (put === undefined ? [] : [`${put.name} ${put.type} ${put.value}`])),
    [
      'nothing.example TXT v=spf1 a:smtp.relay.example -all',
      `kith._domainkey.nothing.example TXT v=DKIM1; ${good}`,
      '_dmarc.nothing.example TXT v=DMARC1; p=none',
      'nothing.example MX 10 kith.nothing.example',
    ],
  );
});

test('of several records none counts; one of all of them is offered', async () => {
  const findings = await check('two');
  assert.deepEqual(told(findings), [
    'spf bad multiple',
    'dkim bad multiple',
    'dmarc bad multiple',
    'alignment good good',
    'mx bad no_host',
  ]);
  assert.deepEqual(partOf(findings, 'spf')?.put?.value.split(' ').toSorted(), [
    '-all',
    'a:smtp.relay.example',
    'mx',
    'v=spf1',
  ]);
});

test('records that say something else are told apart from those that are not there', async () => {
  assert.deepEqual(told(await check('wrong')), [
    'spf bad open',
    'dkim bad differs',
    'dmarc bad invalid',
    'alignment good good',
    'mx bad refuses_mail',
  ]);
  const code = async (domain: string, part: DomainFinding['part']) => partOf(await check(domain), part)?.code;
  assert.equal(await code('long', 'spf'), 'too_many_lookups');
  assert.equal(await code('loop', 'spf'), 'too_many_lookups');
  assert.equal(await code('typo', 'spf'), 'invalid');
  assert.equal(await code('elsewhere', 'spf'), 'does_not_name');
  assert.equal(await code('elsewhere', 'dkim'), 'revoked');
  assert.equal(await code('elsewhere', 'dmarc'), 'watching');
  assert.equal(await code('typo', 'dkim'), 'testing');
  assert.equal(await code('loop', 'dkim'), 'invalid');
  assert.equal(await code('long', 'dkim'), 'invalid', 'nobody signs by SHA-1 any more');
  const weak = await check('wrong', {
    dkim: { domain: 'wrong.example', selector: 'kith', privateKey: pem(short) },
  });
  assert.deepEqual(partOf(weak, 'dkim')?.code, 'weak');
});

test('a host that sends by itself is looked up backwards', async () => {
  const own = { smtpUrl: 'smtp://localhost:25' };
  assert.deepEqual(partOf(await check('right', own), 'ptr')?.code, 'good');
  const nameless = partOf(await check('nameless', own), 'ptr');
  assert.deepEqual(
    [nameless?.code, nameless?.put],
    ['missing', { name: '192.0.2.13', type: 'PTR', value: 'kith.nameless.example' }],
  );
  assert.equal(partOf(await check('other', own), 'ptr')?.code, 'mismatch');
  assert.equal(partOf(await check('absent', own), 'ptr')?.code, 'no_host');
});

test('a DNS server that does not answer is no missing record', async () => {
  const findings = await checkSendingDomain(
    {
      texts: () => Promise.reject(new Error('timeout')),
      exchangers: () => Promise.reject(new Error('timeout')),
      addresses: () => Promise.reject(new Error('timeout')),
      names: () => Promise.reject(new Error('timeout')),
    },
    {
      mailFrom: 'invites@right.example',
      bounceAddress: 'invites@right.example',
      smtpUrl: 'smtp://smtp.relay.example',
      publicUrl: 'https://kith.right.example',
      dkim: undefined,
    },
  );
  assert.deepEqual(told(findings), [
    'spf bad unknown',
    'dkim note by_server',
    'dmarc bad unknown',
    'alignment bad unknown',
    'mx bad unknown',
  ]);
});
