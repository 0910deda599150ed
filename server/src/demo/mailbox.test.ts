import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testKith } from '../../testing/kith.ts';
import { demoTransports } from './index.ts';

const raw = Buffer.from(
  [
    'From: Ana Ruiz via Harbour <invites@harbour.example>',
    'To: leo@work.example',
    'Subject: =?utf-8?q?Ana_invites_you?=',
    'Content-Type: multipart/alternative; boundary=cut',
    '',
    '--cut',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'See http://localhost:4040/i/abc <b>not bold</b>',
    '--cut',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p style="color:red"><a href="http://localhost:4040/i/abc">See</a></p><script>alert(1)</script>',
    '--cut--',
    '',
  ].join('\r\n'),
);

test('the mailbox of the demo shows every message in its parts', async (t) => {
  const kith = await testKith({ settings: { KITH_DEMO: 'true' } });
  t.after(() => kith.close());
  assert.match((await kith.app.inject('/demo/mail')).body, /No message yet/);
  const { mail, texts } = demoTransports(kith.platform);
  await mail.send({
    from: 'Ana <invites@harbour.example>',
    to: 'leo@work.example',
    subject: 'Ana invites you',
    raw,
    messageId: '<1@h>',
  });
  await texts.send({ to: '+4790000000', text: 'Code 123456' });
  const list = (await kith.app.inject('/demo/mail')).body;
  assert.match(list, /Ana invites you/);
  assert.match(list, /Text to \+4790000000/);
  const id = /href="\/demo\/mail\/([0-9a-f-]{36})">\s*<span class="subject">Ana invites you/.exec(list)?.[1];
  const html = await kith.app.inject(`/demo/mail/${id}`);
  assert.match(html.body, /<iframe [^>]*sandbox="allow-top-navigation-by-user-activation"/);
  assert.match(String(html.headers['content-security-policy']), /style-src 'self'/);
  const text = await kith.app.inject(`/demo/mail/${id}?part=text`);
  assert.match(text.body, /<a href="http:\/\/localhost:4040\/i\/abc">/);
  assert.match(text.body, /&#60;b&#62;not bold/);
  assert.match((await kith.app.inject(`/demo/mail/${id}?part=source`)).body, /boundary=cut/);
  const frame = await kith.app.inject(`/demo/mail/${id}/html`);
  assert.match(frame.body, /<a href="http:\/\/localhost:4040\/i\/abc">See/);
  assert.match(String(frame.headers['content-security-policy']), /default-src 'none'.*sandbox/);
});

test('outside the demo there is no mailbox', async (t) => {
  const kith = await testKith();
  t.after(() => kith.close());
  for (const path of ['/demo/mail', '/demo/mail.css', '/demo/mail/events'])
    assert.equal((await kith.app.inject(path)).statusCode, 404);
});
