import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agentName } from './agent.ts';

test('a browser is named by what it is, not by all it claims to be', () => {
  const gecko = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
  const edge =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0';
  const phone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/604.1';
  const android =
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36';
  assert.deepEqual([gecko, edge, phone, android].map(agentName), [
    'Firefox, Linux',
    'Edge, Windows',
    'Safari, iPhone',
    'Chrome, Android',
  ]);
});

test('what is no browser keeps its own words', () => {
  assert.equal(agentName('curl/8.5.0'), 'curl/8.5.0');
  assert.equal(agentName('x'.repeat(200)).length, 60);
});
