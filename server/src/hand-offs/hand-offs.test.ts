import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generatePeople, vcard30 } from '@kith/contacts/testing';
import { sql } from 'kysely';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import type { Import } from '../imports/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { HandOff } from './hand-off.ts';

let minutes = 0;
const clock: Clock = { now: () => new Date(Date.UTC(2026, 10, 27, 12, minutes)) };
const book = vcard30(generatePeople({ seed: 31, count: 20 }));
let kith: TestKith;
before(async () => {
  kith = await testKith({ platform: { clock } });
});
after(() => kith.close());

let count = 0;
async function member(): Promise<string> {
  count += 1;
  return (await testMember(kith, { name: `Mia ${count}`, email: `hand-off-${count}@home.example` })).cookie;
}

async function made(cookie: string): Promise<HandOff & { code: string; link: string }> {
  const answer = await kith.app.inject({ method: 'POST', url: '/api/hand-offs', headers: { cookie } });
  assert.equal(answer.statusCode, 201, answer.body);
  return answer.json();
}

async function state(cookie: string, id: string): Promise<HandOff> {
  const answer = await kith.app.inject({ url: `/api/hand-offs/${id}`, headers: { cookie } });
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json();
}

function enter(code: string, remoteAddress = '127.0.0.9') {
  return kith.app.inject({ method: 'POST', url: '/api/hand-offs/open', payload: { code }, remoteAddress });
}

async function passOf(code: string): Promise<string> {
  const answer = await enter(code);
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json<{ pass: string }>().pass;
}

function give(pass: string, bytes: string) {
  return kith.app.inject({
    method: 'POST',
    url: '/api/hand-offs/contacts',
    headers: { 'hand-off-pass': pass, 'content-type': 'multipart/form-data; boundary=cut' },
    payload:
      bytes === ''
        ? '--cut--\r\n'
        : `--cut\r\ncontent-disposition: form-data; name="file"; filename="phone.vcf"\r\n\r\n${bytes}\r\n--cut--\r\n`,
  });
}

test('a phone gives its contacts to the screen that shows the code', async () => {
  const cookie = await member();
  const { id, code, link } = await made(cookie);
  assert.equal(link, `http://localhost:4040/hand-off#${code}`);
  assert.equal((await state(cookie, id)).state, 'waiting');
  const opened = await enter(`${code.slice(0, 5).toLowerCase()}-${code.slice(5)} `);
  assert.equal(opened.statusCode, 200, opened.body);
  assert.deepEqual(Object.keys(opened.json()), ['pass', 'name', 'expiresAt']);
  assert.equal(opened.json<{ name: string }>().name, `Mia ${count}`);
  assert.equal((await state(cookie, id)).state, 'opened');
  assert.equal((await give(opened.json<{ pass: string }>().pass, book)).statusCode, 204);
  const { state: last, importId } = await state(cookie, id);
  assert.equal(last, 'received');
  const one = await kith.app.inject({ url: `/api/imports/${importId}`, headers: { cookie } });
  assert.deepEqual(
    one.json<Import>().files.map(({ name }) => name),
    ['phone.vcf'],
  );
});

test('a code opens once, a pass gives once, and neither is of use to anybody else', async () => {
  const cookie = await member();
  const { id, code } = await made(cookie);
  const pass = await passOf(code);
  const again = await enter(code);
  assert.equal(again.statusCode, 410);
  assert.equal((await give('A'.repeat(22), book)).statusCode, 410);
  assert.equal((await give(pass, book)).statusCode, 204);
  assert.equal((await give(pass, book)).statusCode, 410);
  const stranger = await member();
  const theirs = await kith.app.inject({ url: `/api/hand-offs/${id}`, headers: { cookie: stranger } });
  assert.equal(theirs.statusCode, 404);
  assert.equal((await kith.app.inject({ method: 'POST', url: '/api/hand-offs' })).statusCode, 401);
});

test('after ten minutes, or when there is a newer code, the old one is gone; the answers are the same', async () => {
  const cookie = await member();
  const first = await made(cookie);
  const second = await made(cookie);
  const third = await made(await member());
  const pass = await passOf(third.code);
  minutes += 10;
  const answers = await Promise.all([enter(first.code), enter(second.code), enter('0123456789'), enter('x')]);
  for (const answer of answers) {
    assert.equal(answer.statusCode, 410);
    assert.equal(answer.json<{ code: string }>().code, 'hand_off.gone');
    assert.equal(answer.body.length, answers[0]?.body.length);
  }
  assert.equal((await give(pass, book)).statusCode, 410);
  assert.equal((await state(cookie, second.id)).state, 'expired');
});

test('what could not be taken can be sent again', async () => {
  const cookie = await member();
  const { id, code } = await made(cookie);
  const pass = await passOf(code);
  assert.equal((await give(pass, '')).statusCode, 400);
  assert.equal((await state(cookie, id)).state, 'opened');
  assert.equal((await give(pass, book)).statusCode, 204);
  assert.equal((await state(cookie, id)).state, 'received');
});

test('guessing ends after twenty tries', async () => {
  for (let tries = 0; tries < 20; tries++)
    assert.equal((await enter('ZZZZZZZZZZ', '127.0.0.77')).statusCode, 410);
  assert.equal((await enter('ZZZZZZZZZZ', '127.0.0.77')).statusCode, 429);
});

test('neither code nor pass is kept or logged', async () => {
  const cookie = await member();
  const { code } = await made(cookie);
  const pass = await passOf(code);
  const { rows } = await kith.platform.database.asSystem((tx) =>
    sql<{ text: string }>`select h::text as text from hand_offs h`.execute(tx),
  );
  assert.ok(rows.length > 0);
  const kept = rows.map(({ text }) => text).join('\n') + kith.logs.join('');
  for (const secret of [code, pass]) assert.ok(!kept.includes(secret));
});
