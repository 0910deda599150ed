import { eventsOf, problem } from './events.ts';
import type { Format } from './format.ts';
import { jsonHead } from './json-reader.ts';
import { type Json, type JsonRecord, jsonRecords } from './json-records.ts';
import { LIMITS } from './limits.ts';
import { type PropertyParts, partsReader } from './vcard-parts.ts';

/**
 * jCard (RFC 7095): one card, an array of cards, or one after another.
 *
 * @example [...jcard.open().write(bytes)]
 */
export const jcard: Format = {
  name: 'jcard',

  sniff(head) {
    return /^[^[]*\[\s*(?:\[\s*)?"vcard"\s*,\s*\[/i.test(jsonHead(head) ?? '') ? 1 : 0;
  },

  open(options = {}) {
    const limits = options.limits ?? LIMITS;
    const cards = partsReader('jcard', options);
    let silent = true;
    /** The line of a "vcard" whose properties follow as the next element. */
    let announced = 0;

    const record = ({ value, first, last, truncated, problems }: JsonRecord): void => {
      if (typeof value === 'string' && value.toLowerCase() === 'vcard') {
        announced = first;
        return;
      }
      const list: readonly Json[] = Array.isArray(value) ? value : [];
      const [word, inner] = list;
      const properties = announced > 0 ? list : Array.isArray(inner) ? inner : [];
      if (announced === 0 && !(typeof word === 'string' && word.toLowerCase() === 'vcard')) {
        cards.say(problem('line.not_understood', first, undefined, JSON.stringify(value)));
        return;
      }
      cards.begin(announced || first);
      announced = 0;
      for (const found of problems) cards.say(found);
      let wrong = 0;
      for (const one of properties) {
        const parts = partsOf(one, first);
        if (parts !== undefined) cards.property(parts);
        else if (wrong++ === 0)
          cards.say(problem('line.not_understood', first, undefined, JSON.stringify(one)));
      }
      cards.end(last, truncated);
    };
    const json = jsonRecords({ limits, charset: options.charset, elements: new Set(['']) }, (event) => {
      if (event.kind === 'record') record(event.record);
      else cards.say(event.problem);
    });
    const drain = (): ReturnType<typeof cards.take> => {
      const ready = cards.take();
      if (ready.length > 0) silent = false;
      return ready;
    };
    return {
      dialect: 'jCard',
      write: (chunk) => eventsOf(json.write(chunk)[Symbol.iterator](), drain),
      *end() {
        json.end();
        yield* drain();
        if (silent) yield { kind: 'problem', problem: problem('file.empty', 1) };
      },
    };
  },
};

/** RFC 7095, section 3.3: name, parameters, type of the value, then its values. */
function partsOf(property: Json | undefined, line: number): PropertyParts | undefined {
  if (!Array.isArray(property)) return undefined;
  const [name, given, type, ...values]: readonly Json[] = property;
  if (typeof name !== 'string' || typeof type !== 'string') return undefined;
  const parameters = new Map<string, string>();
  if (given instanceof Map)
    for (const [key, value] of given) parameters.set(String(key).toUpperCase(), textsOf(value).join(','));
  const [first] = values;
  const components = Array.isArray(first) && values.length === 1 ? first : values;
  return {
    name: name.toUpperCase(),
    group: parameters.get('GROUP')?.toLowerCase(),
    parameters,
    type: type.toLowerCase(),
    components: components.map(textsOf),
    line,
    cut: false,
  };
}

function textsOf(value: Json): string[] {
  if (Array.isArray(value)) return value.map((one) => textsOf(one).join(','));
  return value === null || typeof value === 'object' ? [] : [String(value)];
}
