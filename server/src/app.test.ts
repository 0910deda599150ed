import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TestKith, testKith } from '../testing/kith.ts';

let kith: TestKith;
before(async () => {
  kith = await testKith();
});
after(() => kith.close());

test('an unknown path answers with problem details and the security headers', async () => {
  const answer = await kith.app.inject('/nothing');
  assert.equal(answer.statusCode, 404);
  assert.match(String(answer.headers['content-security-policy']), /default-src 'none'/);
});

test('the description of the routes is served', async () => {
  const answer = await kith.app.inject('/api/openapi.json');
  assert.equal(answer.json().openapi, '3.1.0');
  assert.ok('/api/imports' in answer.json().paths);
});
