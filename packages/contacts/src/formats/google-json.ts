import type { Format } from './format.ts';
import { googleGroup, googlePerson } from './google-person.ts';
import { jsonHead, jsonReader } from './json-reader.ts';

/**
 * Google Contacts as the People API gives them: `connections`, `otherContacts`, search results, a person or an array
 * of people, saved to a file; with their `contactGroups` where these stand before them.
 *
 * @example [...googleJson.open().write(bytes)]
 */
export const googleJson: Format = {
  name: 'google-json',

  sniff(head) {
    const text = jsonHead(head);
    if (text === undefined) return 0;
    if (/"resourceName"\s*:\s*"(?:people|otherContacts|contactGroups)\//.test(text)) return 1;
    if (/"(?:emailAddresses|phoneNumbers)"\s*:\s*\[\s*\{/.test(text)) return 0.9;
    return /"(?:connections|otherContacts)"\s*:\s*\[/.test(text) ? 0.8 : 0;
  },

  open(options = {}) {
    const groups = new Map<string, string>();
    return jsonReader(options, {
      name: 'google-json',
      dialect: 'Google Contacts JSON',
      elements: ELEMENTS,
      fill(value, card, of) {
        if (value.get('error') instanceof Map) return 'foreign';
        const person = value.get('person');
        const object = person instanceof Map ? person : value;
        const id = object.get('resourceName');
        if (typeof id === 'string' && id.startsWith('contactGroups/'))
          return googleGroup(object, card, groups);
        if (of === undefined && id === undefined && AROUND.some((name) => value.has(name))) return 'around';
        return googlePerson(object, card, groups);
      },
    });
  },
};

const AROUND = [
  'connections',
  'otherContacts',
  'people',
  'responses',
  'results',
  'contactGroups',
  'contacts',
];
const ELEMENTS = new Set(['', ...AROUND, ...AROUND.map((name) => `*/${name}`)]);
