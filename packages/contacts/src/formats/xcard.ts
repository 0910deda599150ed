import { eventsOf, problem } from './events.ts';
import type { Format } from './format.ts';
import { LIMITS } from './limits.ts';
import { partsReader } from './vcard-parts.ts';
import { type XmlFault, xmlTokens } from './xml-tokens.ts';

/**
 * xCard (RFC 6351): the cards of a `vcards` element, wherever it stands.
 *
 * @example [...xcard.open().write(bytes)]
 */
export const xcard: Format = {
  name: 'xcard',

  sniff(head) {
    const text = new TextDecoder('windows-1252').decode(head.subarray(0, 4096)).replace(/^ï»¿/, '');
    if (!/^\s*</.test(text)) return 0;
    return /urn:ietf:params:xml:ns:vcard-4\.0/.test(text) || /<(?:[a-z]\w*:)?vcards?[\s>]/i.test(text)
      ? 1
      : 0;
  },

  open(options = {}) {
    const limits = options.limits ?? LIMITS;
    const longest = Math.ceil((limits.photo * 4) / 3) + limits.field;
    const cards = partsReader('xcard', options);
    let silent = true;
    /** The elements inside the card that is open. */
    let path: string[] = [];
    /** Open elements around the card, or around none. */
    let outside = 0;
    let group: string | undefined;
    let property: Building | undefined;
    let buffer = '';
    let cut = false;

    const begin = (): void => {
      cards.begin(xml.line);
      path = [];
      group = undefined;
      property = undefined;
    };
    /** Depth below the card, a group not counted. */
    const level = (): number => path.length - (path[0] === 'group' ? 1 : 0);
    const clear = (): void => {
      buffer = '';
      cut = false;
    };

    const xml = xmlTokens(limits, {
      open(name, attributes) {
        if (!cards.isOpen) {
          if (name.toLowerCase() === 'vcard') begin();
          else outside++;
          return;
        }
        if (name === 'vcard' && level() === 0) {
          // The one before was cut off.
          cards.end(xml.line, true);
          outside++;
          begin();
          return;
        }
        path.push(name);
        if (path.length === 1 && name === 'group') group = attributes.get('name')?.toLowerCase();
        else if (level() === 1)
          property = { name, line: xml.line, cut: false, parameters: new Map(), values: [] };
        if (level() === 1 || level() === 2 || isParameter(path, level(), 4)) clear();
      },
      text(text) {
        if (property === undefined || level() < 1) return;
        if (buffer.length + text.length <= longest) buffer += text.replaceAll('\0', '');
        else cut = true;
      },
      close(name) {
        if (!cards.isOpen) {
          outside--;
          return;
        }
        if (path.length === 0) {
          cards.end(xml.line, false);
          return;
        }
        const at = level();
        if (property !== undefined && at === 2 && name !== 'parameters') {
          property.values.push([name, buffer]);
          property.cut ||= cut;
          clear();
        } else if (property !== undefined && isParameter(path, at, 4)) {
          const parameter = (path.at(-2) ?? '').toUpperCase();
          const before = property.parameters.get(parameter);
          property.parameters.set(parameter, before === undefined ? buffer : `${before},${buffer}`);
          clear();
        } else if (property !== undefined && at === 1) {
          // Against the rules, some write the value without saying of which type it is.
          if (property.values.length === 0) property.values.push(['unknown', buffer]);
          cards.property(partsOf(property, group));
          property = undefined;
        }
        path.pop();
        if (path.length === 0) group = undefined;
      },
      fault(fault) {
        cards.say(problem(CODES[fault], xml.line, property?.name));
      },
    });
    const drain = (): ReturnType<typeof cards.take> => {
      const ready = cards.take();
      if (ready.length > 0) silent = false;
      return ready;
    };
    return {
      dialect: 'xCard',
      write: (chunk) => eventsOf(xml.write(chunk)[Symbol.iterator](), drain),
      *end() {
        xml.end();
        if (cards.isOpen) cards.end(xml.line, true);
        else if (outside > 0) cards.say(problem('file.truncated', xml.line));
        yield* drain();
        if (silent) yield { kind: 'problem', problem: problem('file.empty', 1) };
      },
    };
  },
};

interface Building {
  readonly name: string;
  readonly line: number;
  cut: boolean;
  readonly parameters: Map<string, string>;
  /** Each with the name of its element: a type, or a component. */
  readonly values: [element: string, text: string][];
}

function isParameter(path: readonly string[], level: number, at: number): boolean {
  return level === at && path.at(-3) === 'parameters';
}

const CODES = {
  too_deep: 'field.too_deep',
  too_large: 'field.too_large',
  unmatched: 'line.not_understood',
  unclosed: 'line.not_understood',
} as const satisfies Record<XmlFault, string>;

/** RFC 6351, appendix A: the components have names of their own, in the order of RFC 6350. */
const COMPONENTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['N', ['surname', 'given', 'additional', 'prefix', 'suffix']],
  ['ADR', ['pobox', 'ext', 'street', 'locality', 'region', 'code', 'country']],
  ['GENDER', ['sex', 'identity']],
]);

function partsOf(
  { name: written, line, cut, parameters, values }: Building,
  group: string | undefined,
): Parameters<ReturnType<typeof partsReader>['property']>[0] {
  const name = written.toUpperCase();
  const named = COMPONENTS.get(name);
  const components =
    named === undefined
      ? values.map(([, text]) => [text])
      : named.map((one) => values.filter(([element]) => element === one).map(([, text]) => text.trim()));
  const type = named === undefined ? values[0]?.[0] : 'text';
  return { name, group, parameters, type, components, line, cut };
}
