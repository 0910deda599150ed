export { type Check, checkProviders } from './discover/check.ts';
export { type Discovery, type Dns, discover } from './discover/discover.ts';
export { dnsOf } from './discover/dns.ts';
export { type Door, placeOf } from './discover/door.ts';
export { exportSteps } from './export-steps.ts';
export { type Guard, type GuardOptions, hostOf, openGuard } from './guard/guard.ts';
export {
  type AppPassword,
  beginLoginFlow,
  endLoginFlow,
  type LoginFlow,
  pollLoginFlow,
} from './login-flow/nextcloud.ts';
export {
  type Asked,
  authorisationUrl,
  type OauthClient,
  type Once,
  redeem,
  revoke,
  type Tokens,
} from './oauth/authorisation.ts';
export { GrantFault, type GrantFaultCode } from './oauth/grant-fault.ts';
export { books } from './protocols/books.ts';
export { readCarddav } from './protocols/carddav.ts';
export { type Patience, patientNetwork } from './protocols/network.ts';
export {
  type BookPart,
  type BookRequest,
  type Credential,
  type ReadBook,
  SourceFault,
  type SourceFaultCode,
  type SourceNetwork,
} from './protocols/protocol.ts';
export type { Access, GuideLanguage, Protocol, Provider, SignIn } from './provider.ts';
export { oauthClients, providerOf, providers, searchProviders } from './providers.ts';
