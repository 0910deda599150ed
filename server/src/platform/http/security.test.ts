import assert from 'node:assert/strict';
import { test } from 'node:test';
import fastify from 'fastify';
import { jsonLog } from '../log.ts';
import { answerProblem } from './problem.ts';
import { secure } from './security.ts';

function server() {
  const lines: string[] = [];
  const app = fastify();
  app.setErrorHandler(
    answerProblem(
      jsonLog(
        'debug',
        () => new Date(0),
        (line) => lines.push(line),
      ),
    ),
  );
  secure(app, () => 'https://kith.example');
  app.post('/write', async () => ({}));
  app.post('/open', { config: { anyOrigin: true } }, async () => ({}));
  app.get('/fails', async () => {
    throw new Error('ana@home.example was here');
  });
  return { app, lines };
}

test('a write from another site is refused, from our own page and from no browser taken', async () => {
  const { app } = server();
  const status = async (headers: Record<string, string>, url = '/write') =>
    (await app.inject({ method: 'POST', url, headers })).statusCode;
  assert.equal(await status({ 'sec-fetch-site': 'cross-site' }), 403);
  assert.equal(await status({ 'sec-fetch-site': 'same-site' }), 403);
  assert.equal(await status({ origin: 'https://evil.example' }), 403);
  assert.equal(await status({ 'sec-fetch-site': 'same-origin' }), 200);
  assert.equal(await status({ origin: 'https://kith.example' }), 200);
  assert.equal(await status({}), 200);
  assert.equal(await status({ 'sec-fetch-site': 'cross-site' }, '/open'), 200);
});

test('scripts and styles come from our own files alone, and nobody may frame us', async () => {
  const { app } = server();
  const { headers } = await app.inject('/fails');
  const policy = String(headers['content-security-policy']);
  assert.match(policy, /script-src 'self';/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
  assert.match(String(headers['strict-transport-security']), /max-age=/);
});

test('an unexpected error tells the caller nothing and the log no more than where it was', async () => {
  const { app, lines } = server();
  const answer = await app.inject('/fails');
  assert.equal(answer.statusCode, 500);
  assert.doesNotMatch(answer.body + lines.join(''), /ana@home/);
  assert.match(lines.join(''), /"event":"http.failed"/);
});
