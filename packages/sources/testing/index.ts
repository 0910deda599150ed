export {
  type Answer,
  type AuthorizationOptions,
  type AuthorizationServer,
  startAuthorizationServer,
} from './authorization-server.ts';
export { type BearerFront, bearerFront } from './bearer-front.ts';
export { type CyrusServer, startCyrus } from './cyrus.ts';
export {
  type DavServer,
  freePort,
  type OpenDav,
  startOpenRadicale,
  startRadicale,
  startXandikos,
} from './dav-servers.ts';
export { type DnsServer, startDns } from './dns.ts';
export { type ImapServer, message, startDovecot } from './dovecot.ts';
export { type GraphFolder, startGraphServer } from './graph-server.ts';
export { type JmapServer, startJmap } from './jmap-server.ts';
export { type NextcloudServer, startNextcloud } from './nextcloud.ts';
export { type PeopleBook, startPeopleServer } from './people-server.ts';
export type { Grants, RestDouble } from './rest-double.ts';
export { directory, type LdapServer, startSlapd } from './slapd.ts';
export { certificate, certificateOfYear, httpsServer, tlsFront } from './tls.ts';
export type { Trouble } from './troubles.ts';
export { startYahooServer, type YahooServer } from './yahoo-server.ts';
