import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Card, ReadEvent } from '../contact.ts';
import { facebookJson } from './facebook-json.ts';
import { googleJson } from './google-json.ts';
import { graphJson } from './graph-json.ts';
import { jscontact } from './jscontact.ts';
import { LIMITS } from './limits.ts';
import { readContacts } from './read-contacts.ts';

const encoder = new TextEncoder();
const FORMATS = [jscontact, googleJson, graphJson, facebookJson];

function events(content: string): ReadEvent[] {
  const reader = readContacts();
  return [...reader.write(encoder.encode(content)), ...reader.end()];
}

function cards(content: string): Card[] {
  return events(content).flatMap((event) => (event.kind === 'card' ? [event.card] : []));
}

test('hostile JSON neither stops nor floods any reader', () => {
  for (const format of FORMATS) {
    for (const bad of [
      '['.repeat(100_000),
      '{"a":'.repeat(100_000),
      `[${'{'.repeat(100_000)}`,
      `{"name":"${'x'.repeat(5_000_000)}`,
      ','.repeat(1_000_000),
      '\0'.repeat(100_000),
    ]) {
      const reader = format.open();
      const found = [...reader.write(encoder.encode(bad)), ...reader.end()];
      assert.ok(found.length >= 1 && found.length <= 5, `${format.name} ${bad.slice(0, 5)} ${found.length}`);
    }
  }
});

test('a thousand brackets inside one card cost that value alone', () => {
  const deep = `${'['.repeat(1000)}${']'.repeat(1000)}`;
  const found = cards(
    `[{"@type":"Card","uid":"1","x.example:deep":${deep},"emails":{"e":{"address":"a@x.example"}}},{"@type":"Card","uid":"2","name":{"full":"Bo"}}]`,
  );
  assert.deepEqual(
    found.map(({ emails, names, problems }) => [emails.length, names.full, problems.map(({ code }) => code)]),
    [
      [1, '', ['field.too_deep']],
      [0, 'Bo', []],
    ],
  );
});

test('keys of the prototype are fields like any other', () => {
  const [card] = cards(
    '{"@type":"Card","uid":"1","name":{"full":"Ana"},"__proto__":{"x":1},"keywords":{"__proto__":true}}',
  );
  assert.deepEqual(card?.other, [{ value: '{"x":1}', label: '__proto__' }]);
  assert.deepEqual(card?.categories, ['__proto__']);
  assert.equal(Object.hasOwn(Object.prototype, 'x'), false);
});

test('what exceeds a limit is a problem of its card', () => {
  const photo = `data:image/png;base64,${'A'.repeat(Math.ceil((LIMITS.photo * 4) / 3) + 100)}`;
  const [one, two] = cards(
    `[{"@type":"Card","uid":"1","name":{"full":"One"},"media":{"m":{"uri":"${photo}"}},"notes":{"n":{"note":"${'x'.repeat(LIMITS.field + 1)}"}}},\n{"@type":"Card","uid":"2","name":{"full":"Two"},"emails":{${Array.from({ length: 300 }, (_, at) => `"${at}":{"address":"a${at}@x.example"}`).join()}}}]`,
  );
  assert.deepEqual(
    one?.problems.map(({ code }) => code),
    ['photo.too_large', 'field.too_large'],
  );
  assert.equal(two?.emails.length, LIMITS.values);
  assert.deepEqual(
    two?.problems.map(({ code, found }) => [code, found]),
    [['field.too_many', '300']],
  );
});

test('a list of nobody and JSON about something else are told apart', () => {
  assert.deepEqual(events('{"connections": []}'), [
    { kind: 'problem', problem: { code: 'file.empty', line: 1 } },
  ]);
  assert.deepEqual(events('{"a": [1, 2]}'), [
    { kind: 'problem', problem: { code: 'file.not_contacts', line: 1, found: 'JSON' } },
  ]);
});

test('an answer of JMAP as it came over the wire', () => {
  const [card] = cards(
    '{"methodResponses":[["ContactCard/get",{"accountId":"a","list":[{"@type":"Card","uid":"1","name":{"full":"Ana"}}],"notFound":[]},"0"]],"sessionState":"1"}',
  );
  assert.equal(card?.names.full, 'Ana');
});

test('pages of connections in one array', () => {
  const found = cards(
    '[{"connections":[{"resourceName":"people/1","names":[{"displayName":"Ana"}]}],"nextPageToken":"x"},{"connections":[{"resourceName":"people/2","names":[{"displayName":"Bo"}]}]}]',
  );
  assert.deepEqual(
    found.map(({ names }) => names.full),
    ['Ana', 'Bo'],
  );
});

test('people who were removed or refused are nobody to write to', () => {
  assert.deepEqual(
    events(
      '{"deleted_friends_v2":[{"name":"X","timestamp":1}],"friends_v2":[{"name":"Ana","timestamp":1}]}',
    ).map((event) => (event.kind === 'card' ? event.card.names.full : event.problem.code)),
    ['Ana'],
  );
});
