import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { streamChanges } from '../../platform/http/live.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { HandOffId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { beginHandOff, HandOff, handOffTopic, readHandOff } from '../hand-off.ts';

const Params = Type.Object({ id: Type.Unsafe<HandOffId>(Type.String({ format: 'uuid' })) });
const Made = Type.Intersect([
  HandOff,
  Type.Object({
    code: Type.String({ description: 'Ten letters and digits, for the phone' }),
    link: Type.String({ description: 'Opens the page for the phone; the code is in its fragment' }),
  }),
]);

/** POST /api/hand-offs, and GET with its events: what the screen shows that waits for a phone. */
export function makeHandOff(app: App, platform: Platform): void {
  const make = {
    tags: ['hand-offs'],
    summary: 'Make a code by which a phone sends its contacts here; it works once, for ten minutes',
    response: { 201: Made },
  };
  const limit = { rateLimit: { max: 30, timeWindow: '10 minutes' } };
  app.post('/api/hand-offs', { schema: make, config: limit }, async (request, reply) => {
    const made = await beginHandOff(platform, signedIn(request).memberId);
    // In the fragment: browsers send it to no server, so no log holds it.
    return reply.code(201).send({ ...made, link: `${platform.publicUrl}/hand-off#${made.code}` });
  });

  const read = {
    tags: ['hand-offs'],
    summary: 'How far a hand-off is',
    params: Params,
    response: { 200: HandOff },
  };
  app.get('/api/hand-offs/:id', { schema: read }, (request) =>
    readHandOff(platform, signedIn(request).memberId, request.params.id),
  );

  const events = {
    tags: ['hand-offs'],
    summary: 'A hand-off as it goes on, by server-sent events (event `hand-off`)',
    params: Params,
  };
  app.get('/api/hand-offs/:id/events', { schema: events, sse: 'only' }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const { id } = request.params;
    await readHandOff(platform, memberId, id);
    await streamChanges(request, reply, {
      events: platform.events,
      topic: handOffTopic(id),
      soon: handOffTopic(id),
      event: 'hand-off',
      read: () => readHandOff(platform, memberId, id),
      done: ({ state }) => state === 'received' || state === 'expired',
    });
  });
}
