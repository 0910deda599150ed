import type { ReadEvent } from '../contact.ts';
import { addressText, plainName } from './address-text.ts';
import { blocks, joined } from './blocks.ts';
import { charsets, fromByteString, isAscii, piece } from './charset.ts';
import { draft, finished } from './draft.ts';
import { problem } from './events.ts';
import type { Format } from './format.ts';
import { LIMITS } from './limits.ts';
import { looksLikeEmail, looksLikePhone } from './looks.ts';

/**
 * Free text with people in it, as pasted from a mail header, a list or a signature: `Ana Ruiz <ana@x.example>;
 * bob@y.example, "Doe, John" <j@d.example>`, one or many on a line. A piece that names nobody is a problem.
 *
 * @example [...text.open().write(bytes)]
 */
export const text: Format = {
  name: 'text',

  sniff(head) {
    const sample = piece(head).text;
    if (/[^\s@<>"';,:]@[^\s@<>"';,]+\.[^\s@<>"';,]{2,}/.test(sample)) return 0.5;
    return sample.split(/[\r\n,;]+/).some((part) => numberIn(part) !== undefined) ? 0.4 : 0;
  },

  open(options = {}) {
    const limits = options.limits ?? LIMITS;
    const decoder = charsets(options.charset);
    const source = blocks();
    let carry: Uint8Array = new Uint8Array();
    let line = 0;
    /** Inside a line that is too long. */
    let skipping = false;

    function* take(all: Uint8Array): Generator<ReadEvent> {
      const { text: content, bytes } = piece(all);
      for (const raw of content.split('\n')) {
        for (const one of withoutEnd(raw, '\r').split('\r')) {
          line++;
          const plain = bytes && !isAscii(one) ? decoder.decode(fromByteString(one)).text : one;
          for (const part of pieces(plain.replaceAll(/[\0\ufeff]/g, '').toWellFormed())) {
            const found = person(part);
            if (found === undefined)
              yield { kind: 'problem', problem: problem('line.not_understood', line, undefined, part) };
            else {
              const card = draft();
              card.full = found.name;
              for (const value of found.emails) card.emails.push({ value });
              for (const value of found.phones) card.phones.push({ value });
              yield { kind: 'card', card: finished(card, 'text', [line, line], limits) };
            }
          }
        }
      }
    }

    function* block(bytes: Uint8Array): Generator<ReadEvent> {
      let all = joined(carry, bytes);
      if (skipping) {
        const first = all.indexOf(0x0a);
        if (first < 0) return;
        all = all.subarray(first + 1);
        skipping = false;
      }
      const end = all.lastIndexOf(0x0a);
      if (end < 0 && all.length > limits.line) {
        line++;
        yield { kind: 'problem', problem: problem('line.too_long', line) };
        carry = new Uint8Array();
        skipping = true;
      } else if (end < 0) carry = all.slice();
      else {
        // The line break itself stays out: it would make one more line.
        yield* take(all.subarray(0, end));
        carry = all.slice(end + 1);
      }
    }

    return {
      dialect: 'text',
      *write(chunk) {
        for (const full of source.push(chunk)) yield* block(full);
      },
      *end() {
        yield* block(source.rest());
        if (carry.length > 0) yield* take(carry);
      },
    };
  },
};

