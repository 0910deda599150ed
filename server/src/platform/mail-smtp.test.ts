import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { authenticate } from 'mailauth';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { composeMail } from './mail-compose.ts';
import { smtpTransport } from './mail-smtp.ts';

async function sink(
  t: TestContext,
  options: SMTPServerOptions,
  connected: (socket: { destroy(): void }) => void = () => undefined,
): Promise<string> {
  const server = new SMTPServer({ authOptional: true, hideSTARTTLS: true, ...options });
  server.on('error', () => undefined);
  server.server.on('connection', connected);
  const port = await new Promise<number>((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () =>
      // Safe: a server that listens on TCP has an address with a port.
      resolve((listening.address() as AddressInfo).port),
    );
  });
  t.after(() => new Promise<void>((resolve) => server.close(resolve)));
  return `smtp://127.0.0.1:${port}`;
}

const message = {
  from: 'Ana via Harbour <invites@harbour.example>',
  to: 'leo@work.example',
  subject: 'Hello',
  raw: Buffer.from('Subject: Hello\r\n\r\nA line.\r\n.\r\nAfter a dot.\r\n'),
  messageId: '<1@harbour.example>',
};

function refuse(code: number) {
  return Object.assign(new Error('refused'), { responseCode: code });
}

async function outcome(url: string) {
  const transport = smtpTransport(url);
  const found = await transport.send(message);
  await transport.close();
  return found;
}

test('a message is handed over byte by byte', async (t) => {
  const taken: string[] = [];
  const url = await sink(t, {
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part) => parts.push(part));
      stream.on('end', () => {
        taken.push(`${session.envelope.rcptTo.map(({ address }) => address)}\n${Buffer.concat(parts)}`);
        done();
      });
    },
  });
  assert.deepEqual(await outcome(url), { kind: 'handed', code: 250 });
  assert.deepEqual(taken, [`leo@work.example\n${message.raw}`]);
});

test('a recipient refused for good is rejected, for now deferred', async (t) => {
  const never = await sink(t, { onRcptTo: (_address, _session, done) => done(refuse(550)) });
  const later = await sink(t, { onRcptTo: (_address, _session, done) => done(refuse(451)) });
  assert.deepEqual(await outcome(never), { kind: 'rejected', code: 550 });
  assert.deepEqual(await outcome(later), { kind: 'deferred', code: 451 });
});

test('a message refused after its last line was refused, not lost', async (t) => {
  const answer = (code: number): SMTPServerOptions => ({
    onData(stream, _session, done) {
      stream.resume();
      stream.on('end', () => done(refuse(code)));
    },
  });
  assert.deepEqual(await outcome(await sink(t, answer(554))), { kind: 'rejected', code: 554 });
  assert.deepEqual(await outcome(await sink(t, answer(452))), { kind: 'deferred', code: 452 });
});

test('a connection that breaks after the message leaves it unknown, and nothing sends it again', async (t) => {
  let times = 0;
  const sockets: { destroy(): void }[] = [];
  const url = await sink(
    t,
    {
      onData(stream) {
        times++;
        stream.resume();
        stream.on('end', () => {
          for (const socket of sockets) socket.destroy();
        });
      },
    },
    (socket) => sockets.push(socket),
  );
  assert.deepEqual(await outcome(url), { kind: 'unknown' });
  assert.equal(times, 1);
});

test('a server that is not there defers, and so does one whose certificate is not trusted', async (t) => {
  assert.deepEqual(await outcome('smtp://127.0.0.1:1'), { kind: 'deferred', code: undefined });
  const selfSigned = await sink(t, { hideSTARTTLS: false });
  assert.deepEqual(await outcome(selfSigned), { kind: 'deferred', code: undefined });
});

