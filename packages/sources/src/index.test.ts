import assert from 'node:assert/strict';
import { test } from 'node:test';
import { providerOf, providers } from './index.ts';

test('an address leads to its provider, whatever its case', () => {
  assert.equal(providerOf('ana@GMail.com')?.id, 'gmail');
  assert.equal(providerOf('ana@web.de')?.id, 'web-de');
  assert.equal(providerOf('ana@example.org'), undefined);
  assert.equal(providerOf(''), undefined);
});

test('no domain belongs to two providers, and every provider says how to export', () => {
  const domains = providers.flatMap((provider) => provider.domains);
  assert.equal(new Set(domains).size, domains.length);
  assert.equal(new Set(providers.map((provider) => provider.id)).size, providers.length);
  for (const provider of providers) {
    assert.ok(provider.steps.length >= 3, provider.id);
    assert.ok(provider.url.startsWith('https://'), provider.id);
    for (const domain of provider.domains) assert.match(domain, /^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
  }
});
