import { LIMITS } from '@kith/contacts';
import { type JmapAccount, type JsonObject, objectOf, objectsBy, textOf, textsOf } from './jmap-api.ts';
import { categorised } from './vcard-labels.ts';

/** Contacts as text of a format that `@kith/contacts` reads, and how many of them there was no way to write. */
interface Written {
  readonly text: string;
  readonly lost: number;
}

/** How servers name contacts and groups in JMAP. */
export interface Dialect {
  /** Those of the session (RFC 8620, 2) that it takes, the one of contacts first; undefined where one is missing. */
  capabilities(has: (capability: string) => boolean): readonly [string, ...string[]] | undefined;
  /** What contacts are called: `ContactCard` for `ContactCard/get`. */
  readonly contact: string;
  /** What is asked of a contact; all of it when missing. */
  readonly properties?: readonly string[];
  /** The state before the first contact, where a server has one and lists faster by it than by a query. */
  readonly beginning?: string;
  /** Books that contacts stand in, where they can be asked for one by one. */
  readonly book?: { readonly name: string; readonly filter: (id: string) => JsonObject };
  readonly group: { readonly name: string; readonly filter?: JsonObject };
  /** The name of a group, and what `keyOf` says of its members. */
  membersOf(group: JsonObject): { readonly name: string; readonly members: readonly string[] };
  keyOf(contact: JsonObject): string;
  /** Writes contacts with the labels given to each, and their `photos`; undefined when that takes too much at once. */
  writer(
    account: JmapAccount,
    photos: boolean,
  ): (
    contacts: readonly JsonObject[],
    labelsOf: (contact: JsonObject) => readonly string[],
  ) => Promise<Written | undefined>;
}

/** RFC 9610: contacts are JSContact cards (RFC 9553), and groups are cards of their own kind. */
const ietf: Dialect = {
  capabilities: (has) => {
    const contacts = 'urn:ietf:params:jmap:contacts';
    return has(contacts) ? [contacts] : undefined;
  },
  contact: 'ContactCard',
  book: { name: 'AddressBook', filter: (id) => ({ inAddressBook: id }) },
  group: { name: 'ContactCard', filter: { kind: 'group' } },
  membersOf: ({ members, name }) => ({
    name: textOf(objectOf(name).full),
    members: Object.keys(objectOf(members)),
  }),
  keyOf: ({ uid }) => textOf(uid),

  writer(account, photos) {
    const withPhoto = photos ? photosOf(account) : async (card: JsonObject) => card;
    return async (contacts, labelsOf) => {
      let text = '';
      let lost = 0;
      for (const contact of contacts) {
        const line = lineOf(await withPhoto(labelled(contact, labelsOf(contact))));
        if (line === undefined) lost += 1;
        else text += line;
      }
      return { text, lost };
    };
  },
};

/**
 * Cyrus up to 3.12 (`imap/jmap_contact.c`). Its own fields leave out the whole name, categories and gender, so its
 * contacts are taken as the vCards that they are, by Blob/get: RFC 9404, which Cyrus 3.6 has under a name of its own.
 */
const cyrus: Dialect = {
  capabilities: (has) => {
    const contacts = 'https://cyrusimap.org/ns/jmap/contacts';
    const blob = ['urn:ietf:params:jmap:blob', 'https://cyrusimap.org/ns/jmap/blob'].find(has);
    return has(contacts) && blob !== undefined ? [contacts, blob] : undefined;
  },
  contact: 'Contact',
  // Its states count from 0; a query reads every vCard, ten times as long (3.6, 2026-11-27).
  beginning: '0',
  properties: ['blobId'],
  group: { name: 'ContactGroup' },
  membersOf: ({ contactIds, name }) => ({ name: textOf(name), members: textsOf(contactIds) }),
  keyOf: ({ id }) => textOf(id),

  writer: (account) => async (contacts, labelsOf) => {
    const ids = contacts.map(({ blobId }) => textOf(blobId));
    const found = await objectsBy(account, 'Blob/get', ids, ['data']);
    if (found === undefined) return undefined;
    const cards = new Map(found.objects.map((blob) => [textOf(blob.id), vcardOf(blob)]));
    let text = '';
    let lost = found.lost;
    for (const [at, contact] of contacts.entries()) {
      const card = cards.get(ids[at] ?? '');
      if (card === undefined) continue;
      if (/^BEGIN:VCARD/i.test(card)) text += categorised(card, labelsOf(contact));
      else lost += 1;
    }
    return { text, lost };
  },
};

/** The dialects of JMAP for contacts, the better one first. */
export const dialects: readonly Dialect[] = [ietf, cyrus];

/** The data of a blob (RFC 9404, 4.2), which is base64 where it is no UTF-8. */
function vcardOf(blob: JsonObject): string {
  return typeof blob['data:asText'] === 'string'
    ? blob['data:asText']
    : Buffer.from(textOf(blob['data:asBase64']), 'base64').toString('latin1');
}

function labelled(card: JsonObject, labels: readonly string[]): JsonObject {
  if (labels.length === 0) return card;
  const own = Object.fromEntries(labels.map((label) => [label, true]));
  return { ...card, keywords: { ...objectOf(card.keywords), ...own } };
}

/** Bytes of photos of one book, and photos that may fail one after another before no more are asked for. */
const photoRoom = 100 * 1024 * 1024;
const photoPatience = 3;

/** Puts photos that are blobs (RFC 9610, 3) into their cards, as far as there is room. */
function photosOf(account: JmapAccount): (card: JsonObject) => Promise<JsonObject> {
  let room = photoRoom;
  let failed = 0;
  return async (card) => {
    for (const [key, value] of Object.entries(objectOf(card.media))) {
      const { blobId, kind, mediaType, uri } = objectOf(value);
      if (kind !== 'photo' || textOf(blobId) === '' || textOf(uri) !== '') continue;
      const most = Math.min(room, LIMITS.photo);
      if (failed >= photoPatience || most === 0) continue;
      const type = textOf(mediaType);
      const bytes = await account.blob(textOf(blobId), type, most);
      if (bytes === undefined) {
        failed += 1;
        continue;
      }
      failed = 0;
      room -= bytes.length;
      const data = `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
      return { ...card, media: { ...objectOf(card.media), [key]: { kind, mediaType, uri: data } } };
    }
    return card;
  };
}

/** A card as a line of JSON; undefined for one that is nested too deep to be one. */
function lineOf(card: JsonObject): string | undefined {
  try {
    return `${JSON.stringify({ '@type': 'Card', ...card })}\n`;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
