/** An e-mail address that can be written to: local part as written, domain in lower case ASCII. */
export type Email = string & { readonly [emailBrand]: true };

/** What two addresses of one mailbox have in common. For comparing only: nothing is ever sent to it. */
export type EmailKey = string & { readonly [emailKeyBrand]: true };

declare const emailBrand: unique symbol;
declare const emailKeyBrand: unique symbol;

/**
 * An address, or `undefined` where the text is none.
 *
 * The local part is an RFC 5321 dot-string (section 4.1.2) or its RFC 6531 form in other scripts; quoted local parts
 * and address literals are refused, since nobody in an address book has one and mail programs split them wrongly. The
 * domain is brought to ASCII by UTS 46 (what `URL` does), has two labels or more and fits RFC 1035, section 2.3.4.
 *
 * @example parseEmail('Ana.Ruiz@Faß.de') // 'Ana.Ruiz@xn--fa-hia.de'
 */
export function parseEmail(text: string): Email | undefined {
  const value = text.trim();
  const at = value.lastIndexOf('@');
  if (at < 1 || value.length > 320) return undefined;
  const local = value.slice(0, at);
  if (local.length > 64 || !isLocal(local)) return undefined;
  const domain = asciiDomain(value.slice(at + 1));
  if (domain === undefined || local.length + domain.length > 253) return undefined;
  // Safe: this function is the one maker of an Email.
  return `${local}@${domain}` as Email;
}

/**
 * The comparison key of an address: case folded, and for the hosts that ignore them, dots and plus parts left out.
 *
 * @example emailKey(parseEmail('Ana.Ruiz+shop@googlemail.com')) // 'anaruiz@gmail.com'
 */
export function emailKey(address: Email): EmailKey {
  const at = address.lastIndexOf('@');
  let local = address.slice(0, at).normalize('NFKC').toLowerCase();
  let domain = address.slice(at + 1);
  const host = HOSTS.get(domain);
  if (host !== undefined) {
    const plus = local.indexOf('+');
    if (plus > 0) local = local.slice(0, plus);
    if (host.dots) local = local.replaceAll('.', '');
    domain = host.domain ?? domain;
  }
  // Safe: this function is the one maker of an EmailKey.
  return `${local}@${domain}` as EmailKey;
}

interface Host {
  /** Dots in the local part mean nothing. */
  readonly dots?: boolean;
  /** Another name of the same mailboxes. */
  readonly domain?: string;
}

/** Hosts that deliver `name+anything` to `name`. */
const HOSTS: ReadonlyMap<string, Host> = new Map([
  ['gmail.com', { dots: true }],
  ['googlemail.com', { dots: true, domain: 'gmail.com' }],
  ...[
    'outlook.com',
    'hotmail.com',
    'live.com',
    'msn.com',
    'icloud.com',
    'fastmail.com',
    'fastmail.fm',
    'proton.me',
    'pm.me',
  ].map((domain): [string, Host] => [domain, {}]),
  ['me.com', { domain: 'icloud.com' }],
  ['mac.com', { domain: 'icloud.com' }],
  ['protonmail.com', { domain: 'proton.me' }],
]);

/** Atoms (RFC 5322, section 3.2.3) joined by single dots; letters and digits of any script (RFC 6531). */
function isLocal(local: string): boolean {
  let dot = true;
  for (let at = 0; at < local.length; at++) {
    const code = local.charCodeAt(at);
    if (code === 0x2e) {
      if (dot) return false;
      dot = true;
      continue;
    }
    dot = false;
    if (code < 0x80 ? ATOM[code] !== 1 : FOREIGN.test(local.charAt(at))) return false;
  }
  return !dot;
}

/** White space, controls, lone marks of direction and the replacement character. */
const FOREIGN = /[\u0080-\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff0-\uffff]/;
const ATOM = new Uint8Array(128);
for (const letter of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~")
  ATOM[letter.charCodeAt(0)] = 1;

const domains = new Map<string, string | undefined>();

/** A domain by UTS 46, remembered: address books hold few different ones. */
function asciiDomain(text: string): string | undefined {
  const known = domains.get(text);
  if (known !== undefined || domains.has(text)) return known;
  const made = toAscii(text);
  if (domains.size >= 10_000) domains.clear();
  domains.set(text, made);
  return made;
}

const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

function toAscii(text: string): string | undefined {
  const plain = text.endsWith('.') ? text.slice(0, -1) : text;
  // What a URL would read as port, path, user or percent escape is no domain.
  if (plain === '' || plain.length > 253 || /[\s/?#:@\\%[\]<>^|_"'(),;!$&*+=`{}~]/.test(plain))
    return undefined;
  let host: string;
  try {
    host = new URL(`http://${plain}`).hostname;
  } catch {
    return undefined;
  }
  const labels = host.split('.');
  if (labels.length < 2 || host.length > 253 || !labels.every((label) => LABEL.test(label))) return undefined;
  // A number alone is an address literal, not a name (RFC 3696, section 2).
  return /^\d+$/.test(labels.at(-1) ?? '') ? undefined : host;
}
