import { type Access, type Provider, providers } from '@kith/sources';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { requireOperator } from '../../members/index.ts';
import { clientSettingNames } from '../../oauth-settings.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { ownProviders } from '../../providers.ts';
import { oauthDoorOf, redirectUriOf } from '../oauth-door.ts';

const Client = Type.Object({
  client: Type.String({ description: 'Names the settings and the redirect URI' }),
  providers: Type.Array(Type.String({ description: 'Whose doors it opens' })),
  logo: Type.Object({ letters: Type.String(), colour: Type.String() }),
  isSetUp: Type.Boolean(),
  redirectUri: Type.String(),
  register: Type.String({ description: 'Where the provider hands out client ids' }),
  scopes: Type.Array(Type.String()),
  collected: Type.Array(Type.String({ description: 'Only when members may ask for more' })),
  canRevoke: Type.Boolean({ description: 'Otherwise members are shown the page where they do it' }),
  settings: Type.Array(Type.String(), { description: 'Of the id, and of the secret' }),
});

/** GET /api/operators/clients: what to register at each provider, and whether it is done. For others than operators there is nothing. */
export function listClients(app: App, platform: Platform): void {
  const schema = {
    tags: ['operation'],
    summary: 'The providers that an operator can set up, and how',
    response: { 200: Type.Object({ items: Type.Array(Client) }) },
  };
  app.get('/api/operators/clients', { schema }, async (request) => {
    const { memberId } = signedIn(request);
    await platform.database.asMember(memberId, (tx) => requireOperator(platform, tx, memberId));
    const doors = [...ownProviders(platform.config), ...providers].flatMap((provider) =>
      provider.access.flatMap(({ oauth }) => (oauth === undefined ? [] : [{ provider, oauth }])),
    );
    const byClient = Map.groupBy(doors, ({ oauth }): string => oauth.client);
    return { items: [...byClient].map(([client, same]) => describe(client, same)) };
  });

  function describe(
    client: string,
    same: readonly { readonly provider: Provider; readonly oauth: NonNullable<Access['oauth']> }[],
  ) {
    const [first] = same;
    if (first === undefined) throw new TypeError('a group has members');
    const { oauth, provider } = first;
    const isOwn = platform.config.oauth.servers.some(({ id }) => id === client);
    const names = clientSettingNames(client);
    return {
      client,
      providers: same.map((one) => one.provider.name),
      logo: provider.logo,
      isSetUp: oauthDoorOf(platform, provider) !== undefined,
      redirectUri: redirectUriOf(platform, client),
      register: oauth.register,
      scopes: [...oauth.scopes],
      collected: [...(oauth.collected ?? [])],
      canRevoke: oauth.revoke !== undefined,
      settings: isOwn ? ['KITH_OAUTH_SERVERS'] : [names.id, names.secret],
    };
  }
}
