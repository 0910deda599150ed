import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BLANK_CARD } from '@kith/contacts';
import { generatePeople } from '@kith/contacts/testing';
import { searchThreads } from './search-threads.ts';

const book = (seed: number, count: number) =>
  generatePeople({ seed, count }).map(({ names, emails, phones }) =>
    JSON.stringify({ ...BLANK_CARD, names, emails, phones }),
  );
const wish = { fresh: undefined, apart: [], most: 10 };

test('a thread looks through book after book', async () => {
  const threads = searchThreads();
  const [one = '', other = '', ...rest] = book(1, 60);
  const first = threads.take();
  await first.add([one, other, ...rest]);
  await first.add([other, one]);
  const pairs = await first.search(wish);
  assert.deepEqual(pairs.map(({ a, b }) => [a, b]).sort(), [
    [0, 61],
    [1, 60],
  ]);
  first.release();
  const next = threads.take();
  await next.add([one, other, ...rest]);
  assert.deepEqual(await next.search(wish), [], 'nobody of the book before is left');
  await next.add([one, one, other, other, ...rest]);
  const fresh = new Uint8Array(62);
  fresh[0] = fresh[2] = 1;
  const apart = [[2, 3]] as const;
  assert.deepEqual(
    (await next.search({ ...wish, fresh, apart })).map(({ a, b }) => [a, b]),
    [[0, 1]],
  );
  await threads.close();
});

test('a search ends with the server, and is no wait for ever', async () => {
  const threads = searchThreads();
  const thread = threads.take();
  await thread.add(book(2, 2000));
  const searching = thread.search(wish);
  await Promise.all([threads.close(), assert.rejects(searching, /ended before its time/)]);
  assert.throws(() => threads.take(), /stopping/);
});
