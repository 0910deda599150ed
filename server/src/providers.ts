import { oauthClients, type Provider, providers } from '@kith/sources';
import type { Config } from './config.ts';

/** A provider by its id, of those that we know and those that the operator added. */
export function providerById(config: Config, id: string | undefined): Provider | undefined {
  return providers.find((one) => one.id === id) ?? ownProviders(config).find((one) => one.id === id);
}

/** The servers that the operator added, as providers like the others. */
export function ownProviders({ oauth }: Pick<Config, 'oauth'>): readonly Provider[] {
  return oauth.servers
    .filter(({ id }) => !oauthClients.includes(id))
    .map((server) => ({
      id: server.id,
      name: server.name,
      domains: server.domains ?? [],
      access: [
        {
          protocol: 'carddav',
          signIn: 'oauth',
          url: server.url,
          oauth: {
            client: server.id,
            ...(server.issuer === undefined ? {} : { issuer: server.issuer }),
            authorize: server.authorize,
            token: server.token,
            ...(server.revoke === undefined ? {} : { revoke: server.revoke }),
            scopes: server.scopes,
            register: server.authorize,
          },
        },
      ],
      ...(server.revokePage === undefined ? {} : { revoke: server.revokePage }),
      export: {},
      fields: ['name', 'email'],
      logo: {
        letters:
          server.name
            .replace(/[^A-Za-z0-9]/g, '')
            .slice(0, 1)
            .toUpperCase() || 'O',
        colour: '#4a4f57',
      },
      sources: [],
    }));
}
