import { testSource } from '../../testing/contract.ts';
import { startYahooServer } from '../../testing/yahoo-server.ts';
import { readCarddav } from './carddav.ts';

const token = 'c4nary-T0ken';

for (const [kind, credential] of [
  ['a token', { kind: 'bearer', token }],
  ['an app password', { kind: 'password', user: 'alice@yahoo.example', password: token }],
] as const)
  testSource({
    name: `CardDAV, Yahoo with ${kind}`,
    read: readCarddav,
    carries: ['phones', 'organisation', 'title', 'city', 'birthday', 'note', 'groups', 'photo'],
    ...(kind === 'a token' ? {} : { sizes: [5] }),
    several: 300,
    async start(book) {
      const server = await startYahooServer(book, (one) =>
        one === token ? { scopes: ['sdct-r'] } : undefined,
      );
      return { ...server, request: { at: { url: server.url }, address: 'alice@yahoo.example', credential } };
    },
  });
