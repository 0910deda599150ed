export { type DavServer, startRadicale, startXandikos } from './dav-servers.ts';
export { certificate, httpsServer, tlsFront } from './tls.ts';
