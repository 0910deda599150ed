import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { pauseNow, recentFates, unknownMessages, volumeNow } from '../../invitations/index.ts';
import { requireOperator } from '../../members/index.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { checkSendingDomain, type DomainCode, type DomainFinding, domainCodes } from '../sending-domain.ts';
import { zoneBy } from '../zone.ts';

const Span = Type.Object({
  sent: Type.Integer(),
  most: Type.Optional(Type.Integer({ description: 'More waits; missing where there is no limit' })),
});

const Finding = Type.Object({
  part: Type.Unsafe<DomainFinding['part']>({
    type: 'string',
    enum: ['spf', 'dkim', 'dmarc', 'alignment', 'mx', 'ptr'],
  }),
  state: Type.Union([Type.Literal('good'), Type.Literal('note'), Type.Literal('bad')]),
  code: Type.Unsafe<DomainCode>({ type: 'string', enum: [...domainCodes] }),
  name: Type.String({ description: 'The domain or host it is about' }),
  found: Type.Array(Type.String({ description: 'What stands there now' })),
  put: Type.Optional(
    Type.Object({
      name: Type.String(),
      type: Type.Union([Type.Literal('TXT'), Type.Literal('MX'), Type.Literal('PTR')]),
      value: Type.String(),
    }),
  ),
});

/** GET /api/operators/sending: what has left and may, how it fared, and what the DNS says of the sending domain. For others than operators there is nothing. */
export function readSending(app: App, platform: Platform): void {
  const schema = {
    tags: ['operation'],
    summary: 'How much is sent, and whether receivers take it for ours',
    response: {
      200: Type.Object({
        from: Type.String({ description: 'Address that messages come from' }),
        pause: Type.Optional(
          Type.Object({
            reason: Type.Union([
              Type.Literal('complaints'),
              Type.Literal('bounces'),
              Type.Literal('operator'),
            ]),
            since: Type.String(),
          }),
        ),
        hour: Span,
        day: Span,
        warmUp: Type.Optional(Type.Integer({ description: 'What a day may hold because of earlier days' })),
        latest: Type.Object({
          messages: Type.Integer(),
          bounces: Type.Integer(),
          complaints: Type.Integer(),
        }),
        unknown: Type.Integer({ description: 'Messages that may have arrived or not; 1,000 are counted' }),
        domain: Type.Array(Finding),
      }),
    },
  };
  app.get('/api/operators/sending', { schema }, async (request) => {
    const { memberId } = signedIn(request);
    await platform.database.asMember(memberId, (tx) => requireOperator(platform, tx, memberId));
    const { config, database } = platform;
    const [now, domain] = await Promise.all([
      database.asSystem(async (tx) => ({
        pause: await pauseNow(tx),
        volume: await volumeNow(platform, tx),
        latest: await recentFates(tx),
        unknown: (await unknownMessages(tx)).length,
      })),
      config.demo ? [] : checkSendingDomain(zoneBy(config.sources.dns), config),
    ]);
    const { pause, latest, unknown, volume } = now;
    const span = ({ sent, most }: typeof volume.day) => ({ sent, ...(most === undefined ? {} : { most }) });
    return {
      from: config.mailFrom,
      ...(pause === undefined
        ? {}
        : { pause: { reason: pause.reason, since: pause.began_at.toISOString() } }),
      hour: span(volume.hour),
      day: span(volume.day),
      ...(volume.warmUp === undefined ? {} : { warmUp: volume.warmUp }),
      latest,
      unknown,
      domain: domain.map(({ found, ...rest }) => ({ ...rest, found: [...found] })),
    };
  });
}
