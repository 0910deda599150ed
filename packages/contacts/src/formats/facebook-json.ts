import { fromByteString } from './charset.ts';
import type { Format } from './format.ts';
import {
  type JsonCard,
  type JsonMeaning,
  jsonHead,
  jsonReader,
  keep,
  objectsOf,
  textOf,
} from './json-reader.ts';
import type { Json, JsonObject } from './json-records.ts';
import { looksLikeEmail } from './looks.ts';

/**
 * Facebook's "Download your information": `your_address_books.json`, whose entries hold numbers and addresses, and
 * `friends.json`, which holds names alone. People who were removed or whose request was refused are not read.
 *
 * @example [...facebookJson.open().write(bytes)]
 */
export const facebookJson: Format = {
  name: 'facebook-json',

  sniff(head) {
    const text = jsonHead(head);
    if (text === undefined) return 0;
    if (/"address_book(?:_v2)?"\s*:\s*[{[]/.test(text) || /"friends(?:_v2)?"\s*:\s*\[/.test(text)) return 1;
    return /"contact_point"\s*:/.test(text) ? 0.9 : 0;
  },

  open(options = {}) {
    return jsonReader(options, {
      name: 'facebook-json',
      dialect: 'Facebook address book',
      elements: ELEMENTS,
      fill,
    });
  },
};

const BOOKS = ['address_book', 'address_book_v2'];
const FRIENDS = ['friends', 'friends_v2'];
const ELEMENTS = new Set([
  '',
  ...BOOKS,
  ...BOOKS.flatMap((outer) => BOOKS.map((inner) => `${outer}/${inner}`)),
  ...FRIENDS,
]);

function fill(value: JsonObject, card: JsonCard, of: string | undefined): JsonMeaning {
  const { one } = card;
  if (of === undefined && !value.has('name'))
    return [...BOOKS, ...FRIENDS].some((name) => value.has(name)) ? 'around' : 'foreign';
  if (!value.has('name') && !value.has('details')) return 'foreign';
  one.full = textOf(card, repaired(value.get('name')), 'name');
  for (const detail of objectsOf(value.get('details'))) reach(card, detail.get('contact_point'));
  reach(card, value.get('contact_info'));
  one.revised = instant(value.get('updated_timestamp') ?? value.get('created_timestamp'));
  if (value.has('timestamp')) keep(card, instant(value.get('timestamp'))?.slice(0, 10), 'friends since');
  for (const [name, member] of value) if (!KNOWN.has(name)) keep(card, repaired(member), name);
  return 'contact';
}

const KNOWN = new Set([
  'name',
  'details',
  'contact_info',
  'created_timestamp',
  'updated_timestamp',
  'timestamp',
]);

function reach(card: JsonCard, point: Json | undefined): void {
  const value = textOf(card, repaired(point), 'contact_point');
  if (value === '') return;
  if (looksLikeEmail(value)) card.one.emails.push({ value });
  else if (/\d/.test(value) && !value.includes('@')) card.one.phones.push({ value });
  else keep(card, value, 'contact_point');
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The text that was meant: Facebook writes each byte of its UTF-8 as a character of its own (seen since 2018, still
 * so in 2024: `M\u00c3\u00bcller`). What is no UTF-8 when read so was written rightly and stays. To be done before blanks
 * are taken off: a letter may end in the byte of a no-break space.
 */
function repaired(text: Json | undefined): Json | undefined {
  if (typeof text !== 'string') return text;
  let high = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0xff) return text;
    high ||= code > 0x7f;
  }
  if (!high) return text;
  try {
    return utf8.decode(fromByteString(text));
  } catch {
    return text;
  }
}

/** Seconds since 1970 as an instant; 0 means that nobody knows. */
function instant(value: Json | undefined): string | undefined {
  if (typeof value !== 'number' || !(value > 0 && value < 253_402_300_800)) return undefined;
  return `${new Date(Math.floor(value) * 1000).toISOString().slice(0, 19)}Z`;
}
