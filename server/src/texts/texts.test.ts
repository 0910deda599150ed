import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { askAs, pastePeople } from '../../testing/inviter.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { type TextGatewayDouble, textGateway } from '../../testing/text-gateway.ts';
import { until } from '../../testing/wait.ts';
import { verifyLedger } from '../consent/index.ts';
import { twilioTransport } from '../platform/text-twilio.ts';

const account = `AC${'0a'.repeat(16)}`;
const secret = 'auth-token';
const password = 'of-the-gateway-of-the-tests';
const perDay = 12;
const taken = { status: 201, body: '{"sid":"SM1","status":"queued"}' };
let kith: TestKith;
let gateway: TextGatewayDouble;
let now = Date.parse('2026-11-27T12:00:00Z');
before(async () => {
  gateway = await textGateway(taken);
  kith = await testKith({
    settings: {
      KITH_REGION: 'NO',
      KITH_SEND_PER_MINUTE: '60000',
      KITH_UNDO_SECONDS: '5',
      KITH_MATCHING_YOUNG_FACTOR: '1',
      KITH_TWILIO_ACCOUNT: account,
      KITH_TWILIO_SECRET: secret,
      KITH_TWILIO_FROM: '+4759444000',
      KITH_TEXT_PER_DAY: String(perDay),
      KITH_ANSWERS_PASSWORD: password,
    },
    platform: {
      clock: { now: () => new Date(now) },
      texts: twilioTransport({ account, secret, from: '+4759444000' }, { api: gateway.url, seconds: 5 }),
    },
  });
});
after(async () => {
  await kith.close();
  await gateway.close();
});

// biome-ignore lint/suspicious/noExplicitAny: answers are judged by what the tests assert of them
function ask(cookie: string, method: 'GET' | 'POST', url: string, payload?: object): Promise<any> {
  return askAs(kith, cookie, method, url, payload);
}

interface Inviter {
  readonly cookie: string;
  readonly importId: string;
}

let count = 0;
async function inviterOf(...cards: string[]): Promise<Inviter> {
  count += 1;
  const { cookie } = await testMember(kith, { name: `Ola ${count}`, email: `ola-${count}@home.example` });
  const text = cards
    .map((card) => {
      const [name, ...fields] = card.split(';');
      return `BEGIN:VCARD\nVERSION:3.0\nFN:${name}\n${fields.join('\n')}\nEND:VCARD`;
    })
    .join('\n');
  return { cookie, importId: await pastePeople(kith, cookie, [text]) };
}

async function invite({ cookie, importId }: Inviter): Promise<{ id: string; text: string }> {
  const preview = await ask(cookie, 'POST', `/api/imports/${importId}/preview`, { locale: 'en', index: 0 });
  const { id } = await ask(cookie, 'POST', `/api/imports/${importId}/invitations`, {
    locale: 'en',
    expected: preview.count,
    messageHash: preview.hash,
  });
  now += 6000;
  await go(id);
  return { id, text: preview.text };
}

/** Lets the sender look at the batch, and waits until it has. */
async function go(batchId: string): Promise<void> {
  await kith.platform.jobs.enqueue('invitations.send', { batchId });
}

function sentTo(number: string): string[] {
  return gateway.posted
    .map(({ body }) => new URLSearchParams(body))
    .filter((form) => form.get('To') === number)
    .map((form) => form.get('Body') ?? '');
}

async function stateOf({ cookie }: Inviter, batchId: string): Promise<string> {
  return (await ask(cookie, 'GET', `/api/batches/${batchId}`)).state;
}

const twilioPath = '/api/answers/twilio';

function signatureOf(fields: Record<string, string>, key = secret): string {
  const signed = Object.keys(fields)
    .sort()
    .reduce((text, name) => text + name + fields[name], `${kith.platform.publicUrl}${twilioPath}`);
  return createHmac('sha1', key).update(signed).digest('base64');
}

async function fromTwilio(fields: Record<string, string>, signature = signatureOf(fields)) {
  return kith.app.inject({
    method: 'POST',
    url: twilioPath,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
    payload: new URLSearchParams(fields).toString(),
  });
}

async function fromGateway(payload: object, shown = password) {
  const authorization = `Basic ${Buffer.from(`kith:${shown}`).toString('base64')}`;
  return kith.app.inject({ method: 'POST', url: '/api/answers/texts', headers: { authorization }, payload });
}

