import type { Card } from '../contact.ts';
import { displayName, foldForSearch } from './names.ts';

/** A card without what only its file knew. */
type Content = Omit<Card, 'source' | 'problems'>;

/**
 * A card's content as one line of JSON, the same text for the same content whatever the order of its properties was.
 *
 * NULs and lone surrogates are left out: databases refuse them, and no name or address needs them.
 *
 * @example contentOf({ names, kind }) === contentOf({ kind, names })
 */
export function contentOf(data: Content): string {
  const ordered = inOrder(data);
  const text = JSON.stringify(ordered);
  return /\\u0000|\\ud[89a-f]/i.test(text)
    ? JSON.stringify(ordered, (_, one) =>
        typeof one === 'string' ? one.replaceAll('\0', '').toWellFormed() : one,
      )
    : text;
}

/** A card is three levels deep. */
function inOrder<T extends object>(value: T): T {
  if (Array.isArray(value))
    return value.map((one) => (typeof one === 'object' ? inOrder(one) : one)) as T & unknown[];
  const sorted: Record<string, unknown> = {};
  for (const name of Object.keys(value).sort()) {
    const one: unknown = Reflect.get(value, name);
    sorted[name] = typeof one === 'object' && one !== null ? inOrder(one) : one;
  }
  // Safe: the same properties with the same values.
  return sorted as T;
}

/**
 * What tells a card from another of its source: the source's own id, else its first address, number or name.
 *
 * @example identityOf(card, card.source.uid) // 'email ana@example.org'
 */
export function identityOf(data: Content, uid: string | undefined): string {
  if (uid !== undefined && uid !== '') return `uid ${uid}`;
  const [email] = data.emails;
  if (email !== undefined) return `email ${email.value.toLowerCase()}`;
  const [phone] = data.phones;
  if (phone !== undefined) return `phone ${phone.value}`;
  return `name ${foldForSearch(displayName(data))}`;
}
