import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyCard } from '../../testing/cards.ts';
import type { Card } from '../contact.ts';
import { jscontact } from '../formats/jscontact.ts';
import { readContacts } from '../formats/read-contacts.ts';
import { writeJscontact } from './jscontact.ts';

function read(text: string): Card {
  const reader = jscontact.open({ photos: true });
  const events = [...reader.write(new TextEncoder().encode(text)), ...reader.end()];
  const [event] = events;
  assert.ok(event?.kind === 'card' && events.length === 1, JSON.stringify(events));
  return event.card;
}

/** What a card says, without where it stood; `other` has no order of its own. */
function said({ source, problems: _, other, ...card }: Card): unknown {
  const sorted = other?.map((one) => JSON.stringify(one)).toSorted();
  return JSON.parse(JSON.stringify({ ...card, uid: source.uid, revised: source.revised, other: sorted }));
}

test('reading what was written gives the same', () => {
  fc.assert(
    fc.property(anyCard, (card) => {
      assert.deepEqual(said(read(writeJscontact(card))), said(card));
    }),
    { numRuns: 600 },
  );
});

test('photos keep their bytes', () => {
  const data = Uint8Array.from({ length: 5000 }, (_, at) => (at * 7) % 256);
  const [card] = fc.sample(anyCard, 1);
  assert.ok(card !== undefined);
  const back = read(
    writeJscontact({ ...card, photo: { kind: 'embedded', size: data.length, type: 'image/jpeg', data } }),
  );
  assert.deepEqual(back.photo, { kind: 'embedded', size: data.length, type: 'image/jpeg', data });
});

test('a group keeps its members', () => {
  const [card] = fc.sample(anyCard, 1);
  assert.ok(card !== undefined);
  const group: Card = {
    ...card,
    kind: 'group',
    relations: [
      { value: 'urn:a', label: 'member' },
      { value: 'urn:b', label: 'member' },
    ],
  };
  assert.deepEqual(said(read(writeJscontact(group))), said(group));
});

test('what any fixture says survives', () => {
  const folder = new URL('../../fixtures/', import.meta.url);
  let cards = 0;
  for (const name of readdirSync(folder).filter((one) => !one.endsWith('.expected.json'))) {
    const reader = readContacts({ photos: true });
    for (const event of [...reader.write(readFileSync(new URL(name, folder))), ...reader.end()]) {
      if (event.kind !== 'card') continue;
      const { card } = event;
      const back = read(writeJscontact(card));
      assert.deepEqual([back.names, back.emails, back.phones], [card.names, card.emails, card.phones], name);
      assert.deepEqual(said({ ...back, source: card.source }), said(card), name);
      cards++;
    }
  }
  assert.ok(cards > 50);
});

test('a card without a uid always gets the same one', () => {
  const [card] = fc.sample(anyCard, 1);
  assert.ok(card !== undefined);
  const bare: Card = { ...card, source: { format: 'csv', lines: [7, 7] } };
  const { source } = read(writeJscontact(bare));
  assert.match(
    source.uid ?? '',
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  assert.equal(
    read(writeJscontact({ ...bare, source: { format: 'text', lines: [9, 9] } })).source.uid,
    source.uid,
  );
});
