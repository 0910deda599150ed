import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TestKith, testKith } from '../../testing/kith.ts';

let kith: TestKith;
before(async () => {
  kith = await testKith();
});
after(() => kith.close());

async function get(url: string) {
  const response = await kith.app.inject({ method: 'GET', url });
  return { status: response.statusCode, body: response.json() };
}

test('the list starts with the most used, and says how many there are', async () => {
  const { status, body } = await get('/api/providers?limit=4');
  assert.equal(status, 200);
  assert.deepEqual(
    body.items.map(({ id }: { id: string }) => id),
    ['gmail', 'outlook', 'yahoo', 'icloud'],
  );
  assert.ok(body.known >= 90);
  assert.equal(body.found, body.known);
});

test('an address finds its provider, with the guide in the language asked for', async () => {
  const { body } = await get(`/api/providers?query=${encodeURIComponent('ana@hotmail.fr')}&language=de`);
  assert.equal(body.found, 1);
  assert.equal(body.items[0].id, 'outlook');
  assert.match(body.items[0].export.steps[0], /^Öffnen Sie/);
});

test('a provider is read by its id, and one that is not there is refused', async () => {
  const { body } = await get('/api/providers/posteo?language=en');
  assert.equal(body.name, 'Posteo');
  assert.equal(body.domains, 51);
  const missing = await get('/api/providers/nobody');
  assert.equal(missing.status, 404);
  assert.equal(missing.body.code, 'request.not_found');
});
