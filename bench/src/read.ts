import { readContacts } from '@kith/contacts';
import {
  generatePeople,
  googleCsv,
  outlookCsv,
  type Person,
  vcard21,
  vcard30,
  vcard40,
} from '@kith/contacts/testing';
import ICAL from 'ical.js';
import papa from 'papaparse';

/** What a reader got out of a book, for comparing with what went in. */
interface Got {
  readonly names: readonly string[];
  readonly emails: readonly string[];
}

/** `npm run bench -- read [COUNT]`: reading speed beside ical.js, papaparse and JSON.parse, checked for correctness. */
export function run(args: readonly string[]): void {
  const people = generatePeople({ seed: 1, count: Number(args[0] ?? 10_000) });
  const books: readonly [string, string, string, ((text: string) => Got)?][] = [
    ['vCard 2.1', vcard21(people), 'none reads it'],
    ['vCard 3.0', vcard30(people, { apple: true }), 'ical.js', byIcal],
    ['vCard 4.0', vcard40(people), 'ical.js', byIcal],
    [
      'Google CSV',
      googleCsv(people),
      'papaparse',
      (text) => byPapa(text, 'First Name', /^E-mail \d+ - Value$/),
    ],
    [
      'Outlook CSV',
      outlookCsv(people, 'de'),
      'papaparse',
      (text) => byPapa(text, 'Vorname', /^E-Mail-Adresse$|Adresse$/),
    ],
  ];
  console.log(`${people.length} contacts each; contacts/s, best of 5`);
  for (const [name, text, peer, read] of books) {
    const bytes = new TextEncoder().encode(text);
    const kith = best(() => byKith(bytes));
    const reader = readContacts();
    const json = JSON.stringify([...reader.write(bytes), ...reader.end()]);
    const parse = best(() => JSON.parse(json));
    const other = read === undefined ? undefined : best(() => read(text));
    const ratio =
      other === undefined
        ? peer
        : `${(other.ms / kith.ms).toFixed(1)} × ${peer}, which gets ${correct(other.result, people)}`;
    console.log(
      `${name.padEnd(12)} ${rate(people, kith.ms)} ${(bytes.length / kith.ms / 1000).toFixed(0).padStart(4)} MB/s  ` +
        `${correct(kith.result, people)} right  ${(parse.ms / kith.ms).toFixed(2)} × JSON.parse  ${ratio}`,
    );
  }
}

function byKith(bytes: Uint8Array): Got {
  const reader = readContacts();
  const names: string[] = [];
  const emails: string[] = [];
  for (const events of [reader.write(bytes), reader.end()]) {
    for (const event of events) {
      if (event.kind !== 'card') continue;
      names.push(event.card.names.given ?? '');
      emails.push(event.card.emails.map(({ value }) => value).join());
    }
  }
  return { names, emails };
}

function byIcal(text: string): Got {
  const parsed: unknown = ICAL.parse(text);
  const names: string[] = [];
  const emails: string[] = [];
  if (!Array.isArray(parsed)) return { names, emails };
  for (const one of parsed) {
    const card = new ICAL.Component(one);
    const name: unknown = card.getFirstPropertyValue('n');
    names.push(Array.isArray(name) ? String(name[1]) : '');
    emails.push(
      card
        .getAllProperties('email')
        .map((property) => String(property.getFirstValue()))
        .join(),
    );
  }
  return { names, emails };
}

function byPapa(text: string, given: string, email: RegExp): Got {
  const rows = papa.parse(text.trimEnd(), { header: true }).data;
  const columns = Object.keys(rows[0] ?? {}).filter((column) => email.test(column));
  return {
    names: rows.map((row) => row[given] ?? ''),
    emails: rows.map((row) =>
      columns
        .map((column) => row[column])
        .filter(Boolean)
        .join(),
    ),
  };
}

function best<T>(work: () => T): { ms: number; result: T } {
  let ms = Number.POSITIVE_INFINITY;
  let result = work();
  for (let turn = 0; turn < 5; turn++) {
    const start = performance.now();
    result = work();
    ms = Math.min(ms, performance.now() - start);
  }
  return { ms, result };
}

function rate(people: readonly Person[], ms: number): string {
  return String(Math.round((people.length / ms) * 1000)).padStart(8);
}

function correct(got: Got, people: readonly Person[]): string {
  let right = 0;
  people.forEach((person, at) => {
    const emails = person.emails.map(({ value }) => value).join();
    if (got.names[at] === person.names.given && got.emails[at] === emails) right++;
  });
  return `${((right / people.length) * 100).toFixed(1)} %`;
}
