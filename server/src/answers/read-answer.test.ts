import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readAnswer } from './read-answer.ts';
import { isStop } from './stop-words.ts';

const ours = '7f3a9c0d51e84b62a1c7d9e0f2b34856';

function fixture(name: string): Buffer {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url));
}

for (const line of fixture('expected.txt').toString().split('\n')) {
  if (line === '' || line.startsWith('#')) continue;
  const [name = '', said, status, names] = line.split(' ');
  test(`${name}: ${said}`, async () => {
    const answer = await readAnswer(fixture(`${name}.eml`));
    assert.deepEqual(
      { said: answer.said, status: answer.status ?? '-', tokens: answer.tokens },
      { said, status, tokens: names === 'ours' ? [ours] : [] },
    );
  });
}

test('the mailbox that a report came to names the message', async () => {
  const report = fixture('gmail-blocked.eml')
    .toString()
    .replace(/^To:.*$/m, 'To: undisclosed-recipients:;');
  assert.deepEqual((await readAnswer(Buffer.from(report))).tokens, []);
  const mailbox = `bounces+${ours}@harbour.example`;
  assert.deepEqual((await readAnswer(Buffer.from(report), [mailbox])).tokens, [ours]);
});

test('a copy of our own message says that it was taken; an id of the same form in another message says nothing', async () => {
  const copy = (id: string, unsubscribe: string) =>
    Buffer.from(
      `From: Ana <invites@harbour.example>\r\nTo: leo@work.example\r\nSubject: Join us\r\nMessage-ID: <${id}@harbour.example>\r\n${unsubscribe}\r\nSTOP`,
    );
  const header = 'List-Unsubscribe: <https://harbour.example/u/abcdefghijklmnopqrstuv>\r\n';
  assert.deepEqual(await readAnswer(copy(ours, header)), { said: 'delivered', tokens: [ours] });
  assert.deepEqual(await readAnswer(copy(ours, '')), { said: 'stop', tokens: [] });
  assert.deepEqual((await readAnswer(copy('no-id-of-ours', header))).tokens, []);
});

test('cut, empty, nested and endless messages say nothing, and none throws', async () => {
  const report = fixture('postfix-user-unknown.eml');
  for (let end = 0; end < report.length; end += 97) await readAnswer(report.subarray(0, end));
  const nested = `${'Content-Type: multipart/mixed; boundary="a"\r\n\r\n--a\r\n'.repeat(3000)}x`;
  for (const raw of ['', '\0'.repeat(5000), nested, 'A'.repeat(3_000_000), ': :\r\n\r\n: :'])
    assert.equal((await readAnswer(Buffer.from(raw))).said, 'nothing');
});

test('a stop is short and says little else', () => {
  for (const text of [
    'STOP',
    ' stop. ',
    'Stop, please!',
    'Désabonner',
    'ABMELDEN',
    '停止',
    'стоп',
    'Remove me',
    'STOP STOP',
    'Please don’t write to me again.',
    'Take me off your list',
    'Bitte keine weiteren E-Mails mehr!',
    'Ne m’écrivez plus, merci',
  ])
    assert.ok(isStop(text), text);
  for (const text of [
    '',
    'I can’t stop',
    'stop writing to my brother',
    'ends',
    'Danke',
    'unsubscribed from work',
    'no more excuses, I join',
    'Don’t write to me, call me',
  ])
    assert.ok(!isStop(text), text);
});
