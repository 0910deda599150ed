import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { CULTURES } from './cultures.ts';
import { generatePeople } from './people.ts';

test('the same seed gives the same people, another seed others', () => {
  assert.deepEqual(generatePeople({ seed: 4, count: 50 }), generatePeople({ seed: 4, count: 50 }));
  assert.notDeepEqual(generatePeople({ seed: 4, count: 50 }), generatePeople({ seed: 5, count: 50 }));
});

test('every culture gives numbers that are valid in its country', () => {
  for (const culture of CULTURES) {
    for (const person of generatePeople({ seed: 11, count: 60, cultures: [culture.id] })) {
      for (const phone of person.phones) {
        const parsed = parsePhoneNumberFromString(phone.value);
        assert.ok(parsed?.isValid(), `${culture.id} ${phone.value}`);
      }
    }
  }
});

test('no two of 20,000 people share an address or a number', () => {
  const seen = new Set<string>();
  for (const person of generatePeople({ seed: 2, count: 20_000 })) {
    for (const { value } of [...person.emails, ...person.phones]) {
      assert.ok(!seen.has(value), value);
      seen.add(value);
    }
    for (const { value } of person.emails) assert.match(value, /^[a-z0-9.]+@[a-z0-9.-]+\.(example|test)$/);
  }
});
