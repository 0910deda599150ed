import type { Card } from '@kith/contacts';

/** What the Contact Picker API gives of a contact (W3C, section 7); every property is there, if only empty. */
interface PickedContact {
  readonly name?: readonly string[];
  readonly email?: readonly string[];
  readonly tel?: readonly string[];
  readonly address?: readonly {
    readonly addressLine?: readonly string[];
    readonly city?: string;
    readonly region?: string;
    readonly postalCode?: string;
    readonly country?: string;
  }[];
  readonly icon?: readonly Blob[];
}

interface ContactsManager {
  getProperties(): Promise<readonly string[]>;
  select(properties: readonly string[], options: { multiple: boolean }): Promise<readonly PickedContact[]>;
}

/** The phone's own picker of contacts; undefined where there is none (today everywhere but in Chrome on Android). */
export function contactPicker(): ContactsManager | undefined {
  return 'contacts' in navigator && 'ContactsManager' in window
    ? // Safe: a browser with the interface has the manager there.
      (navigator.contacts as ContactsManager)
    : undefined;
}

/**
 * Lets the member choose contacts on this phone.
 *
 * @returns them as a vCard file; undefined when none was chosen.
 * @throws {DOMException} when the phone refuses, or a picker is open already.
 */
export async function pickContacts(picker: ContactsManager): Promise<File | undefined> {
  const known = await picker.getProperties();
  const wanted = ['name', 'email', 'tel', 'address', 'icon'].filter((property) => known.includes(property));
  const picked = await picker.select(wanted, { multiple: true });
  if (picked.length === 0) return undefined;
  const { writeVcard } = await import('@kith/contacts/writers/vcard');
  const cards = await Promise.all(picked.map(cardOf));
  const text = cards.map((card) => writeVcard(card, '4.0')).join('');
  return new File([text], 'phone.vcf', { type: 'text/vcard' });
}

async function cardOf({ name, email, tel, address, icon }: PickedContact): Promise<Card> {
  const [full = '', ...nicknames] = name ?? [];
  const [photo] = icon ?? [];
  return {
    kind: 'person',
    names: { full, ...(nicknames.length === 0 ? {} : { nicknames }) },
    emails: valuesOf(email),
    phones: valuesOf(tel),
    urls: [],
    ims: [],
    addresses: (address ?? []).map(({ addressLine = [], city, region, postalCode, country }) => ({
      ...(addressLine.length === 0 ? {} : { street: addressLine.join(', ') }),
      ...(city ? { city } : {}),
      ...(region ? { region } : {}),
      ...(postalCode ? { postcode: postalCode } : {}),
      ...(country ? { country } : {}),
    })),
    organisations: [],
    titles: [],
    notes: [],
    categories: [],
    relations: [],
    ...(photo === undefined
      ? {}
      : {
          photo: {
            kind: 'embedded',
            size: photo.size,
            type: photo.type,
            data: new Uint8Array(await photo.arrayBuffer()),
          },
        }),
    source: { format: 'vcard', lines: [1, 1] },
    problems: [],
  };
}

function valuesOf(values: readonly string[] | undefined): { value: string }[] {
  return [...new Set(values)].filter((value) => value.trim() !== '').map((value) => ({ value }));
}