test('an address in another script goes to a server that takes it, and is not tried at one that does not', async (t) => {
  const commands: string[] = [];
  const options = (hideSMTPUTF8: boolean): SMTPServerOptions => ({
    hideSMTPUTF8,
    onMailFrom: ({ args }, _session, done) => {
      commands.push(`MAIL ${JSON.stringify(args)}`);
      done();
    },
    onRcptTo: ({ address }, _session, done) => {
      // The server of the test shows the domain in its own script.
      commands.push(`RCPT ${address.split('@')[0]}`);
      done();
    },
  });
  const to = 'δοκιμή@xn--jxalpdlp.example';
  const send = async (url: string) => {
    const transport = smtpTransport(url);
    const found = await transport.send({ ...message, to });
    await transport.close();
    return found;
  };
  assert.deepEqual(await send(await sink(t, options(false))), { kind: 'handed', code: 250 });
  assert.deepEqual(commands, ['MAIL {"SMTPUTF8":true}', 'RCPT δοκιμή']);
  assert.deepEqual(await send(await sink(t, options(true))), { kind: 'unable', lacks: 'smtputf8' });
  assert.equal(commands.length, 2);
});

test('one connection carries many messages, goes on after a refusal, and is replaced when the server ended it', async (t) => {
  let connections = 0;
  const sockets: { destroy(): void }[] = [];
  const url = await sink(
    t,
    {
      onRcptTo: ({ address }, _session, done) => done(address.startsWith('no') ? refuse(550) : undefined),
    },
    (socket) => {
      connections++;
      sockets.push(socket);
    },
  );
  const transport = smtpTransport(url);
  for (const [to, kind] of [
    ['leo@work.example', 'handed'],
    ['nobody@work.example', 'rejected'],
    ['mia@work.example', 'handed'],
  ] as const)
    assert.equal((await transport.send({ ...message, to })).kind, kind);
  assert.equal(connections, 1);
  for (const socket of sockets) socket.destroy();
  assert.equal((await transport.send(message)).kind, 'handed');
  const many = await Promise.all(Array.from({ length: 30 }, () => transport.send(message)));
  assert.ok(many.every(({ kind }) => kind === 'handed'));
  assert.ok(connections <= 6, `${connections} connections`);
  await transport.close();
});

test('signed mail passes DKIM, SPF and DMARC, and its unsubscribe headers cannot be changed', async (t) => {
  const taken: Buffer[] = [];
  const url = await sink(t, {
    onData(stream, _session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part) => parts.push(part));
      stream.on('end', () => {
        taken.push(Buffer.concat(parts));
        done();
      });
    },
  });
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const records: Readonly<Record<string, string>> = {
    'kith._domainkey.harbour.example': `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
    '_dmarc.harbour.example': 'v=DMARC1; p=reject; adkim=s; aspf=s',
    'harbour.example': 'v=spf1 ip4:192.0.2.1 -all',
  };
  const transport = smtpTransport(url, {
    domain: 'harbour.example',
    selector: 'kith',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  });
  const mail = await composeMail({
    from: { name: 'Zoë Müller via Harbour', address: 'invites@harbour.example' },
    returnPath: 'bounces+1@harbour.example',
    to: 'leo@work.example',
    subject: 'Zoë Müller lädt dich ein',
    text: 'Grüße\n',
    html: '<p>Grüße</p>',
    headers: {
      'List-Unsubscribe': '<https://harbour.example/u/x>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
    messageId: '1@harbour.example',
    date: new Date(0),
  });
  assert.deepEqual(await transport.send(mail), { kind: 'handed', code: 250 });
  await transport.close();
  const [raw = Buffer.alloc(0)] = taken;
  const judge = async (message: Buffer) => {
    const { dkim, spf, dmarc } = await authenticate(message, {
      ip: '192.0.2.1',
      helo: 'mx.harbour.example',
      sender: mail.from,
      trustReceived: false,
      resolver: async (name, type) => {
        const record = type === 'TXT' ? records[name] : undefined;
        if (record === undefined) throw Object.assign(new Error('no record'), { code: 'ENOTFOUND' });
        return [[record]];
      },
    });
    return [
      dkim.results.map(({ status }) => status.result),
      typeof spf === 'object' && spf.status.result,
      typeof dmarc === 'object' && dmarc.status.result,
    ];
  };
  assert.deepEqual(await judge(raw), [['pass'], 'pass', 'pass']);
  for (const header of ['List-Unsubscribe:', 'List-Unsubscribe-Post:', 'Subject:'])
    assert.notDeepEqual(
      (await judge(Buffer.from(raw.toString('latin1').replace(`\n${header}`, `\n${header} x`), 'latin1')))[0],
      ['pass'],
      header,
    );
});
