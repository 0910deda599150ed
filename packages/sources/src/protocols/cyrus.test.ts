import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type Card, readContacts } from '@kith/contacts';
import { generatePeople, vcard30 } from '@kith/contacts/testing';
import { type CyrusServer, startCyrus } from '../../testing/index.ts';
import { openGuard } from '../guard/guard.ts';
import { readCarddav } from './carddav.ts';
import { patientNetwork } from './network.ts';
import type { BookPart, BookRequest, ReadBook } from './protocol.ts';

/** Sizes of books by the person that has them. */
const sizes = { few: 5, many: 300, nobody: 0 };
let cyrus: CyrusServer;
before(async () => {
  cyrus = await startCyrus({ few: 'c4nary-1', many: 'c4nary-2', nobody: 'c4nary-3' });
  for (const [user, count] of Object.entries(sizes)) if (count > 0) await cyrus.load(user, bookOf(count));
});
after(() => cyrus?.close());

function bookOf(count: number): string {
  return vcard30(generatePeople({ seed: count, count }));
}

function asked(user: keyof typeof sizes, more: Partial<BookRequest> = {}): BookRequest {
  const passwords = { few: 'c4nary-1', many: 'c4nary-2', nobody: 'c4nary-3' };
  const guard = openGuard({ networks: '127.0.0.1/32', ports: [cyrus.port], ca: cyrus.ca });
  return {
    at: { url: cyrus.url },
    address: `${user}@dav.example`,
    credential: { kind: 'password', user, password: passwords[user] },
    network: patientNetwork(guard, {
      now: () => new Date(),
      chance: () => 0,
      wait: (milliseconds) => wait(Math.min(milliseconds, 20)),
    }),
    signal: AbortSignal.timeout(60_000),
    ...more,
  };
}

async function partsOf(read: ReadBook, request: BookRequest): Promise<BookPart[]> {
  const parts: BookPart[] = [];
  for await (const part of read(request)) parts.push(part);
  return parts;
}

function cardsIn(pieces: readonly Uint8Array[]): Card[] {
  const reader = readContacts();
  return [...pieces.flatMap((bytes) => [...reader.write(bytes)]), ...reader.end()].flatMap((event) =>
    event.kind === 'card' ? [event.card] : [],
  );
}

/** What tells people apart, to compare what was loaded with what came. */
function sketch(pieces: readonly Uint8Array[]): string[] {
  return cardsIn(pieces)
    .map(({ names, emails, phones }) =>
      [names.full, ...emails.map(({ value }) => value), ...phones.map(({ value }) => value)].join('|'),
    )
    .sort();
}

for (const [name, read] of [['CardDAV', readCarddav]] as const) {
  for (const user of ['few', 'many'] as const)
    test(`${name}: a book of ${sizes[user]} arrives complete and equal, and can be gone on with`, async () => {
      const loaded = sketch([new TextEncoder().encode(bookOf(sizes[user]))]);
      const parts = await partsOf(read, asked(user));
      assert.deepEqual(sketch(parts.map(({ bytes }) => bytes)), loaded);
      assert.equal(parts.at(-1)?.cards, sizes[user]);
      assert.equal(parts[0]?.total, sizes[user]);
      const [first] = parts;
      const rest = await partsOf(read, asked(user, { after: first?.cursor ?? '' }));
      assert.deepEqual(sketch([first, ...rest].flatMap((part) => part?.bytes ?? [])), loaded);
    });

  test(`${name}: an empty book, and a wrong password`, async () => {
    assert.deepEqual(await partsOf(read, asked('nobody')), []);
    await assert.rejects(
      partsOf(read, asked('few', { credential: { kind: 'password', user: 'few', password: 'c4nary-2' } })),
      { name: 'SourceFault', code: 'source.refused' },
    );
  });
}
