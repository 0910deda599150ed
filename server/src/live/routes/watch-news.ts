import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { displaced, type SessionOf, streamNews } from '../stream.ts';

/** Streams of one member at one server; a further one ends the oldest, which is told why and does not come back by itself. */
const most = 20;

/** GET /api/events: what of the member's changes, by its name alone; the screens read it anew. */
export function watchNews(app: App, platform: Platform, sessionOf: SessionOf): void {
  const open = new Map<MemberId, Set<AbortController>>();
  const schema = {
    tags: ['live'],
    summary: 'What changes, by server-sent events (event `changed`: `{ "changed": ["imports"] }`)',
    description:
      'Subjects: contacts, imports, connections, requests, invitations, suggestions, data. The first event comes at once, an empty one at least every 20 seconds. Of very many streams of one member the oldest ends with the event `displaced`: ask now and then instead.',
  };
  app.get('/api/events', { schema, sse: 'only' }, async (request, reply) => {
    const session = signedIn(request);
    const { memberId } = session;
    const ended = new AbortController();
    const streams = open.get(memberId) ?? new Set();
    open.set(memberId, streams.add(ended));
    if (streams.size > most) streams.values().next().value?.abort(displaced);
    try {
      await streamNews(platform, request, reply, { session, sessionOf, ended });
    } finally {
      streams.delete(ended);
      if (streams.size === 0) open.delete(memberId);
    }
  });
  app.addHook('preClose', async () => {
    for (const streams of open.values()) for (const ended of streams) ended.abort();
  });
}
