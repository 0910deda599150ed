import type { Format } from './format.ts';
import { jscontactCard } from './jscontact-card.ts';
import { jsonHead, jsonReader } from './json-reader.ts';

/**
 * JSContact (RFC 9553): a card, an array of cards, JSON lines, an object with a `list` (JMAP, RFC 9610) or `cards`.
 *
 * @example [...jscontact.open().write(bytes)]
 */
export const jscontact: Format = {
  name: 'jscontact',

  sniff(head) {
    const text = jsonHead(head);
    if (text === undefined) return 0;
    if (/"@type"\s*:\s*"Card(?:Group)?"/.test(text)) return 1;
    // `@type` may be left out where the context tells it (RFC 9553, section 1.3.4).
    const named = /"(?:emails|phones|name|organizations|nicknames)"\s*:\s*\{/.test(text);
    return named && /"(?:uid|version|addressBookIds)"\s*:/.test(text) ? 0.9 : 0;
  },

  open(options = {}) {
    return jsonReader(options, {
      name: 'jscontact',
      dialect: 'JSContact',
      elements: new Set(['', 'list', 'cards', 'methodResponses/*/*/list']),
      fill: jscontactCard,
    });
  },
};
