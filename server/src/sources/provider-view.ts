import { exportSteps, type GuideLanguage, type Provider } from '@kith/sources';
import { type Static, Type } from 'typebox';

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
  export: Type.Object({ url: Text, steps: Type.Array(Type.String()) }),
});
export type ProviderView = Static<typeof ProviderView>;

/** What a screen shows of a provider. */
export function viewOf(provider: Provider, language: GuideLanguage): ProviderView {
  return {
    id: provider.id,
    name: provider.name,
    logo: provider.logo,
    domains: provider.domains.length,
    someDomains: provider.domains.slice(0, 4),
    appPassword: provider.appPassword ?? null,
    enable: provider.enable ?? null,
    revoke: provider.revoke ?? null,
    export: { url: provider.export.url ?? null, steps: [...exportSteps(provider, language)] },
  };
}
