/** An e-mail address that can be written to: local part as written, domain in lower case ASCII. */
export type Email = string & { readonly [emailBrand]: true };

/** What two addresses of one mailbox have in common. For comparing only: nothing is ever sent to it. */
export type EmailKey = string & { readonly [emailKeyBrand]: true };

declare const emailBrand: unique symbol;
declare const emailKeyBrand: unique symbol;

/**
 * An address, or `undefined` where the text is none.
 *
 * The local part is an RFC 5321 dot-string (section 4.1.2) or its RFC 6531 form in other scripts. Quotes around a local
 * part that needs none are taken off; a local part that needs them is refused, and so are address literals: nobody in
 * an address book has one and mail programs split them wrongly. So is what reads as an encoded word (RFC 2047): servers on
 * the way were seen to decode it and to deliver to the mailbox that it spells (PortSwigger, August 2024). The domain is brought to ASCII by UTS 46 (what `URL`
 * does), has two labels or more and fits RFC 1035, section 2.3.4.
 *
 * @example parseEmail('Ana.Ruiz@Faß.de') // 'Ana.Ruiz@xn--fa-hia.de'
 */
export function parseEmail(text: string): Email | undefined {
  const value = text.trim();
  if (ENCODED.test(value)) return undefined;
  // Safe: these two functions are the only makers of an Email.
  return (plainAddress(value) ?? anyAddress(value)) as Email | undefined;
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

const ENCODED = /=\?[^?]*\?[bq]\?/i;

const AT = 0x40;
const DOT = 0x2e;
const HYPHEN = 0x2d;

/** What an ASCII character may be: part of an atom (RFC 5322, section 3.2.3), of a domain, a capital of a domain. */
const ATOM = 1;
const HOST = 2;
const CAPITAL = 4;
const KINDS = new Uint8Array(128);
for (const letter of "!#$%&'*+/=?^_`{|}~") KINDS[letter.charCodeAt(0)] = ATOM;
for (const letter of 'abcdefghijklmnopqrstuvwxyz0123456789-') KINDS[letter.charCodeAt(0)] = ATOM | HOST;
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') KINDS[letter.charCodeAt(0)] = ATOM | HOST | CAPITAL;

/** Most addresses are ASCII and need no second look: they are told by one pass. `undefined` says nothing. */
function plainAddress(value: string): string | undefined {
  const { length } = value;
  if (length > 254) return undefined;
  const at = endOfAtoms(value);
  if (at < 1 || at > 64 || at >= length || value.charCodeAt(at) !== AT) return undefined;
  let labels = 1;
  let start = at + 1;
  let before = DOT;
  let capital = 0;
  for (let place = start; place < length; place++) {
    const code = value.charCodeAt(place);
    if (code === DOT) {
      if (before === DOT || before === HYPHEN || place - start > 63) return undefined;
      labels++;
      start = place + 1;
    } else {
      const kind = code < 0x80 ? (KINDS[code] ?? 0) : 0;
      if ((kind & HOST) === 0) return undefined;
      // Two hyphens there mark a label that stands for another script, which UTS 46 must look at.
      if (code === HYPHEN && (place === start || (place === start + 3 && before === HYPHEN)))
        return undefined;
      capital |= kind & CAPITAL;
    }
    before = code;
  }
  // A last label that begins with a digit may make a number of the whole.
  if (labels < 2 || before === DOT || before === HYPHEN || length - start > 63) return undefined;
  if (value.charCodeAt(start) < 0x3a) return undefined;
  return capital === 0 ? value : value.slice(0, at) + value.slice(at).toLowerCase();
}

/** Where the ASCII atoms joined by single dots end that begin the text; 0 where it begins with none. */
function endOfAtoms(value: string): number {
  let dot = true;
  let place = 0;
  for (; place < value.length; place++) {
    const code = value.charCodeAt(place);
    if (code === DOT) {
      if (dot) return 0;
      dot = true;
    } else if (code < 0x80 && ((KINDS[code] ?? 0) & ATOM) !== 0) dot = false;
    else break;
  }
  return dot ? 0 : place;
}

function anyAddress(value: string): string | undefined {
  const at = value.lastIndexOf('@');
  if (at < 1 || value.length > 320) return undefined;
  const local = unquoted(value.slice(0, at));
  if (local.length > 64 || !isLocal(local)) return undefined;
  const domain = asciiDomain(value.slice(at + 1));
  if (domain === undefined || local.length + domain.length > 253) return undefined;
  return `${local}@${domain}`;
}

/** `"ana"@x.example` and `ana@x.example` are one mailbox (RFC 5321, section 4.1.2). */
function unquoted(local: string): string {
  return local.length > 2 && local.startsWith('"') && local.endsWith('"') ? local.slice(1, -1) : local;
}

/** Atoms (RFC 5322, section 3.2.3) joined by single dots; letters and digits of any script (RFC 6531). */
function isLocal(local: string): boolean {
  let dot = true;
  for (let at = 0; at < local.length; at++) {
    const code = local.charCodeAt(at);
    if (code === DOT && dot) return false;
    dot = code === DOT;
    if (!dot && code < 0x80 && ((KINDS[code] ?? 0) & ATOM) === 0) return false;
  }
  return !dot && !FOREIGN.test(local);
}

/** White space, controls, lone marks of direction, half characters and those that stand for none. */
const FOREIGN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Z}\ufff0-\uffff]/u;

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
  const plain = /[.\u3002\uff0e\uff61]$/.test(text) ? text.slice(0, -1) : text;
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
