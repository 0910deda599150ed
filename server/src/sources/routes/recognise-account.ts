import { Readable } from 'node:stream';
import { books, type Dns, type Door, discover, type SourceNetwork } from '@kith/sources';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { ownProviders } from '../../providers.ts';
import { Language, viewOf } from '../provider-view.ts';

/**
 * POST /api/sources/recognise: how the account of an address can be read. Answers lines of JSON as it looks: a `step`
 * for each place as it begins and ends, and at the end `done` with the provider, when we know it (its `connect` says whether it can be asked for access), and the doors
 * that are open here by password; without any, `fault` is the code of what is wrong with the server that the domain names.
 */
export function recogniseAccount(app: App, platform: Platform, network: SourceNetwork, dns: Dns): void {
  const schema = {
    tags: ['sources'],
    summary: 'Find the way to the address book of an account, as lines of JSON (application/x-ndjson)',
    body: Type.Object({
      address: Type.String({ format: 'email', maxLength: 320 }),
      language: Type.Optional(Language),
    }),
  };
  const chance = () => (platform.random.bytes(1)[0] ?? 0) / 256;
  const limit = { rateLimit: { max: 30, timeWindow: '1 minute' } };
  app.post('/api/sources/recognise', { schema, config: limit }, (request, reply) => {
    signedIn(request);
    const { address, language = 'en' } = request.body;
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const own = ownProviders(platform.config).find(({ domains }) =>
      domains.includes(address.slice(address.lastIndexOf('@') + 1).toLowerCase()),
    );
    async function* lines() {
      if (own !== undefined) {
        yield `${JSON.stringify({ kind: 'done', provider: viewOf(platform, own, language), doors: [] })}\n`;
        return;
      }
      for await (const one of discover(address, { chance, dns, network, signal: gone.signal })) {
        if (one.kind === 'step') yield `${JSON.stringify(one)}\n`;
        else
          yield `${JSON.stringify({
            kind: 'done',
            provider: one.provider === undefined ? null : viewOf(platform, one.provider, language),
            fault: one.fault,
            doors: one.doors.filter(isOpen).map((door) => ({ ...door, host: hostOf(door) })),
          })}\n`;
      }
    }
    return reply.type('application/x-ndjson; charset=utf-8').send(Readable.from(lines()));
  });
}

/** Whether it can be read here, by password: only with a place to ask. */
function isOpen({ protocol, signIn, at }: Door): boolean {
  return signIn !== 'oauth' && books[protocol] !== undefined && hostOf({ at }) !== '';
}

/** Who will be given the password. */
function hostOf({ at }: Pick<Door, 'at'>): string {
  return at.host ?? (at.url === undefined ? '' : new URL(at.url).hostname);
}
