import type { Person } from './people.ts';

const encoder = new TextEncoder();

/** Comma, semicolon, backslash and line break, as RFC 6350, section 3.4 has them. */
function escaped(text: string): string {
  return text.replace(/[\\,;]/g, '\\$&').replaceAll('\n', '\\n');
}

/** Folds at 75 bytes, between characters (RFC 6350, section 3.2). */
function folded(line: string): string {
  if (encoder.encode(line).length <= 75) return line;
  const lines: string[] = [];
  let current = '';
  let size = 0;
  for (const letter of line) {
    const bytes = encoder.encode(letter).length;
    if (size + bytes > 74) {
      lines.push(current);
      current = '';
      size = 0;
    }
    current += letter;
    size += bytes;
  }
  lines.push(current);
  return lines.join('\r\n ');
}

function file(people: readonly Person[], lines: (person: Person, at: number) => readonly string[]): string {
  return people.map((person, at) => `${lines(person, at).map(folded).join('\r\n')}\r\n`).join('');
}

/**
 * vCard 3.0 as Google writes it, or as Apple and iCloud do with `apple`: groups, X-ABLabel, year 1604.
 *
 * @example vcard30(generatePeople({ seed: 1, count: 2000 }), { apple: true })
 */
export function vcard30(people: readonly Person[], options: { readonly apple?: boolean } = {}): string {
  const apple = options.apple ?? false;
  return file(people, (person, at) => {
    const lines = ['BEGIN:VCARD', 'VERSION:3.0'];
    if (apple) lines.push('PRODID:-//Apple Inc.//iOS 17.5//EN');
    lines.push(
      `N:${escaped(person.names.family)};${escaped(person.names.given)};;;`,
      `FN:${escaped(person.names.full)}`,
    );
    if (person.names.phonetic !== undefined) {
      const [family = '', given = ''] = person.names.phonetic.split(' ');
      lines.push(`X-PHONETIC-FIRST-NAME:${given}`, `X-PHONETIC-LAST-NAME:${family}`);
    }
    if (person.organisation !== undefined) lines.push(`ORG:${escaped(person.organisation)};`);
    if (person.title !== undefined) lines.push(`TITLE:${escaped(person.title)}`);
    person.emails.forEach(({ value, label }, index) => {
      const type = apple
        ? `type=INTERNET;type=${label.toUpperCase()}`
        : `TYPE=INTERNET;TYPE=${label.toUpperCase()}`;
      if (apple && label === 'other')
        lines.push(
          `item${index + 1}.EMAIL;type=INTERNET:${value}`,
          `item${index + 1}.X-ABLabel:_$!<Other>!$_`,
        );
      else lines.push(`EMAIL;${type}${apple && index === 0 ? ';type=pref' : ''}:${value}`);
    });
    for (const { value, label } of person.phones) {
      const type = label === 'mobile' ? 'CELL' : label.toUpperCase();
      lines.push(apple ? `TEL;type=${type};type=VOICE:${value}` : `TEL;TYPE=${type}:${value}`);
    }
    if (person.city !== undefined)
      lines.push(`ADR;${apple ? 'type' : 'TYPE'}=HOME:;;;${escaped(person.city)};;;${person.country}`);
    if (person.birthday !== undefined) lines.push(birthday30(person.birthday, apple));
    if (person.note !== undefined) lines.push(`NOTE:${escaped(person.note)}`);
    if (person.photo !== undefined) lines.push(`PHOTO;VALUE=uri:${person.photo}`);
    if (person.groups !== undefined && person.groups.length > 0)
      lines.push(`CATEGORIES:${person.groups.map(escaped).join(',')}`);
    if (apple) lines.push('REV:2024-03-18T09:12:44Z', `UID:${appleId(at)}`);
    else if (person.groups === undefined) lines.push('CATEGORIES:myContacts');
    lines.push('END:VCARD');
    return lines;
  });
}

function birthday30(date: string, apple: boolean): string {
  if (!date.startsWith('--')) return `BDAY${apple ? ';value=date' : ''}:${date}`;
  return apple ? `BDAY;X-APPLE-OMIT-YEAR=1604:1604-${date.slice(2)}` : `BDAY:${date}`;
}

