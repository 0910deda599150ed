import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Card, ReadEvent } from '../contact.ts';
import { ldif } from './ldif.ts';
import { LIMITS } from './limits.ts';

const encoder = new TextEncoder();

function read(text: string | Uint8Array, options: Parameters<typeof ldif.open>[0] = {}): ReadEvent[] {
  const reader = ldif.open(options);
  return [...reader.write(typeof text === 'string' ? encoder.encode(text) : text), ...reader.end()];
}

function only(text: string): Card {
  const events = read(text);
  const [event] = events;
  assert.ok(event?.kind === 'card' && events.length === 1, JSON.stringify(events));
  return event.card;
}

test('folds, comments and blanks are where they may be', () => {
  const card = only(
    'version: 1\r\ndn: cn=Ana\r\n Ruiz\r\n# a comment\r\n  that goes on\r\ncn:Ana\r\n  Ruiz\r\nmail:   ana@x.\r\n example   \r\n\r\n\r\n',
  );
  assert.equal(card.source.uid, 'cn=AnaRuiz');
  assert.equal(card.names.full, 'Ana Ruiz');
  assert.deepEqual(card.emails, [{ value: 'ana@x.example' }]);
});

test('passwords and keys are not kept', () => {
  const card = only(
    'dn: uid=a\ncn: Ana\nuserPassword: secret\nsambaNTPassword: secret\nuserCertificate;binary:: c2VjcmV0\nunicodePwd:: c2VjcmV0\n',
  );
  assert.equal(card.other, undefined);
});

test('a URL is kept and never taken for the value', () => {
  const card = only('dn: uid=a\ncn: Ana\nmail:< file:///etc/passwd\njpegPhoto:< file:///etc/shadow\n');
  assert.deepEqual(card.emails, []);
  assert.equal(card.photo, undefined);
  assert.deepEqual(card.other, [
    { value: 'file:///etc/shadow', label: 'jpegphoto' },
    { value: 'file:///etc/passwd', label: 'mail' },
  ]);
});

test('photos are embedded, capped, and keep their bytes where asked for', () => {
  const bytes = Uint8Array.from({ length: 300 }, (_, at) => (at < 2 ? ([0xff, 0xd8][at] ?? 0) : at % 256));
  const text = `dn: uid=a\ncn: Ana\njpegPhoto:: ${btoa(String.fromCharCode(...bytes))}\n`;
  const [event] = read(text, { photos: true });
  assert.ok(event?.kind === 'card');
  assert.deepEqual(event.card.photo, { kind: 'embedded', size: 300, type: 'image/jpeg', data: bytes });
  const [capped] = read(text, { limits: { ...LIMITS, photo: 100 } });
  assert.ok(capped?.kind === 'card');
  assert.equal(capped.card.photo, undefined);
  assert.deepEqual(
    capped.card.problems.map(({ code }) => code),
    ['photo.too_large'],
  );
});

test('hostile entries: endless lines, endless folds, endless attributes', () => {
  const limits = { ...LIMITS, line: 10_000, photo: 3000, properties: 50 };
  const codes = (text: string): (string | undefined)[] =>
    read(text, { limits }).map((event) =>
      event.kind === 'problem' ? event.problem.code : event.card.problems[0]?.code,
    );
  assert.deepEqual(codes(`dn: uid=a\ncn: Ana\ndescription: ${'x'.repeat(300_000)}\nmail: a@x.example\n`), [
    'line.too_long',
    undefined,
  ]);
  assert.deepEqual(
    codes(`dn: uid=a\ncn: Ana\ndescription: x\n${' yyyyyyyyyyyyyyyyyyyyyyyyyyy\n'.repeat(10_000)}`),
    ['field.too_large'],
  );
  assert.deepEqual(codes(`dn: uid=a\ncn: Ana\n${'mail: a@x.example\n'.repeat(1000)}`), ['field.too_many']);
  assert.deepEqual(read(':'.repeat(1_000_000)).length, 1);
  assert.deepEqual(read('\n'.repeat(1_000_000)), []);
});

test('bytes of an old charset, UTF-8 and base64 of both stand side by side', () => {
  const text = 'dn: uid=a\ncn: M\xfcller\ngivenName:: SsO8cmdlbg==\nsn:: TfxsbGVy\n';
  const [event] = read(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
  assert.ok(event?.kind === 'card');
  assert.deepEqual(event.card.names, { full: 'Müller', given: 'Jürgen', family: 'Müller' });
});
