import { vcard30 } from '@kith/contacts/testing';
import type { LoadedBook } from './contract.ts';
import type { Grants } from './rest-double.ts';
import { certificate, httpsServer } from './tls.ts';

/** A double of Yahoo's address book, over HTTPS on this machine. */
export interface YahooServer {
  readonly url: string;
  readonly port: number;
  /** Its certificate. */
  readonly ca: string;
  close(): void;
}

/**
 * CardDAV as Yahoo speaks it: a 401 without `WWW-Authenticate`, no sync-collection and no query (400), cards by PROPFIND,
 * multiget and GET; a token of OAuth, or an app password in its place.
 */
export async function startYahooServer(
  { people }: LoadedBook,
  grants: Grants,
  own = certificate(),
): Promise<YahooServer> {
  const home = '/dav/alice%40yahoo.example/';
  const book = `${home}Contacts/`;
  const cards = new Map(people.map((person, at) => [`${book}${at}.vcf`, vcard30([person])]));
  const server = await httpsServer(own, (request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => {
      body += piece;
    });
    request.on('end', () => {
      const { method, url = '/', headers } = request;
      const [kind, secret = ''] = headers.authorization?.split(' ') ?? [];
      const token =
        kind === 'Basic'
          ? Buffer.from(secret, 'base64')
              .toString()
              .replace(/^[^:]*:/, '')
          : secret;
      if (grants(token) === undefined) return response.writeHead(401).end();
      if (method === 'GET') {
        const card = cards.get(url);
        return card === undefined
          ? response.writeHead(404).end()
          : response.writeHead(200, { 'content-type': 'text/vcard' }).end(card);
      }
      const answer = method === 'PROPFIND' ? found(url, headers.depth) : multiget(method, url, body);
      if (answer === undefined) return response.writeHead(400).end();
      return response
        .writeHead(207, { 'content-type': 'application/xml; charset=utf-8' })
        .end(
          `<?xml version="1.0"?><multistatus xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav">${answer}</multistatus>`,
        );
    });
  });

  function found(url: string, depth: string | string[] | undefined): string | undefined {
    const collection = entry(book, '<resourcetype><collection/><c:addressbook/></resourcetype>');
    if (url === book && depth === '0') return collection;
    if (url === book)
      return collection + [...cards.keys()].map((href) => entry(href, '<getetag>"1"</getetag>')).join('');
    const root = entry(
      url,
      `<resourcetype><collection/></resourcetype><current-user-principal><href>${home}</href></current-user-principal><c:addressbook-home-set><href>${home}</href></c:addressbook-home-set>`,
    );
    if (url === home && depth === '1') return root + collection;
    return url === '/' || url === home || url === '/.well-known/carddav' ? root : undefined;
  }

  function multiget(method: string | undefined, url: string, body: string): string | undefined {
    if (method !== 'REPORT' || url !== book || !body.includes('addressbook-multiget')) return undefined;
    return [...body.matchAll(/<D:href>([^<]+)<\/D:href>/g)]
      .map(([, href = '']) => {
        const card = cards.get(href);
        if (card === undefined)
          return `<response><href>${href}</href><status>HTTP/1.1 404 Not Found</status></response>`;
        return entry(href, `<c:address-data>${escaped(card)}</c:address-data>`);
      })
      .join('');
  }

  return { url: `https://127.0.0.1:${server.port}/`, port: server.port, ca: own.cert, close: server.close };
}

function entry(href: string, properties: string): string {
  return `<response><href>${href}</href><propstat><prop>${properties}</prop><status>HTTP/1.1 200 OK</status></propstat></response>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\r', '&#13;');
}
