import { exportSteps, type GuideLanguage, type Provider } from '@kith/sources';
import { type Static, Type } from 'typebox';
import type { Platform } from '../platform/platform.ts';
import { oauthDoorOf } from './oauth-door.ts';

const Text = Type.Union([Type.String(), Type.Null()]);

/** The language of export guides; English for every other. */
export const Language = Type.Union([Type.Literal('en'), Type.Literal('de')]);

export const ProviderView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  logo: Type.Object({ letters: Type.String(), colour: Type.String() }),
  domains: Type.Integer({ description: 'How many mail domains are its own.' }),
  someDomains: Type.Array(Type.String(), { maxItems: 4 }),
  appPassword: Type.Union([Type.String(), Type.Null()], {
    description: 'The page that makes an app password',
  }),
  enable: Type.Union([Type.String(), Type.Null()], {
    description: 'The page that tells how to allow access',
  }),
  revoke: Text,
  connect: Type.Union([Type.Object({ collected: Type.Boolean(), ownServer: Type.Boolean() }), Type.Null()], {
    description:
      'Whether this network can ask there for access; beside, for what the provider collected by itself; at a server that the member names',
  }),
  export: Type.Object({ url: Text, steps: Type.Array(Type.String()) }),
});
export type ProviderView = Static<typeof ProviderView>;

/** What a screen shows of a provider. */
export function viewOf(
  platform: Pick<Platform, 'config' | 'publicUrl'>,
  provider: Provider,
  language: GuideLanguage,
): ProviderView {
  const door = oauthDoorOf(platform, provider);
  const ownServer = provider.access.some(({ loginFlow }) => loginFlow === true);
  return {
    id: provider.id,
    name: provider.name,
    logo: provider.logo,
    domains: provider.domains.length,
    someDomains: provider.domains.slice(0, 4),
    appPassword: provider.appPassword ?? null,
    enable: provider.enable ?? null,
    revoke: provider.revoke ?? null,
    connect:
      door === undefined && !ownServer ? null : { collected: (door?.collected.length ?? 0) > 0, ownServer },
    export: { url: provider.export.url ?? null, steps: [...exportSteps(provider, language)] },
  };
}
