import { readContacts } from '@kith/contacts';
import { categorised } from './vcard-labels.ts';

/** The filter of an addressbook-query (RFC 6352, 10.5) for groups, as vCard 4.0 and as Apple write them. */
export const groupFilter = `<C:filter test="anyof">${['KIND', 'X-ADDRESSBOOKSERVER-KIND']
  .map(
    (name) =>
      `<C:prop-filter name="${name}"><C:text-match match-type="equals">group</C:text-match></C:prop-filter>`,
  )
  .join('')}</C:filter>`;

/** Gives a vCard the names of the groups that it is a member of as labels. */
export type Label = (card: string) => string;

/** @param cards vCards; those that are no groups are passed over, for some servers give all they have. */
export function labelsFrom(cards: readonly string[]): Label {
  const groups = new Map<string, string[]>();
  const reader = readContacts({ format: 'vcard' });
  const bytes = new TextEncoder().encode(cards.join(''));
  for (const event of [...reader.write(bytes), ...reader.end()]) {
    if (event.kind !== 'card' || event.card.kind !== 'group' || event.card.names.full === '') continue;
    for (const { label, value } of event.card.relations) {
      if (label !== 'member') continue;
      const uid = bare(value);
      groups.set(uid, [...(groups.get(uid) ?? []), event.card.names.full]);
    }
  }
  if (groups.size === 0) return (card) => card;
  return (card) => {
    const lines = card.replace(/\r?\n[ \t]/g, '').split('\n');
    const uid = lines.find((line) => /^UID[;:]/i.test(line)) ?? '';
    const names = groups.get(bare(uid.slice(uid.indexOf(':') + 1)));
    return names === undefined ? card : categorised(card, names);
  };
}

/** A UID without what stands around it: `urn:uuid:` before it in a list of members, and often nowhere else. */
function bare(uid: string): string {
  return uid
    .trim()
    .replace(/^urn:uuid:/i, '')
    .toLowerCase();
}
