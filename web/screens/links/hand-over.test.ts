import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mailtoOf, smsCodeOf, smsOf } from './hand-over.ts';

test('a message for the own mail program keeps every sign, and no name becomes a header', () => {
  const body = 'Hej & hå?\nSee https://x.example/i/a_b-c\n';
  const link = new URL(mailtoOf('bo+1@work.example', 'Join 100 % & more', body));
  assert.equal(link.protocol, 'mailto:');
  assert.equal(decodeURIComponent(link.pathname), 'bo+1@work.example');
  assert.equal(link.searchParams.get('subject'), 'Join 100 % & more');
  assert.equal(link.searchParams.get('body'), body.replaceAll('\n', '\r\n'));
  const hostile = new URL(mailtoOf('a?bcc=all@x.example', 'x&bcc=all@x.example', 'y&bcc=z@x.example'));
  assert.deepEqual([...hostile.searchParams.keys()], ['subject', 'body']);
});

test('a text message has the separator of the phone that opens it', () => {
  const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15';
  const android = 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile';
  assert.equal(smsOf('+4741234501', 'a & b', phone), 'sms:+4741234501&body=a%20%26%20b');
  assert.equal(smsOf('+4741234501', 'a & b', android), 'sms:+4741234501?body=a%20%26%20b');
  assert.equal(smsCodeOf('+4741234501', 'Join: x'), 'SMSTO:+4741234501:Join: x');
});
