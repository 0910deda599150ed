import { plainName } from './address-text.ts';
import { encodedWord } from './encoded-words.ts';

/** Somebody named in a header: the name still encoded, the address not judged. */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/**
 * The people of an address list (RFC 5322, section 3.4, with the obsolete forms of section 4.4): quoted names, comments,
 * groups, routes; also names with a bare comma and lists parted by semicolons, which mail programs write.
 *
 * @example mailAddresses('Team: "Doe, John" <j@d.example>, ana@x.example (Ana);') // two people
 */
export function mailAddresses(text: string): MailAddress[] {
  const found: MailAddress[] = [];
  let name = '';
  let comment = '';
  let address: string | undefined;
  /** What never closes means nothing, and is not looked for again. */
  const open = { quote: true, comment: true, angle: true };

  const flush = (at: string): void => {
    let shown = name.trim();
    if (address === undefined && shown.includes('@')) {
      const words = shown.split(/\s+/);
      address = words.find((word) => word.includes('@'));
      shown = words.filter((word) => word !== address).join(' ');
    }
    if (address === undefined) {
      // "Ruiz, Ana <a@x.example>": a name alone belongs to what follows the comma.
      name = at === ',' && shown !== '' && !shown.includes(',') ? `${shown},` : '';
      comment = '';
      return;
    }
    const value = address.replace(/\s+/g, '').replace(/^@[^:]*:/, '');
    const said = plainName(shown) || comment.trim();
    if (value !== '') found.push({ name: said, address: value });
    name = '';
    comment = '';
    address = undefined;
  };

  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === '"' && open.quote) {
      const end = closing(text, at, '"');
      if (end < 0) open.quote = false;
      else if (text[end + 1] === '@') {
        // A quoted local part: kept as it stands, since nobody knows where else its parts would belong.
        const stop = text.slice(end).search(/[\s,;<>]/);
        const until = stop < 0 ? text.length : end + stop;
        address = text.slice(at, until);
        at = until - 1;
      } else {
        name += text.slice(at + 1, end).replace(/\\(.)/g, '$1');
        at = end;
      }
    } else if (letter === '(' && open.comment) {
      const end = closing(text, at, ')');
      if (end < 0) open.comment = false;
      else {
        comment ||= text.slice(at + 1, end).replace(/\\(.)/g, '$1');
        name += ' ';
        at = end;
      }
    } else if (letter === '<' && open.angle) {
      const end = text.indexOf('>', at);
      if (end < 0) open.angle = false;
      else {
        address ??= text.slice(at + 1, end);
        at = end;
      }
    } else if (letter === '=' && text[at + 1] === '?') {
      const word = encodedWord(text, at);
      name += word === undefined ? letter : text.slice(at, word.end);
      if (word !== undefined) at = word.end - 1;
    } else if (letter === ',' || letter === ';') flush(letter);
    else if (letter === ':' && address === undefined && !name.includes('@')) name = '';
    else if (letter !== '<' && letter !== '>') name += letter;
  }
  flush(';');
  return found;
}

/** Where a quoted string or a comment ends that starts at `at`; comments nest. */
function closing(text: string, at: number, close: '"' | ')'): number {
  let depth = 0;
  for (let end = at + 1; end < text.length; end++) {
    const letter = text[end];
    if (letter === '\\') end++;
    else if (letter === '(' && close === ')') depth++;
    else if (letter === close && depth-- === 0) return end;
  }
  return -1;
}
