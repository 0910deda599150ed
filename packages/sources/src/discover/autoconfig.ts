import { LIMITS } from '@kith/contacts';
import { xmlTokens } from '@kith/contacts/xml';

/** A server that a mail provider's autoconfig file offers. */
export type Offer =
  | { readonly protocol: 'imap'; readonly host: string; readonly port: number }
  | { readonly protocol: 'carddav'; readonly url: string };

const mostOffers = 10;
const longestText = 2000;
const passwords = new Set(['password-cleartext', 'plain', 'password-encrypted']);

/**
 * The address books and IMAP servers of an autoconfig file that take a password over TLS from the first byte
 * (draft-ietf-mailmaint-autoconfig-06; `addressBook` is spelled in more than one way in the wild).
 *
 * @param domain What stands for `%EMAILDOMAIN%`.
 * @returns Nothing for XML that is none.
 */
export function offersOf(body: Uint8Array, domain: string): readonly Offer[] {
  const offers: Offer[] = [];
  let server: { kind: 'imap' | 'carddav'; texts: Map<string, string>; takesPassword: boolean } | undefined;
  let text = '';
  let faulty = false;
  const xml = xmlTokens(LIMITS, {
    open(name, attributes) {
      text = '';
      const kind = kindOf(name, attributes.get('type'));
      if (kind !== undefined) server = { kind, texts: new Map(), takesPassword: false };
    },
    text(piece) {
      if (server !== undefined && text.length < longestText) text += piece;
    },
    close(name) {
      if (server === undefined) return;
      const word = name.toLowerCase();
      if (word === 'incomingserver' || word === 'addressbook') {
        const offer = offerOf(server.kind, server.texts, server.takesPassword);
        if (offer !== undefined && offers.length < mostOffers) offers.push(offer);
        server = undefined;
      } else {
        const value = text.trim().replaceAll('%EMAILDOMAIN%', domain);
        if (word === 'authentication') server.takesPassword ||= passwords.has(value.toLowerCase());
        else server.texts.set(word, value);
      }
      text = '';
    },
    fault() {
      faulty = true;
    },
  });
  for (const _ of xml.write(body)) if (faulty) return [];
  xml.end();
  return faulty ? [] : offers;
}

function kindOf(name: string, type: string | undefined): 'imap' | 'carddav' | undefined {
  const word = name.toLowerCase();
  if (word === 'incomingserver' && type?.toLowerCase() === 'imap') return 'imap';
  return word === 'addressbook' && type?.toLowerCase() === 'carddav' ? 'carddav' : undefined;
}

function offerOf(
  kind: 'imap' | 'carddav',
  texts: ReadonlyMap<string, string>,
  takesPassword: boolean,
): Offer | undefined {
  if (!takesPassword) return undefined;
  if (kind === 'carddav') {
    const url = URL.parse(texts.get('serverurl') ?? texts.get('url') ?? '');
    return url?.protocol === 'https:' && url.username === '' && url.password === ''
      ? { protocol: 'carddav', url: url.href }
      : undefined;
  }
  const host = texts.get('hostname')?.toLowerCase() ?? '';
  const port = texts.get('port') ?? '';
  // STARTTLS can be taken away on the way (RFC 8314, 3): only TLS from the first byte.
  if (texts.get('sockettype')?.toUpperCase() !== 'SSL') return undefined;
  return /^[a-z0-9.-]{1,253}$/.test(host) && /^\d{1,5}$/.test(port)
    ? { protocol: 'imap', host, port: Number(port) }
    : undefined;
}
