import { blocks } from './blocks.ts';
import type { Limits } from './limits.ts';

/**
 * What stood wrong: an element too deep or a tag too long (both left out), an end tag without its start, a tag
 * that never closes.
 */
export type XmlFault = 'too_deep' | 'too_large' | 'unmatched' | 'unclosed';

/** The attributes of one start tag; valid until the handler returns. */
export interface XmlAttributes {
  /** By name without prefix; entities resolved. */
  get(name: string): string | undefined;
}

/** Takes the tokens of an XML text (XML 1.0, section 2) as they come; names are without namespace prefix. */
export interface XmlHandler {
  open(name: string, attributes: XmlAttributes): void;
  /** Text or CDATA with its entities resolved; one text may come in several pieces. */
  text(text: string): void;
  /** Comes for each `open`, also where an outer element ends first; not for what is open at the end of the file. */
  close(name: string): void;
  fault(fault: XmlFault): void;
}

/** The tokens of a stream. */
export interface XmlTokens {
  /** The line that the last token ended on, from 1. */
  readonly line: number;
  /** How many elements are open. */
  readonly depth: number;
  /** One step for each block of the input. */
  write(chunk: Uint8Array): Iterable<void>;
  end(): void;
}

/**
 * Cuts bytes into XML tokens, in bounded memory and without recursion.
 *
 * The charset is that of the byte order mark or the declaration, else UTF-8. Document types are skipped and the
 * entities they declare are never expanded (XML 1.0, section 4.4): what is no entity of XML itself stays as it stands.
 *
 * @example
 * const xml = xmlTokens(LIMITS, { open: (name) => names.push(name), text() {}, close() {}, fault() {} });
 * for (const _ of xml.write(bytes)) yield* drain();
 * xml.end();
 */
