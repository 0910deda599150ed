export { type DavServer, startRadicale, startXandikos } from './dav-servers.ts';
export { certificate, tlsFront } from './tls.ts';
