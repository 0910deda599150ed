import PostalMime from 'postal-mime';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import type { Platform } from '../../platform/platform.ts';
import { listPage, messagePage, partsOf, script, styles } from '../mailbox-page.ts';
import { listMessages, readMessage } from '../store.ts';

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) });

/** What the message may do inside its frame: show itself, and be followed by a click. */
const framePolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "frame-ancestors 'self'",
  'sandbox allow-top-navigation-by-user-activation',
].join('; ');

/** GET /demo/mail and below: every message of the demo, as text, as HTML in a sealed frame, and as it left. */
export function readMailbox(app: App, platform: Platform): void {
  const { database, config } = platform;
  const hide = { hide: true };
  app.get('/demo/mail.css', { schema: hide }, (_request, reply) => reply.type('text/css').send(styles));
  app.get('/demo/mail.js', { schema: hide }, (_request, reply) => reply.type('text/javascript').send(script));
  app.get('/demo/mail', { schema: hide }, async (_request, reply) =>
    reply.type('text/html').send(listPage(config.network.name, await database.asSystem(listMessages))),
  );
  const Parts = Type.Union([Type.Literal('html'), Type.Literal('text'), Type.Literal('source')]);
  app.get(
    '/demo/mail/:id',
    { schema: { ...hide, params: Id, querystring: Type.Object({ part: Type.Optional(Parts) }) } },
    async (request, reply) => {
      const { message, parts } = await opened(platform, request.params.id);
      const part = request.query.part ?? (parts.html === undefined ? 'text' : 'html');
      return reply.type('text/html').send(messagePage(config.network.name, message, part, parts));
    },
  );
  app.get('/demo/mail/:id/html', { schema: { ...hide, params: Id } }, async (request, reply) => {
    const { parts } = await opened(platform, request.params.id);
    return reply
      .headers({ 'content-security-policy': framePolicy, 'x-frame-options': 'SAMEORIGIN' })
      .type('text/html')
      .send(`<base target="_top">${parts.html ?? ''}`);
  });
}

async function opened(platform: Platform, id: string) {
  const message = await platform.database.asSystem((tx) => readMessage(tx, id));
  if (message === undefined) throw new KithError('request.not_found', 'There is no such message.');
  const parsed = message.channel === 'email' ? await PostalMime.parse(message.raw) : undefined;
  return { message, parts: partsOf(message, parsed) };
}