export function xmlTokens(limits: Limits, handler: XmlHandler): XmlTokens {
  const source = blocks();
  const attributes = lazyAttributes();
  const names = new Map<string, string>();
  const stack: string[] = [];
  let decoder: TextDecoder | undefined;
  let mode: Mode = 'text';
  let held = '';
  let carriageReturn = false;
  let line = 1;
  /** Open elements below the deepest allowed. */
  let buried = 0;

  /** The name without its prefix; a file has few different ones. */
  const local = (raw: string): string => {
    let name = names.get(raw);
    if (name === undefined) {
      name = raw.slice(raw.indexOf(':') + 1);
      if (names.size > 1000) names.clear();
      names.set(raw, name);
    }
    return name;
  };
  const characters = (text: string): void => {
    if (buried === 0 && text !== '') handler.text(resolved(text));
  };
  const opened = (raw: string, rest: string, empty: boolean): void => {
    if (stack.length >= limits.nesting) {
      if (buried === 0) handler.fault('too_deep');
      if (!empty) buried++;
      return;
    }
    const name = local(raw);
    handler.open(name, attributes.of(rest));
    if (empty) handler.close(name);
    else stack.push(name);
  };
  const closed = (raw: string): void => {
    if (buried > 0) {
      buried--;
      return;
    }
    const name = local(raw);
    const at = stack.lastIndexOf(name);
    if (at !== stack.length - 1 || at < 0) handler.fault('unmatched');
    if (at < 0) return;
    while (stack.length > at) handler.close(stack.pop() ?? '');
  };

  /** One start or end tag at `from`; gives the place after it, or -1 where it goes on in the next block. */
  const tag = (text: string, from: number): number => {
    const end = tagEnd(text, from);
    if (end < 0) {
      if (text.length - from <= limits.field) return -1;
      handler.fault('too_large');
      mode = 'skipped tag';
      return text.length;
    }
    if (text.charCodeAt(end) !== GREATER) {
      handler.fault('unclosed');
      return end;
    }
    if (text.charCodeAt(from + 1) === SLASH) closed(text.slice(from + 2, end).trimEnd());
    else {
      const empty = text.charCodeAt(end - 1) === SLASH;
      const last = empty ? end - 1 : end;
      let stop = from + 1;
      while (stop < last && text.charCodeAt(stop) > 0x20) stop++;
      opened(text.slice(from + 1, stop), stop < last ? text.slice(stop, last) : '', empty);
    }
    return end + 1;
  };

  /** What starts with `<` at `from`. */
  const markup = (text: string, from: number): number => {
    const code = text.charCodeAt(from + 1);
    if (code === EXCLAMATION || code === QUESTION) {
      for (const [mark, next] of MARKS) {
        if (text.startsWith(mark, from)) {
          mode = next;
          return from + mark.length;
        }
        if (from + mark.length > text.length && mark.startsWith(text.slice(from))) return -1;
      }
    }
    if (Number.isNaN(code)) return -1;
    if (code <= 0x20 || (code >= 0x30 && code <= 0x39) || code === LESS) {
      characters('<');
      return from + 1;
    }
    return tag(text, from);
  };

  /** Skips, or in CDATA gives, everything up to a mark. */
  const until = (mark: string, text: string, from: number): number => {
    const end = text.indexOf(mark, from);
    // The mark itself may be cut in two.
    const stop = end < 0 ? Math.max(from, text.length - mark.length + 1) : end;
    if (mode === 'cdata' && stop > from && buried === 0) handler.text(text.slice(from, stop));
    if (end < 0) return stop < text.length ? -1 - stop : stop;
    mode = 'text';
    return end + mark.length;
  };

  const step = (text: string, from: number, last: boolean): number => {
    if (mode === 'text') {
      const less = text.indexOf('<', from);
      if (less === from) return markup(text, from);
      const stop = less < 0 ? (last ? text.length : beforeEntity(text, from)) : less;
      characters(text.slice(from, stop));
      return stop === from ? -1 : stop;
    }
    if (mode === 'document type') {
      const open = text.indexOf('[', from);
      const end = text.indexOf('>', from);
      if (open < 0 || (end >= 0 && end < open)) return until('>', text, from);
      mode = 'subset';
      return open + 1;
    }
    if (mode === 'subset') {
      const end = text.indexOf(']', from);
      if (end < 0) return text.length;
      mode = 'document type';
      return end + 1;
    }
    return until(ENDS[mode], text, from);
  };

  const take = (piece: string, last: boolean): void => {
    const text = held + lineFeeds(piece);
    let counted = held.length;
    held = '';
    let feed = text.indexOf('\n', counted);
    const count = (to: number): void => {
      for (; feed >= 0 && feed < to; feed = text.indexOf('\n', feed + 1)) line++;
      counted = to;
    };
    for (let at = 0; at < text.length; ) {
      // Counted before the step: a tag belongs to the line that it ends on, and most files have few line breaks.
      if (feed >= 0 && mode === 'text' && text.charCodeAt(at) === LESS) {
        const end = text.indexOf('>', at);
        if (end > counted) count(end);
      }
      const next = step(text, at, last);
      if (next < 0) {
        const rest = next === -1 ? at : -1 - next;
        count(text.length);
        held = text.slice(rest);
        return;
      }
      if (next > counted) count(next);
      at = next;
    }
  };

  const lineFeeds = (piece: string): string => {
    let text = piece;
    if (carriageReturn && text.startsWith('\n')) text = text.slice(1);
    if (piece !== '') carriageReturn = piece.endsWith('\r');
    return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  };

  const decode = (bytes: Uint8Array, last: boolean): string => {
    decoder ??= new TextDecoder(charsetOfXml(bytes));
    return decoder.decode(bytes, { stream: !last });
  };

  return {
    get line() {
      return line;
    },
    get depth() {
      return stack.length + buried;
    },
    *write(chunk) {
      for (const full of source.push(chunk)) {
        take(decode(full, false), false);
        yield;
      }
    },
    end() {
      take(decode(source.rest(), true), true);
      if (held !== '' && mode === 'text') handler.fault('unclosed');
      held = '';
    },
  };
}

