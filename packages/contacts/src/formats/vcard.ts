import type { ReadEvent } from '../contact.ts';
import { charsets } from './charset.ts';
import { problem } from './events.ts';
import type { Format } from './format.ts';
import { LIMITS } from './limits.ts';
import { type Collected, type Read, vcardCard } from './vcard-card.ts';
import { headers } from './vcard-header.ts';
import { type Line, vcardLines } from './vcard-lines.ts';

/**
 * vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350), one or many cards in a file.
 *
 * @example [...vcard.open().write(bytes)]
 */
export const vcard: Format = {
  name: 'vcard',

  sniff(head) {
    const text = new TextDecoder('windows-1252')
      .decode(head.subarray(0, 4096))
      .replace(/^(?:\ufeff|ï»¿)/, '');
    if (/(?:^|[\r\n\0])[ \t]*begin[ \t]*:[ \t]*vcard[ \t]*(?:[\r\n]|$)/i.test(text))
      return /^\s*begin/i.test(text) ? 1 : 0.9;
    return 0;
  },

  open(options = {}) {
    const limits = options.limits ?? LIMITS;
    const context = { limits, charsets: charsets(options.charset), photos: options.photos ?? false };
    const header = headers();
    let events: ReadEvent[] = [];
    let current: Building | undefined;
    let outside: { line: number; text: string } | undefined;
    let line = 0;

    const stray = (): void => {
      if (outside !== undefined)
        events.push({
          kind: 'problem',
          problem: problem('line.not_understood', outside.line, undefined, outside.text),
        });
      outside = undefined;
    };
    const finish = (last: number, truncated: boolean): void => {
      if (current === undefined) return;
      const collected: Collected = { ...current, last, truncated };
      current = undefined;
      const { card, blank } = vcardCard(collected, context);
      if (!blank) events.push({ kind: 'card', card });
      else
        events.push({
          kind: 'problem',
          problem: problem(truncated ? 'card.truncated' : 'card.empty', collected.first),
        });
    };

    const take = (found: Line): void => {
      line = found.line;
      if (found.kind === 'too_long') {
        events.push({ kind: 'problem', problem: problem('line.too_long', found.line) });
        return;
      }
      if (found.kind === 'stray') {
        const text = found.text.replaceAll('\0', '').trim();
        if (text === '' || text === '\ufeff' || text === '\u00ef\u00bb\u00bf') return;
        if (current === undefined) outside ??= { line: found.line, text };
        else if (current.depth === 0 && current.stray.length < limits.problems)
          current.stray.push({ line: found.line, text });
        return;
      }
      const parsed = header(clean(found.header));
      const word = parsed.name === 'BEGIN' || parsed.name === 'END' ? found.value.trim().toUpperCase() : '';
      if (word === 'VCARD') {
        if (parsed.name === 'BEGIN') begin(found.line);
        else end(found.line);
      } else if (current === undefined) {
        outside ??= { line: found.line, text: `${found.header}:${found.value}` };
      } else if (current.depth === 0) {
        if (current.properties.length < limits.properties) current.properties.push({ ...found, parsed });
        else current.dropped++;
      }
    };
    const begin = (at: number): void => {
      const last = current?.properties.at(-1);
      if (
        current !== undefined &&
        (current.depth > 0 || (last?.parsed.name === 'AGENT' && last.value.trim() === ''))
      ) {
        // vCard 2.1, section 2.4.2: an AGENT may hold a whole card. It is somebody else.
        current.depth++;
        current.nested ||= at;
        return;
      }
      finish(at - 1, true);
      stray();
      current = { properties: [], first: at, nested: 0, dropped: 0, stray: [], depth: 0 };
    };
    const end = (at: number): void => {
      if (current !== undefined && current.depth > 0) current.depth--;
      else if (current !== undefined) finish(at, false);
      else outside ??= { line: at, text: 'END:VCARD' };
    };

    const lines = vcardLines(limits, take);
    const drain = function* (): Generator<ReadEvent> {
      const ready = events;
      events = [];
      yield* ready;
    };
    return {
      dialect: 'vCard',
      *write(chunk) {
        for (const _ of lines.write(chunk)) yield* drain();
      },
      *end() {
        lines.end();
        finish(line, true);
        stray();
        yield* drain();
      },
    };
  },
};

interface Building {
  readonly properties: Read[];
  readonly first: number;
  nested: number;
  dropped: number;
  readonly stray: { line: number; text: string }[];
  /** How many cards inside this one are open. */
  depth: number;
}

/** A BOM or NULs before a keyword. */
function clean(header: string): string {
  const code = header.charCodeAt(0);
  if (code !== 0xfeff && code !== 0xef && code !== 0 && code !== 0x20) return header;
  return header.replace(/^(?:\ufeff|\u00ef\u00bb\u00bf|\0|\s)+/, '');
}
