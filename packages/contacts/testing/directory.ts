import type { Person } from './people.ts';

const encoder = new TextEncoder();

/**
 * LDIF (RFC 2849) as Thunderbird exports an address book.
 *
 * @example thunderbirdLdif(generatePeople({ seed: 1, count: 10 }))
 */
export function thunderbirdLdif(people: readonly Person[]): string {
  return people
    .map((person) => {
      const [first, ...others] = person.emails;
      const [year, month = '', day = ''] = (person.birthday ?? '').replace(/^-/, '').split('-');
      const lines = [
        attribute('dn', `cn=${person.names.full},mail=${first?.value}`),
        'objectclass: top',
        'objectclass: person',
        'objectclass: organizationalPerson',
        'objectclass: inetOrgPerson',
        'objectclass: mozillaAbPersonAlpha',
        attribute('givenName', person.names.given),
        attribute('sn', person.names.family),
        attribute('cn', person.names.full),
        attribute('mail', first?.value),
        ...others.map(({ value }) => attribute('mozillaSecondEmail', value)),
        'modifytimestamp: 1710753164',
        ...person.phones.map(({ value, label }) =>
          attribute(
            label === 'mobile' ? 'mobile' : label === 'home' ? 'homePhone' : 'telephoneNumber',
            value,
          ),
        ),
        attribute('mozillaHomeLocalityName', person.city),
        attribute('title', person.title),
        attribute('o', person.organisation),
        attribute('birthyear', year),
        attribute('birthmonth', month),
        attribute('birthday', day),
        attribute('description', person.note),
      ];
      return `${lines.filter((line) => line !== '').join('\n')}\n\n`;
    })
    .join('');
}

/** In base64 where the value is no safe string (RFC 2849, section 2). */
function attribute(name: string, value: string | undefined): string {
  if (value === undefined || value === '') return '';
  if (/^[!-9;=-~][ -~]*$/.test(value) && !value.endsWith(' ')) return `${name}: ${value}`;
  return `${name}:: ${btoa(String.fromCharCode(...encoder.encode(value)))}`;
}

/**
 * A mailbox (mbox) with one message from each person, with a body that tries to look like headers.
 *
 * @example mbox(generatePeople({ seed: 1, count: 10 }))
 */
export function mbox(people: readonly Person[]): string {
  return people
    .map((person, at) => {
      const name = btoa(String.fromCharCode(...encoder.encode(person.names.full)));
      return [
        'From - Mon Mar 18 09:12:44 2024',
        'Received: from mx.example by mx.mail.example; Mon, 18 Mar 2024 09:12:44 +0000',
        `From: =?UTF-8?B?${name}?= <${person.emails[0]?.value}>`,
        `Message-ID: <${at}@mail.example>`,
        'Date: Mon, 18 Mar 2024 09:12:44 +0000',
        '',
        'From: Nobody <else@nobody.example>',
        '>From nobody Mon Mar 18 09:12:44 2024',
        'QUJD'.repeat(50),
        '',
        '',
      ].join('\n');
    })
    .join('');
}
