import type { Person } from './people.ts';

/**
 * An array of jCards (RFC 7095).
 *
 * @example jcards(generatePeople({ seed: 1, count: 10 }))
 */
export function jcards(people: readonly Person[]): string {
  const cards = people.map((person, at) => {
    const properties: unknown[] = [
      ['version', {}, 'text', '4.0'],
      ['uid', {}, 'uri', `urn:uuid:00000000-0000-4000-8000-${String(at).padStart(12, '0')}`],
      ['fn', {}, 'text', person.names.full],
      ['n', {}, 'text', [person.names.family, person.names.given, '', '', '']],
    ];
    for (const { value, label } of person.emails)
      properties.push(['email', label === 'other' ? {} : { type: label }, 'text', value]);
    for (const { value, label } of person.phones)
      properties.push([
        'tel',
        { type: [label === 'mobile' ? 'cell' : label, 'voice'] },
        'uri',
        `tel:${value}`,
      ]);
    if (person.organisation !== undefined) properties.push(['org', {}, 'text', person.organisation]);
    if (person.birthday !== undefined) properties.push(['bday', {}, 'date', person.birthday]);
    if (person.note !== undefined) properties.push(['note', {}, 'text', person.note]);
    return JSON.stringify(['vcard', properties]);
  });
  return `[\n${cards.join(',\n')}\n]\n`;
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/**
 * A file of xCards (RFC 6351).
 *
 * @example xcards(generatePeople({ seed: 1, count: 10 }))
 */
export function xcards(people: readonly Person[]): string {
  const cards = people.map(({ names, emails, phones, note, birthday }) => {
    const lines = [
      '<vcard>',
      `  <fn><text>${xml(names.full)}</text></fn>`,
      `  <n><surname>${xml(names.family)}</surname><given>${xml(names.given)}</given><additional/><prefix/><suffix/></n>`,
    ];
    for (const { value, label } of emails)
      lines.push(
        `  <email><parameters><type><text>${label}</text></type></parameters><text>${xml(value)}</text></email>`,
      );
    for (const { value, label } of phones)
      lines.push(
        `  <tel><parameters><type><text>${label === 'mobile' ? 'cell' : label}</text><text>voice</text></type></parameters><uri>tel:${value}</uri></tel>`,
      );
    if (birthday !== undefined) lines.push(`  <bday><date>${birthday}</date></bday>`);
    if (note !== undefined) lines.push(`  <note><text>${xml(note)}</text></note>`);
    lines.push('</vcard>');
    return lines.join('\n');
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<vcards xmlns="urn:ietf:params:xml:ns:vcard-4.0">\n${cards.join('\n')}\n</vcards>\n`;
}
