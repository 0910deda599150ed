/** An e-mail address and the name written with it: `"Doe, John" <j@d.example>`, `mailto:j@d.example`. */
export interface AddressText {
  readonly address: string;
  readonly name: string;
}

/** Takes the name and the brackets off an address; the address itself is not judged. */
export function addressText(text: string): AddressText {
  let value = text.trim();
  const close = value.lastIndexOf('>');
  const open = value.lastIndexOf('<', close);
  let name = '';
  if (open >= 0 && close > open) {
    name = plainName(value.slice(0, open));
    value = value.slice(open + 1, close).trim();
  }
  if (value.charCodeAt(6) === COLON && /^mailto:/i.test(value)) {
    value = value.replace(/^(?:mailto:)+/i, '');
    const query = value.indexOf('?');
    if (query >= 0) value = value.slice(0, query).trim();
    if (value.includes('%')) value = percentDecoded(value).replace(/[<>]/g, '').trim();
  }
  return { address: value, name };
}

const COLON = 0x3a;

/** A display name without its quotes (RFC 5322, section 3.2.4) and comments of spaces. */
export function plainName(text: string): string {
  let name = text.trim();
  if (name.length >= 2 && name.startsWith('"') && name.endsWith('"'))
    name = name.slice(1, -1).replace(/\\(.)/g, '$1');
  else if (name.length >= 2 && name.startsWith("'") && name.endsWith("'")) name = name.slice(1, -1);
  return name.trim();
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
