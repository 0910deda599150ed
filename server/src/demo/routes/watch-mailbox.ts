import type { App } from '../../app.ts';
import type { Platform } from '../../platform/platform.ts';
import { listMessages } from '../store.ts';
import { demoMailTopic } from '../transports.ts';

/** GET /demo/mail/events: says the id of the newest message, now and whenever one comes. */
export function watchMailbox(app: App, { database, events }: Platform): void {
  app.get('/demo/mail/events', { schema: { hide: true }, sse: { kind: 'only' } }, async (_request, reply) => {
    reply.sse.keepAlive();
    const tell = async () => {
      const [newest] = await database.asSystem(listMessages);
      if (reply.sse.isConnected) await reply.sse.send({ event: 'mail', data: newest?.id ?? 'none' });
    };
    const stop = events.subscribe(demoMailTopic, () => void tell().catch(() => undefined));
    reply.sse.onClose(stop);
    await tell();
  });
}
