import { labelOfTypes } from './labels.ts';
import { quotedPrintable } from './vcard-value.ts';

/** What stands before the colon: `item1.EMAIL;TYPE=WORK`. */
export interface Header {
  readonly group: string | undefined;
  /** Upper case. */
  readonly name: string;
  /** Lower case but for what follows `x-`, without `internet`, `pref`, `voice` and the like. */
  readonly types: readonly string[];
  /** What the types mean together, in our words. */
  readonly label: string | undefined;
  /** 1 is the most preferred (RFC 6350, section 5.3), `undefined` where nothing is said. */
  readonly preferred: number | undefined;
  readonly encoding: 'quoted-printable' | 'base64' | undefined;
  readonly charset: string | undefined;
  /** VALUE=, lower case. */
  readonly value: string | undefined;
  /** All other parameters, names in upper case, RFC 6868 resolved. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** The header that stands in `text`. */
export function parseHeader(text: string): Header {
  const [first = '', ...rest] = split(cleaned(text.replaceAll('\0', '')));
  const dot = first.indexOf('.');
  const types: string[] = [];
  const parameters = new Map<string, string>();
  let encoding: Header['encoding'];
  let charset: string | undefined;
  let value: string | undefined;
  for (const part of rest) {
    // Old Android: TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=44=61):
    const custom = /^X-CUSTOM\((?:[A-Z]+=[A-Z0-9-]+,)*/i.exec(part);
    if (custom !== null && part.endsWith(')')) {
      types.push(
        new TextDecoder().decode(quotedPrintable(part.slice(custom[0].length, -1))).replaceAll('\0', ''),
      );
      continue;
    }
    const equals = part.indexOf('=');
    const content = resolve(
      part
        .slice(equals + 1)
        .trim()
        .replaceAll('"', ''),
    );
    const lower = content.toLowerCase();
    // vCard 2.1 may leave the name out: ";HOME", ";QUOTED-PRINTABLE".
    const name = equals < 0 ? (BARE.get(lower) ?? 'TYPE') : part.slice(0, equals).trim().toUpperCase();
    if (name === 'TYPE') {
      // One by one: a call may not have as many arguments as a file may write types.
      for (const type of content.replaceAll('\\', '').split(',')) types.push(typeOf(type));
    } else if (name === 'ENCODING')
      encoding =
        lower === 'quoted-printable' ? lower : lower === 'b' || lower === 'base64' ? 'base64' : encoding;
    else if (name === 'CHARSET') charset = lower;
    else if (name === 'VALUE') value = lower;
    else if (parameters.size < 50 && name !== '') parameters.set(name, content);
  }
  return headerFrom({
    group: dot < 0 ? undefined : first.slice(0, dot).trim().toLowerCase(),
    name: first
      .slice(dot + 1)
      .trim()
      .toUpperCase(),
    types,
    encoding,
    charset,
    value,
    parameters,
  });
}

/** A header of its parts, its types told from the mark of preference; jCard and xCard deliver the parts. */
export function headerFrom(parts: Omit<Header, 'label' | 'preferred'>): Header {
  const types = parts.types.map((type) => type.trim()).filter((type) => !SILENT.test(type));
  const rank = Number(parts.parameters.get('PREF') ?? Number.NaN);
  const preferred = rank >= 1 && rank <= 100 ? rank : undefined;
  const marked = parts.types.some((type) => type.trim() === 'pref') || parts.parameters.has('PREF');
  return { ...parts, types, label: labelOfTypes(types), preferred: preferred ?? (marked ? 1 : undefined) };
}

/** Types of one's own are words for people, and keep their case. */
function typeOf(text: string): string {
  const type = text.trim();
  return /^x-/i.test(type) ? `x-${type.slice(2)}` : type.toLowerCase();
}

/** Types that say nothing to a person. */
const SILENT = /^(?:(?:x-)?internet|pref|voice|text|msg|intl|postal|parcel|)$/;

/** The parameters, other than TYPE, whose values may stand without a name. */
const BARE = new Map([
  ['quoted-printable', 'ENCODING'],
  ['b', 'ENCODING'],
  ['base64', 'ENCODING'],
  ['utf-8', 'CHARSET'],
  ['url', 'VALUE'],
  ['uri', 'VALUE'],
]);

/** Without a byte order mark, NULs or spaces before the keyword. */
function cleaned(header: string): string {
  return header.replace(/^(?:\u00ef\u00bb\u00bf|\s)+/, '');
}

/** At semicolons outside quotes. */
function split(text: string): string[] {
  const parts: string[] = [];
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) quoted = !quoted;
    else if (code === 0x3b && !quoted) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** RFC 6868: ^n is a line break, ^' a quote, ^^ a caret. */
function resolve(text: string): string {
  return text.replace(/\^[n'^]/g, (found) => (found === '^n' ? '\n' : found === "^'" ? '"' : '^'));
}
