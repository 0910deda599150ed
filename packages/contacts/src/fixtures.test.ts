import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { normaliseCard, type ReadEvent, readContacts } from './index.ts';

const folder = new URL('../fixtures/', import.meta.url);
const schema: unknown = JSON.parse(
  readFileSync(new URL('../schema/contact.schema.json', import.meta.url), 'utf8'),
);
assert.ok(typeof schema === 'object' && schema !== null);
const validate = new Ajv2020({ allErrors: true }).compile(schema);

function read(bytes: Uint8Array): { dialect: string | undefined; events: ReadEvent[] } {
  const reader = readContacts();
  const events = [...reader.write(bytes), ...reader.end()];
  return { dialect: reader.dialect, events };
}

const files = readdirSync(folder).filter((name) => !name.endsWith('.expected.json'));

for (const name of files) {
  test(`${name} is read as expected`, () => {
    const { dialect, events } = read(readFileSync(new URL(name, folder)));
    const expected: unknown = JSON.parse(readFileSync(new URL(`${name}.expected.json`, folder), 'utf8'));
    assert.deepEqual(JSON.parse(JSON.stringify({ dialect, events })), expected);
  });

  test(`each contact of ${name} is valid by the schema`, () => {
    const { events } = read(readFileSync(new URL(name, folder)));
    let cards = 0;
    for (const event of events) {
      if (event.kind !== 'card') continue;
      cards++;
      const contact: unknown = JSON.parse(JSON.stringify(normaliseCard(event.card, { region: 'DE' })));
      assert.ok(validate(contact), JSON.stringify(validate.errors));
    }
    assert.ok(cards > 0);
  });

  test(`${name} gives nobody else's address or number`, () => {
    for (const event of read(readFileSync(new URL(name, folder))).events) {
      if (event.kind !== 'card') continue;
      const reach = JSON.stringify([event.card.emails, event.card.phones]);
      assert.doesNotMatch(reach, /else@|eva@weber|999999|9999-9999/);
    }
  });
}
