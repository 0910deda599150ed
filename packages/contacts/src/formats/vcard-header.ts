import { quotedPrintable } from './vcard-value.ts';

/** What stands before the colon: `item1.EMAIL;TYPE=WORK`. */
export interface Header {
  readonly group: string | undefined;
  /** Upper case. */
  readonly name: string;
  /** Lower case, without `internet`, `pref`, `voice` and the like. */
  readonly types: readonly string[];
  readonly preferred: boolean;
  readonly encoding: 'quoted-printable' | 'base64' | undefined;
  readonly charset: string | undefined;
  /** VALUE=, lower case. */
  readonly value: string | undefined;
  /** All other parameters, names in upper case, RFC 6868 resolved. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Parses headers and remembers them: a file has few different ones. */
export function headers(): (text: string) => Header {
  const known = new Map<string, Header>();
  return (text) => {
    let header = known.get(text);
    if (header === undefined) {
      header = parse(text);
      if (known.size > 2000) known.clear();
      known.set(text, header);
    }
    return header;
  };
}

function parse(text: string): Header {
  const [first = '', ...rest] = split(text);
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
      types.push(new TextDecoder().decode(quotedPrintable(part.slice(custom[0].length, -1))));
      continue;
    }
    const equals = part.indexOf('=');
    // vCard 2.1 may leave the name out: ";HOME", ";QUOTED-PRINTABLE".
    const name = equals < 0 ? bareName(part) : part.slice(0, equals).trim().toUpperCase();
    const content = resolve(unquote(part.slice(equals + 1).trim()));
    const lower = content.toLowerCase();
    if (name === 'TYPE') types.push(...lower.replaceAll('\\', '').split(','));
    else if (name === 'ENCODING')
      encoding =
        lower === 'b' || lower === 'base64' ? 'base64' : lower === 'quoted-printable' ? lower : encoding;
    else if (name === 'CHARSET') charset = lower;
    else if (name === 'VALUE') value = lower;
    else if (parameters.size < 50 && name !== '') parameters.set(name, content);
  }
  const preferred = types.includes('pref') || parameters.has('PREF');
  return {
    group: dot < 0 ? undefined : first.slice(0, dot).toLowerCase(),
    name: first
      .slice(dot + 1)
      .trim()
      .toUpperCase(),
    types: types.map((type) => type.trim()).filter((type) => type !== '' && !SILENT.has(type)),
    preferred,
    encoding,
    charset,
    value,
    parameters,
  };
}

/** Types that say nothing to a person. */
const SILENT = new Set([
  'internet',
  'pref',
  'voice',
  'text',
  'msg',
  'intl',
  'postal',
  'parcel',
  'x-internet',
]);

function bareName(part: string): string {
  const upper = part.trim().toUpperCase();
  if (upper === 'QUOTED-PRINTABLE' || upper === 'BASE64' || upper === 'B') return 'ENCODING';
  if (upper === 'UTF-8') return 'CHARSET';
  return upper === 'URL' || upper === 'URI' ? 'VALUE' : 'TYPE';
}

/** At semicolons outside quotes. */
function split(text: string): string[] {
  if (!text.includes('"')) return text.split(';');
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

function unquote(text: string): string {
  return text.includes('"') ? text.replaceAll('"', '') : text;
}

/** RFC 6868: ^n is a line break, ^' a quote, ^^ a caret. */
function resolve(text: string): string {
  if (!text.includes('^')) return text;
  return text.replace(/\^[n'^]/g, (found) => (found === '^n' ? '\n' : found === "^'" ? '"' : '^'));
}