function appleId(at: number): string {
  const hex = (0x5a3c1000 + at).toString(16).toUpperCase().padStart(8, '0');
  return `${hex}-91D2-4C0A-8E11-7B6A${hex}`;
}

/**
 * vCard 4.0 as Nextcloud and Radicale hold it.
 *
 * @example vcard40(generatePeople({ seed: 1, count: 10 }))
 */
export function vcard40(people: readonly Person[]): string {
  return file(people, (person, at) => {
    const lines = [
      'BEGIN:VCARD',
      'VERSION:4.0',
      'PRODID:-//Sabre//Sabre VObject 4.5.4//EN',
      `UID:urn:uuid:${appleId(at).toLowerCase()}`,
    ];
    lines.push(
      `FN:${escaped(person.names.full)}`,
      `N:${escaped(person.names.family)};${escaped(person.names.given)};;;`,
    );
    person.emails.forEach(({ value, label }, index) => {
      lines.push(`EMAIL;TYPE=${label}${index === 0 && person.emails.length > 1 ? ';PREF=1' : ''}:${value}`);
    });
    for (const { value, label } of person.phones)
      lines.push(`TEL;VALUE=uri;TYPE="${label === 'mobile' ? 'cell' : label},voice":tel:${value}`);
    if (person.organisation !== undefined) lines.push(`ORG:${escaped(person.organisation)}`);
    if (person.title !== undefined) lines.push(`TITLE:${escaped(person.title)}`);
    if (person.city !== undefined) lines.push(`ADR;TYPE=home:;;;${escaped(person.city)};;;${person.country}`);
    if (person.birthday !== undefined)
      lines.push(
        `BDAY:${person.birthday.replaceAll('-', (dash, place: number) => (place < 2 && person.birthday?.startsWith('--') ? dash : ''))}`,
      );
    lines.push(`GENDER:${person.gender === 'female' ? 'F' : 'M'}`);
    if (person.note !== undefined) lines.push(`NOTE:${escaped(person.note)}`);
    lines.push('REV:20240318T091244Z', 'END:VCARD');
    return lines;
  });
}

/**
 * vCard 2.1 as Outlook and old Android phones write it: quoted-printable, bare types.
 *
 * @example vcard21(generatePeople({ seed: 1, count: 10 }))
 */
export function vcard21(people: readonly Person[]): string {
  const blocks = people.map((person) => {
    const lines = ['BEGIN:VCARD', 'VERSION:2.1'];
    lines.push(
      printable('N', `${person.names.family};${person.names.given};;;`),
      printable('FN', person.names.full),
    );
    for (const { value, label } of person.phones)
      lines.push(
        `TEL;${label === 'mobile' ? 'CELL' : label.toUpperCase()}${label === 'mobile' ? '' : ';VOICE'}:${value}`,
      );
    person.emails.forEach(({ value }, at) => {
      lines.push(`EMAIL;${at === 0 ? 'PREF;' : ''}INTERNET:${value}`);
    });
    if (person.organisation !== undefined) lines.push(printable('ORG', person.organisation));
    if (person.title !== undefined) lines.push(printable('TITLE', person.title));
    if (person.city !== undefined) lines.push(printable('ADR;HOME', `;;;${person.city};;;${person.country}`));
    if (person.birthday !== undefined)
      lines.push(
        `BDAY:${person.birthday.startsWith('--') ? person.birthday : person.birthday.replaceAll('-', '')}`,
      );
    if (person.note !== undefined) lines.push(printable('NOTE', person.note));
    lines.push('END:VCARD');
    return `${lines.join('\r\n')}\r\n`;
  });
  return blocks.join('');
}

/** A property in plain text where that will do, else quoted-printable with soft breaks at 76 characters. */
function printable(name: string, value: string): string {
  const plain = `${name}:${value}`;
  if (/^[\x20-\x3c\x3e-\x7e]*$/.test(value)) return plain;
  let line = `${name};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:`;
  const lines: string[] = [];
  for (const byte of encoder.encode(value.replaceAll('\n', '\r\n'))) {
    const literal = byte >= 0x20 && byte <= 0x7e && byte !== 0x3d;
    const code = literal ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    if (line.length + code.length > 75) {
      lines.push(`${line}=`);
      line = '';
    }
    line += code;
  }
  lines.push(line);
  return lines.join('\r\n');
}