type Mode =
  | 'text'
  | 'comment'
  | 'cdata'
  | 'instruction'
  | 'document type'
  /** The declarations inside a document type. */
  | 'subset'
  | 'skipped tag';

const MARKS: readonly (readonly [string, Mode])[] = [
  ['<!--', 'comment'],
  ['<![CDATA[', 'cdata'],
  ['<?', 'instruction'],
  ['<!', 'document type'],
];

const ENDS: Readonly<Record<'comment' | 'cdata' | 'instruction' | 'skipped tag', string>> = {
  comment: '-->',
  cdata: ']]>',
  instruction: '?>',
  'skipped tag': '>',
};

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const COLON = 0x3a;
const EXCLAMATION = 0x21;
const QUESTION = 0x3f;

/** The `>` of a tag, outside quotes; the next `<` where none comes before it; -1 where neither is there. */
function tagEnd(text: string, from: number): number {
  let first = -1;
  let quote = 0;
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === GREATER) {
      if (quote === 0) return at;
      if (first < 0) first = at;
    } else if (code === 0x22 || code === 0x27) {
      if (quote === 0) quote = code;
      else if (quote === code) quote = 0;
    } else if (code === LESS) {
      // It may not stand in a value (XML 1.0, section 2.4), so a quote is missing.
      return first < 0 ? at : first;
    }
  }
  return -1;
}

/** The end of the text, or the start of an entity that may go on in the next block. */
function beforeEntity(text: string, from: number): number {
  const entity = text.lastIndexOf('&');
  return entity >= from && text.length - entity < 12 && !text.includes(';', entity) ? entity : text.length;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

function resolved(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(x[0-9a-f]{1,6}|[0-9]{1,7})|([a-z]{2,4}));/gi, (whole, code, name) => {
    if (code === undefined) return ENTITIES.get(name) ?? whole;
    const point = Number(/^x/i.test(code) ? `0${code}` : code);
    return point === 0 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)
      ? '\ufffd'
      : String.fromCodePoint(point);
  });
}

/** Looks for an attribute when it is asked for: most tags of a sheet are never asked. */
function lazyAttributes(): XmlAttributes & { of(text: string): XmlAttributes } {
  let text = '';
  return {
    of(raw) {
      text = raw;
      return this;
    },
    get(name) {
      for (let at = 0; at < text.length; ) {
        const equals = text.indexOf('=', at);
        if (equals < 0) return undefined;
        let quote = equals + 1;
        while (text.charCodeAt(quote) <= 0x20) quote++;
        const end = /["']/.test(text.charAt(quote)) ? text.indexOf(text.charAt(quote), quote + 1) : equals;
        if (end < 0) return undefined;
        let stop = equals;
        while (stop > at && text.charCodeAt(stop - 1) <= 0x20) stop--;
        const start = stop - name.length;
        const before = start === at ? 0 : text.charCodeAt(start - 1);
        if (
          start >= at &&
          end > equals &&
          text.startsWith(name, start) &&
          (before <= 0x20 || before === COLON)
        )
          return resolved(text.slice(quote + 1, end));
        at = end + 1;
      }
      return undefined;
    },
  };
}

/** By the byte order mark, else by the declaration (XML 1.0, appendix F), else UTF-8. */
function charsetOfXml(head: Uint8Array): string {
  const [first, second] = head;
  if ((first === 0xff && second === 0xfe) || (first === LESS && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === LESS)) return 'utf-16be';
  const start = new TextDecoder('windows-1252').decode(head.subarray(0, 200));
  const declared = /^(?:ï»¿)?\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(start)?.[1];
  // Text that says UTF-16 in single bytes has been recoded on its way here.
  if (declared === undefined || /^utf-16/i.test(declared)) return 'utf-8';
  try {
    return new TextDecoder(declared).encoding;
  } catch {
    return 'utf-8';
  }
}
