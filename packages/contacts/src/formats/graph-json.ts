import type { Format } from './format.ts';
import { graphContact, graphFolder, isFolder } from './graph-contact.ts';
import { jsonHead, jsonReader } from './json-reader.ts';

/**
 * Outlook contacts as Microsoft Graph gives them: pages of `contacts`, of a folder's contacts or of changes, one contact,
 * or an array of contacts, saved to a file; with their `contactFolders` where these stand before them.
 *
 * @example [...graphJson.open().write(bytes)]
 */
export const graphJson: Format = {
  name: 'graph-json',

  sniff(head) {
    const text = jsonHead(head);
    if (text === undefined) return 0;
    if (/"@odata\.context"\s*:\s*"[^"]{0,300}\b(?:contacts|contactFolders)\b/i.test(text)) return 1;
    if (/"@odata\.type"\s*:\s*"#microsoft\.graph\.contact"/.test(text)) return 1;
    return /"(?:businessPhones|homePhones)"\s*:\s*\[/.test(text) && /"emailAddresses"\s*:/.test(text)
      ? 0.9
      : 0;
  },

  open(options = {}) {
    const folders = new Map<string, string>();
    return jsonReader(options, {
      name: 'graph-json',
      dialect: 'Outlook contacts JSON',
      elements: ELEMENTS,
      fill(value, card, of) {
        if (value.get('error') instanceof Map) return 'foreign';
        // Gone since an earlier page of changes.
        if (value.has('@removed')) return 'around';
        if (of === undefined && value.has('value')) return 'around';
        if (isFolder(value)) return graphFolder(value, card, folders);
        return graphContact(value, card, folders);
      },
    });
  },
};

const ELEMENTS = new Set(['', 'value', '*/value']);
