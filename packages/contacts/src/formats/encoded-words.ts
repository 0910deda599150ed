import { concatenated } from './blocks.ts';
import type { Charsets } from './charset.ts';
import { base64, quotedPrintable } from './vcard-value.ts';

/**
 * A header's text with its encoded words read (RFC 2047), in whatever charset they name.
 *
 * What mail programs get wrong is read as it was meant: a letter split between two words, blanks inside a word, missing
 * padding, a language after the charset (RFC 2231, section 5), a charset that is named wrongly or not known.
 *
 * @example decodedWords('=?utf-8?Q?J=C3=BCrgen?= =?utf-8?Q?_M=C3=BCller?=', charsets()) // 'Jürgen Müller'
 */
export function decodedWords(text: string, decoder: Charsets): string {
  let out = '';
  let start = 0;
  let held: { charset: string; bytes: Uint8Array[] } | undefined;
  const flush = (): void => {
    if (held === undefined) return;
    out += decoder.decode(concatenated(held.bytes), held.charset).text;
    held = undefined;
  };
  for (let at = text.indexOf('=?'); at >= 0; at = text.indexOf('=?', at)) {
    const word = encodedWord(text, at);
    if (word === undefined) {
      // Without an end here there is none further on.
      if (text.indexOf('?=', at + 2) < 0) break;
      at += 2;
      continue;
    }
    const between = text.slice(start, at);
    // Blanks between two encoded words are not shown (section 6.2).
    if (held === undefined || between.trim() !== '') {
      flush();
      out += between;
    }
    if (held !== undefined && held.charset !== word.charset) flush();
    held ??= { charset: word.charset, bytes: [] };
    held.bytes.push(word.bytes);
    start = word.end;
    at = word.end;
  }
  flush();
  return out + text.slice(start);
}

const START = /=\?([^?\s]{1,60})\?([bq])\?/iy;

/** The encoded word that starts at `at`: its charset, what it stands for, and the place after it. */
export function encodedWord(
  text: string,
  at: number,
): { readonly charset: string; readonly bytes: Uint8Array; readonly end: number } | undefined {
  START.lastIndex = at;
  const match = START.exec(text);
  if (match === null) return undefined;
  const from = at + match[0].length;
  // Longer than any header line: the marks stand there by chance.
  const end = text.slice(from, from + 2000).indexOf('?=');
  if (end < 0) return undefined;
  const payload = text.slice(from, from + end);
  const [, named = '', encoding = ''] = match;
  const charset = named.split('*')[0]?.toLowerCase() ?? '';
  return {
    // Programs that say so and write more mean nothing by it.
    charset: charset === 'us-ascii' || charset === 'ascii' ? '' : charset,
    bytes:
      encoding.toLowerCase() === 'b'
        ? (base64(payload) ?? new Uint8Array())
        : quotedPrintable(payload.replaceAll('_', ' ')).slice(),
    end: from + end + 2,
  };
}
