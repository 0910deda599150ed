import { googleCsv, outlookCsv, type Person, type Random, random, vcard30 } from '@kith/contacts/testing';
import { demoGuests, demoPeople } from './people.ts';

export const bookNames = ['google.csv', 'icloud.vcf', 'outlook-de.csv'] as const;
export type BookName = (typeof bookNames)[number];

export interface DemoBook {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

const sizes: Readonly<Record<BookName, number>> = {
  'google.csv': 300,
  'icloud.vcf': 2000,
  'outlook-de.csv': 10_000,
};

const rowEnd = '\r\n';

/**
 * A sample address book, the same on every machine: about one in six of its contacts is a member of the demo, and it
 * has the dirt of a real one (machines, duplicates, people without a name or an address, rows that are broken).
 *
 * @example demoBook('google.csv')
 */
export function demoBook(name: BookName, count: number = sizes[name]): DemoBook {
  switch (name) {
    case 'google.csv': {
      const rows = googleCsv(people(11, count)).split(rowEnd);
      // A cell that opens and never closes, and a row of one cell, as hand-edited exports have them.
      rows.splice(Math.floor(rows.length / 2), 0, '"Marta,,Vela,,,,,,,,,,,,met on the ferry,,* myContacts');
      rows.splice(Math.floor(rows.length / 3), 0, 'see the other list');
      return { mediaType: 'text/csv; charset=utf-8', bytes: Buffer.from(rows.join(rowEnd)) };
    }
    case 'icloud.vcf': {
      const cards = vcard30(people(22, count), { apple: true }).split(`END:VCARD${rowEnd}`);
      const middle = Math.floor(cards.length / 2);
      cards[middle] = `BEGIN:VCARD${rowEnd}VERSION:3.0${rowEnd}FN:Half A Card${rowEnd}${cards[middle] ?? ''}`;
      return {
        mediaType: 'text/vcard; charset=utf-8',
        bytes: Buffer.from(cards.join(`END:VCARD${rowEnd}`)),
      };
    }
    case 'outlook-de.csv': {
      const rows = outlookCsv(people(33, count, isWestern), 'de').split(rowEnd);
      rows.splice(Math.floor(rows.length / 2), 0, '"Frau","Änne","","Großkreutz');
      return { mediaType: 'text/csv; charset=windows-1252', bytes: Buffer.from(rows.join(rowEnd), 'latin1') };
    }
  }
}

const groups = ['Family', 'Choir', 'Work', 'School 1998', 'Neighbours', 'Sailing'];
const machines = [
  'no-reply@orders.shop.example',
  'info@bakery.example',
  'newsletter@daily.example',
  'support@phone-company.example',
  'bounce+ana=harbour.example@lists.example',
  'kontakt@zahnarzt.example',
  'choir-request@lists.choir.example',
];

function people(seed: number, count: number, fits: (person: Person) => boolean = () => true): Person[] {
  const chance = random(seed);
  const { members, strangers } = demoPeople();
  const known = members.filter(fits);
  const unknown = strangers.filter(fits);
  // A stride that shares no factor with the length visits everybody before it comes back.
  const start = chance.int(0, known.length - 1);
  const book: Person[] = [card(demoGuests.bo), card(demoGuests.ana)];
  let nextKnown = 0;
  let nextUnknown = chance.int(0, Math.max(0, unknown.length - count - 1));
  while (book.length < count) {
    const roll = chance.next();
    const earlier = chance.pick(book);
    const member = known[(start + nextKnown) % known.length];
    const stranger = unknown[nextUnknown % unknown.length];
    if (roll < 0.02) book.push(again(earlier, chance));
    else if (roll < 0.045) book.push(machine(chance, book.length));
    else if (roll < 0.215 && member !== undefined) {
      nextKnown++;
      book.push(kept(member, chance));
    } else if (stranger !== undefined) {
      nextUnknown++;
      book.push(dirtied(kept(stranger, chance), chance));
    }
  }
  return book;
}

function card(guest: { readonly name: string; readonly email: string }): Person {
  const [given = '', family = ''] = guest.name.split(' ');
  return {
    names: { given, family, full: guest.name },
    emails: [{ value: guest.email, label: 'home' }],
    phones: [],
    country: 'NO',
    culture: 'no',
    gender: 'female',
    groups: ['Choir'],
  };
}

/** As the book's owner keeps the person: with labels, numbers as they were dialled, sometimes a photo. */
function kept(person: Person, chance: Random): Person {
  const labels = groups.filter(() => chance.chance(0.12));
  return {
    ...person,
    phones: person.phones.map((phone) => ({ ...phone, value: dialled(phone.value, chance) })),
    groups: labels,
    ...(chance.chance(0.1) ? { photo: `https://photos.example/p/${chance.digits(12)}` } : {}),
  };
}

function dialled(number: string, chance: Random): string {
  const roll = chance.next();
  if (roll < 0.2) return `00${number.slice(1)}`;
  if (roll < 0.4) return number.replace(/(\d{2,3})(?=(\d{3})+$)/g, '$1 ');
  return number;
}

/** Some have a number alone, some an address alone, and a few an address that is none. */
function dirtied(person: Person, chance: Random): Person {
  const roll = chance.next();
  if (roll < 0.05 && person.phones.length > 0) return { ...person, emails: [] };
  if (roll < 0.065) return { ...person, names: { given: '', family: '', full: '' } };
  if (roll < 0.07) return { ...person, emails: [{ value: 'not known (ask Bo)', label: 'home' }] };
  if (roll < 0.1)
    return { ...person, note: 'Allergic to nuts.\nLikes "early" trains, and tea;\nsee the blue notebook' };
  return person;
}

function again(person: Person, chance: Random): Person {
  const [first] = person.emails;
  return {
    ...person,
    emails: first === undefined ? [] : [{ ...first, value: first.value.toUpperCase() }],
    phones: chance.chance(0.5) ? [] : person.phones,
  };
}

function machine(chance: Random, at: number): Person {
  const address = chance.pick(machines);
  const split = address.indexOf('@');
  return {
    names: { given: '', family: '', full: '' },
    emails: [{ value: `${address.slice(0, split)}@n${at}.${address.slice(split + 1)}`, label: 'other' }],
    phones: [],
    country: 'NO',
    culture: 'no',
    gender: 'female',
  };
}

/** Whether every letter exists in windows-1252; all above ASCII here lie where ISO 8859-1 has them too. */
function isWestern(person: Person): boolean {
  return [...JSON.stringify(person)].every((letter) => (letter.codePointAt(0) ?? 0) < 256);
}