test('a number of a country that this network does not write to is left to the member’s own phone', async () => {
  const inviter = await inviterOf(
    'Here;TEL:+47 412 34 501',
    'Far;TEL:+46 70 123 45 67',
    'Sky;TEL:+870773111632',
  );
  const { items } = await ask(inviter.cookie, 'GET', `/api/imports/${inviter.importId}/invitees`);
  assert.deepEqual(
    items.map(({ name, channels }: { name: string; channels: { way: string }[] }) => [
      name,
      channels[0]?.way,
    ]),
    [
      ['Far', 'self'],
      ['Here', 'relay'],
    ],
  );
  const both = await inviterOf('Two;TEL:+46 70 123 45 68;TEL:+47 412 34 502');
  const list = await ask(both.cookie, 'GET', `/api/imports/${both.importId}/invitees`);
  assert.deepEqual(
    list.items[0].channels.map(({ value, way }: { value: string; way: string }) => [value, way]),
    [
      ['+46701234568', 'self'],
      ['+4741234502', 'relay'],
    ],
  );
  const { contactId, chosen } = list.items[0];
  assert.equal(chosen, 1, 'Kith’s own way comes first');
  for (const [position, status] of [
    [0, 204],
    [2, 404],
  ]) {
    const answer = await kith.app.inject({
      method: 'PUT',
      url: `/api/imports/${both.importId}/choices/${contactId}`,
      headers: { cookie: both.cookie },
      payload: { position },
    });
    assert.equal(answer.statusCode, status);
  }
});

test('the text message is the one that was shown, and says how to end it', async () => {
  const inviter = await inviterOf('Kari;TEL:+47 412 34 503');
  const { text } = await invite(inviter);
  await until(() => sentTo('+4741234503').length === 1);
  const [sent = ''] = sentTo('+4741234503');
  const token = /\/i\/(\S+)/.exec(sent)?.[1] ?? '';
  assert.equal(sent.replace(token, 'THE-RECIPIENTS-OWN-KEY'), text);
  assert.match(text, /Reply STOP to never hear from us\.$/);
  const preview = await ask(inviter.cookie, 'GET', '/api/network');
  assert.ok(preview !== undefined);
});

test('of one sending Kith writes to some, and the member to those whose country it does not write to', async () => {
  const inviter = await inviterOf('Near;TEL:+47 412 34 520', 'Far;TEL:+46 70 123 45 70');
  const { links, texts } = await ask(inviter.cookie, 'POST', `/api/imports/${inviter.importId}/review`);
  assert.deepEqual([links, texts.count], [1, 1]);
  const { id } = await invite(inviter);
  await until(() => sentTo('+4741234520').length === 1);
  await until(async () => (await stateOf(inviter, id)) === 'sent');
  const { items } = await ask(inviter.cookie, 'GET', `/api/links?batch=${id}`);
  assert.deepEqual(
    items.map(({ value, text }: { value: string; text: string }) => [value, text.startsWith('Join me on')]),
    [['+46701234570', true]],
  );
  assert.equal(sentTo('+46701234570').length, 0);
});

test('at night a text message waits for the morning, as was said before', async () => {
  now = Date.parse('2026-11-27T22:30:00Z');
  const inviter = await inviterOf('Night;TEL:+47 412 34 504');
  const { texts } = await ask(inviter.cookie, 'POST', `/api/imports/${inviter.importId}/review`);
  assert.deepEqual(
    { ...texts, left: undefined },
    { count: 1, left: undefined, waiting: 1, until: '2026-11-28T07:00:00.000Z' },
  );
  const { id } = await invite(inviter);
  await until(async () => waits(id));
  assert.equal(await stateOf(inviter, id), 'sending');
  now = Date.parse('2026-11-28T06:59:00Z');
  await go(id);
  now = Date.parse('2026-11-28T07:00:00Z');
  assert.equal(sentTo('+4741234504').length, 0);
  await until(async () => {
    await go(id);
    return sentTo('+4741234504').length > 0;
  });
  await until(async () => (await stateOf(inviter, id)) === 'sent');
  assert.equal(sentTo('+4741234504').length, 1);
});

async function waits(batch: string): Promise<boolean> {
  const rows = await kith.platform.database.asSystem((tx) =>
    tx
      .selectFrom('invitations')
      .select('waits_until')
      // Safe: a batch's id as the API gave it.
      .where('batch_id', '=', batch as never)
      .execute(),
  );
  return rows.some(({ waits_until }) => waits_until !== null);
}

test('a stop from a number holds for every member at once; its holder alone takes it back', async () => {
  now = Date.parse('2026-11-29T10:00:00Z');
  const number = '+4741234505';
  const first = await inviterOf('Stop;TEL:+47 412 34 505');
  await invite(first);
  await until(() => sentTo(number).length === 1);
  const stopp = { From: number, Body: 'STOPP', MessageSid: 'SM2' };
  const other = signatureOf({ ...stopp, From: '+4741234599' });
  for (const forged of ['AAAA', '', signatureOf(stopp, 'another'), other])
    assert.equal((await fromTwilio(stopp, forged)).statusCode, 401, forged);
  const answer = await fromTwilio({ From: number, Body: ' Stopp. ', MessageSid: 'SM2' });
  assert.equal(answer.statusCode, 200, answer.body);
  assert.equal(answer.body, '<Response/>');
  now += 8 * 86_400_000;
  const second = await inviterOf('Stop;TEL:+47 412 34 505');
  const { id } = await invite(second);
  await until(async () => (await stateOf(second, id)) === 'sent');
  assert.equal(sentTo(number).length, 1);
  assert.equal((await fromTwilio({ From: number, Body: 'Start' })).statusCode, 200);
  const third = await inviterOf('Stop;TEL:+47 412 34 505');
  await invite(third);
  await until(() => sentTo(number).length === 2);
});