/** Splits at commas, semicolons, tabs and bars outside quotes and brackets. */
function pieces(line: string): string[] {
  const parts: string[] = [];
  let quoted = false;
  let bracket = false;
  let start = 0;
  // An odd quote means nothing.
  const quotes = (line.match(/"/g)?.length ?? 0) % 2 === 0;
  for (let at = 0; at < line.length; at++) {
    const letter = line[at];
    if (letter === '"' && quotes) quoted = !quoted;
    else if (letter === '<' && !quoted) bracket = true;
    else if (letter === '>') bracket = false;
    else if (
      !quoted &&
      !bracket &&
      (letter === ';' ||
        letter === ',' ||
        letter === '\t' ||
        letter === '|' ||
        letter === '、' ||
        letter === '；' ||
        letter === '，')
    ) {
      parts.push(line.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(line.slice(start));
  return joinedNames(
    parts.map((part) => part.trim()).filter((part) => part !== '' && /[\p{L}\p{N}]/u.test(part)),
  );
}

/**
 * A piece without an address belongs to the next piece that has one: `Doe, John <j@d.example>`,
 * `Ana Ruiz, +34 612 345 678`; a piece that is a number alone belongs to the one before.
 */
function joinedNames(parts: readonly string[]): string[] {
  const out: string[] = [];
  let names: string[] = [];
  let open = false;
  for (const part of parts) {
    const reaches = part.includes('@') || numberIn(part) !== undefined;
    const bare = looksLikeEmail(addressText(part).address) && addressText(part).name === '';
    const bareNumber = numberIn(part)?.rest === '';
    if (!reaches) {
      names.push(part);
      open = false;
    } else if (open && bareNumber && !part.includes('@') && names.length === 0) {
      out[out.length - 1] = `${out.at(-1) ?? ''}\t${part}`;
    } else {
      const before = names.join(', ');
      if (before !== '' && !bare && !bareNumber) {
        const whole = names.length === 1 && !part.trimStart().startsWith('"');
        out.push(whole ? `${before}, ${part}` : part);
        if (!whole) for (const name of names) out.push(name);
      } else out.push(before === '' ? part : `${before}\t${part}`);
      names = [];
      open = true;
    }
  }
  // A line has more pieces than a call may have arguments.
  for (const name of names) out.push(name);
  return out;
}

interface Found {
  readonly name: string;
  readonly emails: string[];
  readonly phones: string[];
}

function person(part: string): Found | undefined {
  const emails: string[] = [];
  const phones: string[] = [];
  let name = '';
  for (const bit of part.split('\t')) {
    const { address, name: before } = addressText(bit);
    if (looksLikeEmail(address)) {
      emails.push(address);
      name ||= before;
      continue;
    }
    const words = bit.split(/[\s()<>[\]"]+/);
    const inside = words.map((word) => addressText(trimmedOf(word, ':.,-')).address).filter(looksLikeEmail);
    const number = numberIn(bit);
    if (inside.length > 0) {
      for (const address of inside) emails.push(address);
      const around = words.filter((word) => !word.includes('@')).join(' ');
      const beside = numberIn(around);
      if (beside !== undefined) phones.push(beside.value);
      name ||= beside?.rest ?? trimmedName(around);
    } else if (number !== undefined) {
      phones.push(number.value);
      name ||= trimmedName(number.rest);
    } else name ||= plainName(bit);
  }
  return emails.length === 0 && phones.length === 0 ? undefined : { name, emails, phones };
}

/** A number with at least seven digits, and the words around it. */
function numberIn(part: string): { value: string; rest: string } | undefined {
  const match = /(?:tel:)?[+(]?\d[\d\s().\-/–]{5,28}\d/i.exec(part);
  if (match === null || !looksLikePhone(match[0]) || match[0].replace(/\D/g, '').length < 7) return undefined;
  const rest = `${part.slice(0, match.index)} ${part.slice(match.index + match[0].length)}`;
  return { value: match[0].trim(), rest: trimmedName(rest) };
}

/** Without the words that announce a number or an address. */
function trimmedName(rest: string): string {
  const name = rest
    .replace(/\b(?:tel|phone|mobile?|cell|fax|e-?mail|mail|telefon|handy|tél)\b[.:]*/gi, ' ')
    .replace(/\s+/g, ' ');
  return plainName(trimmedOf(name, ' :,;.-–()<>'));
}

/** The text without any of these signs before and after it. */
function trimmedOf(text: string, signs: string): string {
  const end = withoutEnd(text, signs);
  let start = 0;
  while (start < end.length && signs.includes(end.charAt(start))) start++;
  return end.slice(start);
}

function withoutEnd(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
