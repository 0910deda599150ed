import { closeSync, openSync, readSync } from 'node:fs';
import type { Card } from '@kith/contacts';
// Not by the package's door, which loads the numbering plans that no reader needs.
import { readContacts } from '../../../../packages/contacts/src/formats/read-contacts.ts';
import type { Facts } from '../book-names.ts';
import { bare } from './facts.ts';

/** The cards of a book, streamed as an upload would be. */
export function* cards(path: string): Generator<Card> {
  const reader = readContacts();
  for (const chunk of chunks(path)) {
    for (const event of reader.write(chunk)) if (event.kind === 'card') yield event.card;
  }
  for (const event of reader.end()) if (event.kind === 'card') yield event.card;
}

export function* chunks(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const chunk = new Uint8Array(65_536);
      const count = readSync(file, chunk);
      if (count === 0) return;
      yield chunk.subarray(0, count);
    }
  } finally {
    closeSync(file);
  }
}

export function* read(path: string): Generator<Facts> {
  for (const card of cards(path)) yield factsOf(card);
}

/** What is compared of a card. */
export function factsOf({
  names,
  emails,
  phones,
  birthday,
}: Pick<Card, 'names' | 'emails' | 'phones' | 'birthday'>): Facts {
  return {
    given: names.given ?? '',
    family: names.family ?? '',
    emails: emails.map(({ value }) => value),
    phones: phones.map(({ value }) => bare(value)),
    birthday,
  };
}
