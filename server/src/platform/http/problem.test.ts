import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { fastifySSE } from '@fastify/sse';
import fastify from 'fastify';
import { jsonLog } from '../log.ts';
import { answerProblem } from './problem.ts';

test('a stream whose reader leaves between two events is no error of ours', async (t) => {
  const logs: string[] = [];
  const app = fastify({ forceCloseConnections: true });
  app.setErrorHandler(
    answerProblem(
      jsonLog(
        'debug',
        () => new Date(),
        (line) => logs.push(line),
      ),
    ),
  );
  await app.register(fastifySSE);
  const over = Promise.withResolvers<string>();
  app.get('/events', { sse: 'only' }, async (_request, reply) => {
    const left = once(reply.raw, 'close');
    await reply.sse.send({ data: 'first' });
    await left;
    await reply.sse.send({ data: 'second' }).catch((error) => {
      over.resolve(error.code);
      throw error;
    });
  });
  t.after(() => app.close());
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const leaving = new AbortController();
  await fetch(`${url}/events`, { signal: leaving.signal });
  leaving.abort();
  assert.equal(await over.promise, 'FST_ERR_SSE_CONNECTION_CLOSED');
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(logs, []);
});
