import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Next, type TextGatewayDouble, textGateway } from '../../testing/text-gateway.ts';
import { httpTextTransport } from './text-http.ts';
import { twilioTransport } from './text-twilio.ts';

const account = `AC${'0a'.repeat(16)}`;
const message = { to: '+4791234567', text: 'Grüße "an" {to} \\ 😀\n' };
let double: TextGatewayDouble;
before(async () => {
  double = await textGateway({ status: 200, body: '' });
});
after(() => double.close());

function twilio(api = double.url, seconds = 5) {
  return twilioTransport({ account, secret: 'token', from: '+15005550006' }, { api, seconds });
}

function http(success: string, body = '{"to":"{to}","text":"{text}"}', seconds = 5) {
  return httpTextTransport({ url: `${double.url}/send`, body, success, key: 'k' }, seconds);
}

test('Twilio gets what its API wants', async () => {
  double.will({ status: 201, body: '{"sid":"SM1","status":"queued","error_code":null}' });
  assert.deepEqual(await twilio().send(message), { kind: 'handed', code: 201 });
  const { path, authorization, body } = double.posted.at(-1) ?? assert.fail();
  assert.equal(path, `/2010-04-01/Accounts/${account}/Messages.json`);
  assert.equal(authorization, `Basic ${Buffer.from(`${account}:token`).toString('base64')}`);
  assert.deepEqual(Object.fromEntries(new URLSearchParams(body)), {
    To: message.to,
    From: '+15005550006',
    Body: message.text,
  });
  const service = `MG${'0b'.repeat(16)}`;
  await twilioTransport({ account, secret: 'token', from: service }, { api: double.url }).send(message);
  assert.equal(new URLSearchParams(double.posted.at(-1)?.body).get('MessagingServiceSid'), service);
});

const fault = (status: number, code: number): Next => ({
  status,
  body: JSON.stringify({ code, message: 'of Twilio', more_info: '', status }),
});
const twilioCases: readonly (readonly [string, Next, object])[] = [
  ['an invalid number', fault(400, 21211), { kind: 'rejected', code: 21211 }],
  ['a number that said STOP', fault(400, 21610), { kind: 'rejected', code: 21610 }],
  ['a landline', fault(400, 21614), { kind: 'rejected', code: 21614 }],
  ['too many at once', fault(429, 20429), { kind: 'deferred', code: 20429 }],
  ['a wrong token', fault(401, 20003), { kind: 'deferred', code: 20003 }],
  ['a sender that is not ours', fault(400, 21606), { kind: 'deferred', code: 21606 }],
  ['a fault of the server', fault(500, 20500), { kind: 'unknown' }],
  ['a tired server', { status: 503, body: 'busy' }, { kind: 'unknown' }],
  ['a page instead of an answer', { status: 200, body: '<html>' }, { kind: 'unknown' }],
  [
    'a message that failed at once',
    { status: 201, body: '{"sid":"SM1","status":"failed","error_code":30008}' },
    { kind: 'rejected', code: 30008 },
  ],
  ['a redirect', { status: 307, body: '', headers: { location: '/' } }, { kind: 'deferred', code: 307 }],
  ['a cut line', 'cut', { kind: 'unknown' }],
  ['a cut in the answer', 'cut in the answer', { kind: 'unknown' }],
  ['an endless answer', { status: 201, body: 'a'.repeat(2_000_000) }, { kind: 'unknown' }],
];
for (const [name, next, outcome] of twilioCases)
  test(`Twilio: ${name} is tried once, and is ${JSON.stringify(outcome)}`, async () => {
    const before = double.posted.length;
    double.will(next);
    assert.deepEqual(await twilio().send(message), outcome);
    assert.equal(double.posted.length, before + 1);
  });

test('a gateway that takes the request and says nothing leaves the message unknown', async () => {
  double.will('silence');
  assert.deepEqual(await twilio(double.url, 0.2).send(message), { kind: 'unknown' });
  assert.deepEqual(await http('ok', undefined, 0.2).send(message), { kind: 'unknown' });
});

test('a gateway that is not there may be asked again', async () => {
  const gone = await textGateway('silence');
  await gone.close();
  assert.deepEqual(await twilio(gone.url).send(message), { kind: 'deferred', code: undefined });
  assert.deepEqual(await twilio('https://127.0.0.1:1').send(message), { kind: 'deferred', code: undefined });
});

test('a line that is no TLS never saw the message', async () => {
  const before = double.posted.length;
  const secure = double.url.replace('http:', 'https:');
  assert.deepEqual(await twilio(secure).send(message), { kind: 'deferred', code: undefined });
  assert.equal(double.posted.length, before);
});

test('words are put into the gateway’s JSON as values', async () => {
  double.will({ status: 200, body: '{"status":"ok"}' });
  const body = '{"messages":[{"destination":"{to}","body":"Harbour: {text}"}],"route":7}';
  assert.deepEqual(await http('status=ok', body).send(message), { kind: 'handed', code: 200 });
  const { authorization, body: got } = double.posted.at(-1) ?? assert.fail();
  assert.equal(authorization, 'Bearer k');
  assert.deepEqual(JSON.parse(got), {
    messages: [{ destination: message.to, body: `Harbour: ${message.text}` }],
    route: 7,
  });
});

const httpCases: readonly (readonly [string, Next, object])[] = [
  [
    'messages.0.status=0',
    { status: 200, body: '{"messages":[{"status":"0"}]}' },
    { kind: 'handed', code: 200 },
  ],
  [
    'messages.0.status=0',
    { status: 200, body: '{"messages":[{"status":"9"}]}' },
    { kind: 'rejected', code: 200 },
  ],
  ['id', { status: 202, body: '{"id":17}' }, { kind: 'handed', code: 202 }],
  ['id', { status: 200, body: '{"error":"no credit"}' }, { kind: 'unknown' }],
  ['id', { status: 200, body: '{"id":""}' }, { kind: 'unknown' }],
  ['ok=true', { status: 200, body: '{"ok":true}' }, { kind: 'handed', code: 200 }],
  ['ok=true', { status: 200, body: '{"ok":false}' }, { kind: 'rejected', code: 200 }],
  ['ok=true', { status: 200, body: 'OK' }, { kind: 'unknown' }],
  ['constructor', { status: 200, body: '{}' }, { kind: 'unknown' }],
  ['id', { status: 429, body: '' }, { kind: 'deferred', code: 429 }],
  ['id', { status: 500, body: '{"id":1}' }, { kind: 'unknown' }],
  ['id', { status: 400, body: '' }, { kind: 'rejected', code: 400 }],
  ['id', { status: 403, body: '' }, { kind: 'deferred', code: 403 }],
];
for (const [success, next, outcome] of httpCases)
  test(`gateway: ${JSON.stringify(next)} by ${success} is ${JSON.stringify(outcome)}`, async () => {
    double.will(next);
    assert.deepEqual(await http(success).send(message), outcome);
  });