test('a gateway tells by the operator’s password alone', async () => {
  const message = { from: '412 34 506', text: 'AVSLUTT' };
  assert.equal((await fromGateway(message, 'wrong')).statusCode, 401);
  assert.equal((await fromGateway({ from: 1 })).statusCode, 400);
  for (const odd of ['', '+', '12345', 'whatsapp:+4741234506', 'HARBOUR'])
    assert.equal((await fromGateway({ from: odd, text: 'stop' })).statusCode, 204);
  assert.equal((await fromGateway(message)).statusCode, 204);
  now += 86_400_000;
  const inviter = await inviterOf('Gate;TEL:+47 412 34 506');
  const { id } = await invite(inviter);
  await until(async () => (await stateOf(inviter, id)) === 'sent');
  assert.equal(sentTo('+4741234506').length, 0);
});

test('who asks who we are is told once a day, and two machines do not talk for ever', async () => {
  now += 86_400_000;
  const number = '+4741234507';
  await fromTwilio({ From: number, Body: 'Hjelp!' });
  await until(() => sentTo(number).length === 1);
  assert.match(sentTo(number)[0] ?? '', /^Harbour, .* Reply STOP/);
  await fromTwilio({ From: number, Body: 'INFO' });
  await fromTwilio({ From: number, Body: 'and who are your parents' });
  await fromTwilio({ From: '+46701234567', Body: 'HELP' });
  await fromTwilio({ From: '+4741234508', Body: 'HELP', OptOutType: 'HELP' });
  now += 86_400_001;
  await fromTwilio({ From: number, Body: 'hilfe' });
  await until(() => sentTo(number).length === 2);
  assert.match(sentTo(number)[1] ?? '', /Mit STOP hörst du/);
  assert.deepEqual([...sentTo('+46701234567'), ...sentTo('+4741234508')], []);
});

test('a text message whose fate is unknown is never sent again', async () => {
  now += 86_400_000;
  gateway.will({ status: 500, body: '' });
  const inviter = await inviterOf('Fate;TEL:+47 412 34 509');
  const { id } = await invite(inviter);
  await until(() => sentTo('+4741234509').length === 1);
  gateway.will(taken);
  await until(async () => (await stateOf(inviter, id)) === 'sent');
  now += 3600_000;
  await go(id);
  await until(() => kith.logs.some((line) => line.includes('"texts.not_handed"')));
  assert.equal(sentTo('+4741234509').length, 1);
});

test('a gateway that has too much is asked again later', async () => {
  gateway.will({ status: 429, body: '{"code":20429}' });
  const inviter = await inviterOf('Busy;TEL:+47 412 34 510');
  const { id } = await invite(inviter);
  await until(() => sentTo('+4741234510').length === 1);
  gateway.will(taken);
  await until(async () => {
    // A minute after the answer was written down, whenever that was.
    now += 61_000;
    await go(id);
    return sentTo('+4741234510').length === 2;
  });
});

test('no more leave than the day allows; the rest goes tomorrow', async () => {
  now = Date.parse('2027-01-15T10:00:00Z');
  const people = Array.from({ length: perDay + 1 }, (_, i) => `Many ${i};TEL:+47 413 00 ${100 + i}`);
  const before = gateway.posted.length;
  const inviter = await inviterOf(...people);
  const { texts, byChannel } = await ask(inviter.cookie, 'POST', `/api/imports/${inviter.importId}/review`);
  assert.deepEqual([texts, byChannel.text], [{ count: perDay + 1, left: perDay, waiting: 0 }, perDay + 1]);
  const { id } = await invite(inviter);
  await until(() => gateway.posted.length - before === perDay);
  await until(() => waits(id));
  assert.equal(await stateOf(inviter, id), 'sending');
  now = Date.parse('2027-01-16T10:00:00Z');
  await until(async () => {
    await go(id);
    return (await stateOf(inviter, id)) === 'sent';
  });
  await until(() => gateway.posted.length - before === perDay + 1);
});

test('every text message is explained by the ledger, and no log line holds a number', async () => {
  const report = await kith.platform.database.asSystem(verifyLedger);
  assert.ok(report.deliveries > 15);
  assert.deepEqual([report.unexplained, report.brokenAt], [0, undefined]);
  assert.doesNotMatch(kith.logs.join(''), /\+47|412345/);
});
