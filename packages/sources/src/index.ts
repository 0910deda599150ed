export { exportSteps } from './export-steps.ts';
export type { Access, GuideLanguage, Protocol, Provider, SignIn } from './provider.ts';
export { providerOf, providers, searchProviders } from './providers.ts';
