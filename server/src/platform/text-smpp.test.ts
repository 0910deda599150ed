import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { type SmsCentre, smsCentre } from '../../testing/sms-centre.ts';
import { waitFor } from '../../testing/wait.ts';
import { jsonLog } from './log.ts';
import type { TextTransport } from './mail.ts';
import { smppTransport } from './text-smpp.ts';

const password = 'p@ss/9';
const said: string[] = [];
const log = jsonLog(
  'debug',
  () => new Date(0),
  (line) => said.push(line),
);
const short = { answer: 0.3, idle: 0.1, again: 0.1 };
const url = (port: number, shown = password) => `smpp://kith:${encodeURIComponent(shown)}@127.0.0.1:${port}`;

let centre: SmsCentre;
let transport: TextTransport;
before(async () => {
  centre = await smsCentre(password);
  transport = smppTransport({ url: url(centre.port), from: '+4759444000' }, log, short);
});
after(async () => {
  await transport.close?.();
  await centre.close();
});

function send(text: string) {
  return transport.send({ to: '+4791234567', text });
}

test('a message arrives as it was written, in the coding that it needs', async () => {
  for (const [text, coding] of [
    ['Grüße {an} € ^~\n', 0],
    ['Привет 😀', 8],
    ['', 0],
  ] as const) {
    assert.deepEqual(await send(text), { kind: 'handed', code: 0 });
    const got = centre.submitted.at(-1) ?? assert.fail();
    assert.deepEqual(
      [
        got.source_addr,
        got.source_addr_ton,
        got.destination_addr,
        got.data_coding,
        got.short_message.message,
      ],
      ['4759444000', 1, '4791234567', coding, text],
    );
  }
});

test('a long message goes in parts that belong together', async () => {
  for (const text of ['é€'.repeat(120), '漢字😀'.repeat(60)]) {
    const before = centre.submitted.length;
    assert.deepEqual(await send(text), { kind: 'handed', code: 0 });
    const parts = centre.submitted.slice(before);
    assert.ok(parts.length > 1);
    assert.equal(parts.map(({ short_message }) => short_message.message).join(''), text);
    const headers = parts.map(({ short_message }) => [...(short_message.udh?.[0] ?? [])]);
    assert.deepEqual(
      headers.map(([, , , count, at]) => [count, at]),
      parts.map((_, at) => [parts.length, at + 1]),
    );
    assert.equal(new Set(headers.map(([, , series]) => series)).size, 1);
  }
});

for (const [what, fate, outcome] of [
  ['a number that is none', 0x0b, { kind: 'rejected', code: 0x0b }],
  ['too many at once', 0x58, { kind: 'deferred', code: 0x58 }],
  ['a full queue', 0x14, { kind: 'deferred', code: 0x14 }],
  ['a cut line', 'cut', { kind: 'unknown' }],
  ['silence', 'silence', { kind: 'unknown' }],
] as const)
  test(`${what}: tried once, and the next message goes its way`, async () => {
    const before = centre.submitted.length;
    centre.will(fate);
    assert.deepEqual(await send('once'), outcome);
    centre.will(0);
    assert.deepEqual(await send('next'), { kind: 'handed', code: 0 });
    assert.deepEqual(
      centre.submitted.slice(before).map(({ short_message }) => short_message.message),
      ['once', 'next'],
    );
  });

test('a part that is refused after others went leaves the message unknown', async () => {
  centre.will(0, 0x58);
  assert.deepEqual(await send('a'.repeat(400)), { kind: 'unknown' });
  centre.will(0);
});

test('a wrong password, and nobody there, may be put right', async () => {
  const wrong = smppTransport({ url: url(centre.port, 'wrong'), from: 'CLUB' }, log, short);
  assert.deepEqual(await wrong.send({ to: '+4791234567', text: 'x' }), { kind: 'deferred', code: 0x0e });
  const nobody = smppTransport({ url: url(1), from: 'CLUB' }, log, short);
  assert.deepEqual(await nobody.send({ to: '+4791234567', text: 'x' }), {
    kind: 'deferred',
    code: undefined,
  });
  assert.ok(said.some((line) => line.includes('texts.not_bound')));
  assert.doesNotMatch(said.join(''), /wrong|p@ss|p%40ss|4791234567/);
});

test('what speaks another protocol is hung up on', async () => {
  const server = createServer((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const lost = smppTransport({ url: url(port), from: 'CLUB' }, log, short);
  assert.deepEqual(await lost.send({ to: '+4791234567', text: 'x' }), { kind: 'deferred', code: undefined });
  await new Promise((resolve) => server.close(resolve));
});

test('answers come on the same connection, also after it broke; receipts are none', async () => {
  const taken: object[] = [];
  let failing = true;
  transport.listen?.(async (message) => {
    taken.push(message);
    if (failing) throw new Error('the database is away');
  });
  const deliver = (fields: object) =>
    new Promise<number>((resolve) =>
      centre.sessions
        .at(-1)
        ?.deliver_sm(
          { source_addr: '4791234567', source_addr_ton: 1, destination_addr: '4759444000', ...fields },
          ({ command_status }) => resolve(command_status),
        ),
    );
  assert.equal(await deliver({ short_message: 'STOP' }), 0x64);
  failing = false;
  assert.equal(await deliver({ short_message: 'STOP' }), 0);
  assert.equal(await deliver({ short_message: 'Arrêté Ω', data_coding: 8 }), 0);
  assert.equal(await deliver({ short_message: 'id:1 stat:DELIVRD', esm_class: 4 }), 0);
  const connections = centre.sessions.length;
  centre.sessions.at(-1)?.socket.destroy();
  await waitFor(() => centre.sessions[connections], 4000);
  assert.equal(await deliver({ short_message: 'START' }), 0);
  assert.deepEqual(
    taken,
    ['STOP', 'STOP', 'Arrêté Ω', 'START'].map((text) => ({ from: '+4791234567', text })),
  );
});
