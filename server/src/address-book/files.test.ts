import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readContacts } from '@kith/contacts';
import ICAL from 'ical.js';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { getFrom, uploadFiles } from '../../testing/uploads.ts';

let kith: TestKith;
let cookie: string;
const card = (name: string, ...lines: readonly string[]) =>
  `${['BEGIN:VCARD', 'VERSION:3.0', `FN:${name}`, ...lines, 'END:VCARD'].join('\r\n')}\r\n`;
const book = [
  card('Ana Ruiz', 'BDAY:1984-02-29', 'EMAIL:ana@home.example', 'CATEGORIES:Choir'),
  card('Bo; "Comma", Lind', 'BDAY:--02-03', 'TEL:+49 171 2345678'),
  card('Chō 山田太郎山田太郎山田太郎山田太郎山田太郎山田太郎', 'BDAY:1875-12-24', 'EMAIL:cho@home.example'),
  card('Dov Adler', 'EMAIL:dov@home.example'),
].join('');

before(async () => {
  kith = await testKith({ settings: { KITH_DEMO: 'true' } });
  ({ cookie } = await testMember(kith, { name: 'Owner', email: 'owner@home.example' }));
  await uploadFiles(kith, cookie, [{ name: 'book.vcf', bytes: book }]);
});
after(() => kith.close());

const send = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
  kith.app.inject({ method, url, headers: { cookie }, ...(payload === undefined ? {} : { payload }) });

test('birthdays are listed by month, 29 February and those without a year among them', async () => {
  const february = await getFrom<{
    birthdays: { name: string; day: number; year?: number }[];
    months: number[];
  }>(kith, cookie, '/api/contacts/birthdays?month=2');
  assert.deepEqual(
    february.birthdays.map(({ day, year }) => [day, year]),
    [
      [3, undefined],
      [29, 1984],
    ],
  );
  assert.deepEqual(february.months, [0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  assert.equal((await send('GET', '/api/contacts/birthdays?month=13')).statusCode, 400);
});

test('the calendar is RFC 5545 under an address that is told once, ends when it is renewed, and is kept as a hash', async () => {
  const made = await send('POST', '/api/contacts/calendar');
  const path = new URL(made.json<{ url: string }>().url).pathname;
  const feed = () => kith.app.inject({ url: path });
  const { statusCode, headers, body } = await feed();
  assert.equal(statusCode, 200);
  assert.match(String(headers['content-type']), /^text\/calendar/);
  const lines = body.split('\r\n');
  assert.equal(lines.pop(), '');
  assert.ok(lines.every((line) => Buffer.byteLength(line) <= 75 && !/[\r\n]/.test(line)));
  const unfolded = body.replaceAll('\r\n ', '');
  const events = unfolded.split('BEGIN:VEVENT').slice(1);
  assert.equal(events.length, 3);
  const event = (name: string) => events.find((one) => one.includes(name)) ?? '';
  assert.match(
    event('Ana Ruiz (1984)'),
    /DTSTART;VALUE=DATE:19840229\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1\r\n/,
  );
  assert.match(event('Bo\\; "Comma"\\, Lind\r\n'), /DTSTART;VALUE=DATE:20000203\r\nRRULE:FREQ=YEARLY\r\n/);
  assert.match(event('太郎 (1875)'), /DTSTART;VALUE=DATE:20001224/);
  // As a program of somebody else reads it.
  const read = new ICAL.Component(ICAL.parse(body))
    .getAllSubcomponents('vevent')
    .map((one) => new ICAL.Event(one));
  const returns = (summary: string) => {
    const days = read.find((one) => one.summary === summary)?.iterator();
    return Array.from({ length: 5 }, () => String(days?.next()));
  };
  assert.deepEqual(returns('Ana Ruiz (1984)'), [
    '1984-02-29',
    '1985-02-28',
    '1986-02-28',
    '1987-02-28',
    '1988-02-29',
  ]);
  assert.deepEqual(returns('Bo; "Comma", Lind').slice(0, 2), ['2000-02-03', '2001-02-03']);
  assert.equal((await send('POST', '/api/contacts/calendar')).statusCode, 200);
  assert.equal((await feed()).statusCode, 404);
  const second = new URL((await send('POST', '/api/contacts/calendar')).json<{ url: string }>().url).pathname;
  const token = second.replace(/^.*\/|\.ics$/g, '');
  const { rows } = await kith.platform.database.pool.query(
    "select set_config('kith.owner', 'all', false), encode(token_hash, 'base64') as kept from calendar_feeds",
  );
  assert.ok(rows.every(({ kept }: { kept: string }) => !kept.includes(token)));
  assert.ok(kith.logs.every((line) => !line.includes(token)));
  assert.equal((await send('DELETE', '/api/contacts/calendar')).statusCode, 204);
  assert.equal((await kith.app.inject({ url: second })).statusCode, 404);
});

test('a selection is written as vCard, CSV and JSContact, with its labels, and read back is the same people', async () => {
  for (const format of ['vcard', 'csv', 'jscontact']) {
    const answer = await send('POST', '/api/contacts/export', {
      format,
      selection: { filter: { has: 'birthday' } },
    });
    assert.equal(answer.statusCode, 200, answer.body);
    assert.match(String(answer.headers['content-disposition']), /^attachment; filename="contacts\./);
    const reader = readContacts();
    const cards = [...reader.write(answer.rawPayload), ...reader.end()].flatMap((event) =>
      event.kind === 'card' ? [event.card] : [],
    );
    assert.deepEqual(
      [format, cards.map(({ names }) => names.full).sort()],
      [format, ['Ana Ruiz', 'Bo; "Comma", Lind', 'Chō 山田太郎山田太郎山田太郎山田太郎山田太郎山田太郎']],
    );
    assert.deepEqual(cards.find(({ names }) => names.full === 'Ana Ruiz')?.categories, ['Choir']);
  }
  const nobody = await send('POST', '/api/contacts/export', { format: 'csv', selection: { ids: [] } });
  assert.equal(nobody.json().code, 'selection.empty');
});
