import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ReadEvent, WRITTEN_ON } from '../contact.ts';
import { LIMITS } from './limits.ts';
import { mail } from './mail.ts';
import { sniff } from './sniff.ts';

const encoder = new TextEncoder();

function read(text: string, limits = LIMITS): ReadEvent[] {
  const reader = mail.open({ limits });
  return [...reader.write(encoder.encode(text)), ...reader.end()];
}

function people(text: string): string[] {
  return read(text).map((event) =>
    event.kind === 'card' ? `${event.card.names.full} <${event.card.emails[0]?.value}>` : event.problem.code,
  );
}

const HEAD = 'Received: by mx.example\n';

test('bulk mail is counted and its people are left out', () => {
  for (const field of [
    'List-Id: <x.example>',
    'Precedence: bulk',
    'Auto-Submitted: auto-replied',
    'List-Unsubscribe: <mailto:x@x.example>',
  ])
    assert.deepEqual(read(`${HEAD}From: Shop <shop@x.example>\n${field}\n\n`), [
      { kind: 'problem', problem: { code: 'mail.bulk', line: 1, found: '1' } },
    ]);
  assert.deepEqual(people(`${HEAD}From: Ana <ana@x.example>\nAuto-Submitted: no\nPrecedence: normal\n\n`), [
    'Ana <ana@x.example>',
  ]);
});

test('the owner is no contact where the mailbox tells who that is', () => {
  const received = `${HEAD}Delivered-To: me@x.example\nFrom: Ana <ana@x.example>\nTo: Me <me@x.example>\n\n`;
  assert.deepEqual(people(received), ['Ana <ana@x.example>']);
  const sent = (to: string): string =>
    `From - Mon Nov 23 21:00:00 2026\nFrom: Me <me@x.example>\nTo: ${to}@x.example\n\n`;
  assert.deepEqual(people(sent('ana') + sent('bo')), [' <ana@x.example>', ' <bo@x.example>']);
  // One draft alone: nobody knows whose it is.
  assert.deepEqual(people(sent('ana')), ['Me <me@x.example>', ' <ana@x.example>']);
});

test('one person is one contact, however the address is written, under the name they use', () => {
  const found = read(
    `From a@x Mon Nov 23 21:00:00 2026\n${HEAD}From: bo@x.example\nTo: Annie <Ana.Ruiz@gmail.com>\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n\nx\n\nFrom a@x Mon Nov 23 21:00:00 2026\n${HEAD}From: Ana Ruiz <anaruiz@googlemail.com>\nDate: Sun, 1 Nov 2026 10:00:00 +0000\n\n`,
  );
  const card = found.find((event) => event.kind === 'card' && event.card.names.full === 'Ana Ruiz');
  assert.ok(card?.kind === 'card');
  assert.deepEqual(card.card.emails, [{ value: 'Ana.Ruiz@gmail.com' }]);
  assert.deepEqual(card.card.other, [{ value: '2', label: 'messages' }]);
  assert.equal(card.card.source.revised, '2026-11-02T10:00:00Z');
  assert.equal(found.length, 2);
});

test('a person is told of the day they were last written to; mail from them and a draft of anybody count for nothing', () => {
  const written = (text: string): string[] =>
    read(text).flatMap((event) =>
      event.kind === 'card'
        ? [
            `${event.card.emails[0]?.value} ${event.card.other?.find(({ label }) => label === WRITTEN_ON)?.value}`,
          ]
        : [],
    );
  const message = (fields: string): string => `From - Mon Nov 23 21:00:00 2026\n${fields}\n\n`;
  const sent = (fields: string): string => message(`From: me@x.example\n${fields}`);
  assert.deepEqual(
    written(
      sent('To: ana@x.example\nDate: Mon, 2 Nov 2026 10:00:00 +0000') +
        sent('To: bo@x.example\nCc: ana@x.example\nDate: Sun, 1 Nov 2026 10:00:00 +0000') +
        message(`${HEAD}From: ana@x.example\nTo: cy@x.example\nDate: Tue, 3 Nov 2026 10:00:00 +0000`) +
        sent('To: undated@x.example'),
    ),
    [
      'ana@x.example 2026-11-02',
      'bo@x.example 2026-11-01',
      'cy@x.example undefined',
      'undated@x.example undefined',
    ],
  );
  assert.deepEqual(written(sent('To: ana@x.example\nDate: Mon, 2 Nov 2026 10:00:00 +0000')), [
    'me@x.example undefined',
    'ana@x.example undefined',
  ]);
});

test('bodies are not read, whatever they look like', () => {
  const body = `From: Else <else@nobody.example>\n\n${'A'.repeat(3_000_000)}\nFrom nobody\n\nFrom a day at 10:00 in the text of a single message\n`;
  assert.deepEqual(people(`${HEAD}From: Ana <ana@x.example>\n\n${body}`), ['Ana <ana@x.example>']);
});

test('what exceeds a limit is left out and counted', () => {
  const many = Array.from({ length: 30 }, (_, at) => `a${at}@x.example`).join(', ');
  const found = read(`${HEAD}To: ${many}\n\n`, { ...LIMITS, people: 10 });
  assert.equal(found.filter((event) => event.kind === 'card').length, 10);
  assert.deepEqual(found.at(-1), {
    kind: 'problem',
    problem: { code: 'mail.too_many', line: 1, found: '20' },
  });
  const long = read(
    `${HEAD}To: ana@x.example,\n${` ${'x'.repeat(998)}\n`.repeat(3000)}From: Bo <bo@x.example>\n\n`,
  );
  assert.deepEqual(
    long.map((event) => (event.kind === 'problem' ? event.problem.code : event.card.emails[0]?.value)),
    ['field.too_large', 'ana@x.example'],
  );
  assert.deepEqual(
    read(`${HEAD}To: ${'y'.repeat(5_000_000)}\nFrom: Bo <bo@x.example>\n\n`).map((event) =>
      event.kind === 'problem' ? event.problem.code : event.card.emails[0]?.value,
    ),
    ['line.too_long', 'bo@x.example'],
  );
});

test('mail is told from what only looks like it', () => {
  const format = (text: string): string => {
    const found = sniff(encoder.encode(text));
    return found.kind === 'contacts' ? found.format : found.kind;
  };
  assert.equal(format('Return-Path: <a@x.example>\r\nFrom: a@x.example\r\nSubject: x\r\n\r\nbody'), 'mail');
  assert.equal(format('4711\nFrom: a@x.example\nSubject: x\n\nbody'), 'mail');
  assert.equal(format('From a@x.example Mon Nov 23 21:00:00 2026\nFrom: a@x.example\n\n'), 'mail');
  assert.equal(format('dn: cn=Ana\nmail: a@x.example\n'), 'ldif');
  assert.equal(format('# by hand\nversion: 1\n\ndn:: Y249QW5h\nmail: a@x.example\n'), 'ldif');
  assert.equal(format('From Ana at 10:00: a@x.example\n'), 'text');
});
