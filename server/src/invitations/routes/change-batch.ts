import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { memberTopic } from '../../live/index.ts';
import { streamChanges } from '../../platform/http/live.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { BatchId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { Batch, changeBatch, readBatch } from '../batch.ts';

const Params = Type.Object({ id: Type.Unsafe<BatchId>(Type.String({ format: 'uuid' })) });
const summaries = {
  undo: 'Take the sending back within its window',
  hold: 'Keep the undo window open a while longer',
  withdraw: 'Do not send what has not been sent yet',
};

/** A sending as it goes on: its state, its events, and the three ways to intervene. */
export function changeBatches(app: App, platform: Platform): void {
  app.get(
    '/api/batches/:id',
    { schema: { tags: ['invitations'], summary: 'A sending', params: Params, response: { 200: Batch } } },
    (request) => readBatch(platform, signedIn(request).memberId, request.params.id),
  );
  const events = {
    tags: ['invitations'],
    summary: 'A sending as it changes, by server-sent events (event `batch`)',
    params: Params,
  };
  app.get('/api/batches/:id/events', { schema: events, sse: 'only' }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const read = () => readBatch(platform, memberId, request.params.id);
    await read();
    await streamChanges(request, reply, {
      events: platform.events,
      topic: memberTopic(memberId),
      soon: `batch:${request.params.id}`,
      event: 'batch',
      read,
      done: ({ state }) => state === 'sent' || state === 'undone' || state === 'withdrawn',
    });
  });
  for (const act of ['undo', 'hold', 'withdraw'] as const) {
    app.post(
      `/api/batches/:id/${act}`,
      {
        schema: { tags: ['invitations'], summary: summaries[act], params: Params, response: { 200: Batch } },
      },
      (request) => changeBatch(platform, signedIn(request).memberId, request.params.id, act),
    );
  }
}
