import type { Person } from './people.ts';

const ROW_END = '\r\n';

function cell(value: string): string {
  return /[",\r\n]/.test(value) || value.startsWith(' ') ? `"${value.replaceAll('"', '""')}"` : value;
}

function table(header: readonly string[], rows: readonly ReadonlyMap<string, string>[]): string {
  const lines = [header.map(cell).join(',')];
  for (const row of rows) lines.push(header.map((name) => cell(row.get(name) ?? '')).join(','));
  return lines.join(ROW_END) + ROW_END;
}

const GOOGLE = (emails: number, phones: number): string[] => [
  ...'First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels'.split(
    ',',
  ),
  ...Array.from({ length: emails }, (_, at) => [
    `E-mail ${at + 1} - Label`,
    `E-mail ${at + 1} - Value`,
  ]).flat(),
  ...Array.from({ length: phones }, (_, at) => [`Phone ${at + 1} - Label`, `Phone ${at + 1} - Value`]).flat(),
  ...[
    'Label',
    'Formatted',
    'Street',
    'City',
    'PO Box',
    'Region',
    'Postal Code',
    'Country',
    'Extended Address',
  ].map((part) => `Address 1 - ${part}`),
];

const GOOGLE_LABELS: Readonly<Record<string, string>> = {
  home: 'Home',
  work: 'Work',
  other: 'Other',
  mobile: 'Mobile',
};

/**
 * Google Contacts' own CSV of 2024 and later, in UTF-8.
 *
 * @example googleCsv(generatePeople({ seed: 1, count: 300 }))
 */
export function googleCsv(people: readonly Person[]): string {
  const most = (count: (person: Person) => number): number =>
    people.reduce((best, person) => Math.max(best, count(person)), 1);
  const header = GOOGLE(
    most(({ emails }) => emails.length),
    most(({ phones }) => phones.length),
  );
  return table(
    header,
    people.map((person) => {
      const row = new Map<string, string>([
        ['First Name', person.names.given],
        ['Last Name', person.names.family],
        ['Labels', [...(person.groups ?? []), '* myContacts'].join(' ::: ')],
        ['Photo', person.photo ?? ''],
      ]);
      const [family = '', given = ''] = (person.names.phonetic ?? '').split(' ');
      row.set('Phonetic First Name', given);
      row.set('Phonetic Last Name', family);
      row.set('Organization Name', person.organisation ?? '');
      row.set('Organization Title', person.title ?? '');
      row.set('Birthday', person.birthday ?? '');
      row.set('Notes', person.note ?? '');
      person.emails.forEach(({ value, label }, at) => {
        row.set(`E-mail ${at + 1} - Label`, `${at === 0 ? '* ' : ''}${GOOGLE_LABELS[label] ?? label}`);
        row.set(`E-mail ${at + 1} - Value`, value);
      });
      person.phones.forEach(({ value, label }, at) => {
        row.set(`Phone ${at + 1} - Label`, GOOGLE_LABELS[label] ?? label);
        row.set(`Phone ${at + 1} - Value`, value);
      });
      if (person.city !== undefined) {
        row.set('Address 1 - Label', 'Home');
        row.set('Address 1 - Formatted', `${person.city}\n${person.country}`);
        row.set('Address 1 - City', person.city);
        row.set('Address 1 - Country', person.country);
      }
      return row;
    }),
  );
}

/** The columns of Outlook's export that people fill, in two of its languages. */
const OUTLOOK = {
  en: {
    prefix: 'Title',
    given: 'First Name',
    middle: 'Middle Name',
    family: 'Last Name',
    suffix: 'Suffix',
    company: 'Company',
    department: 'Department',
    job: 'Job Title',
    workStreet: 'Business Street',
    homeStreet: 'Home Street',
    city: 'Home City',
    region: 'Home State',
    postcode: 'Home Postal Code',
    country: 'Home Country/Region',
    workFax: 'Business Fax',
    work: 'Business Phone',
    home: 'Home Phone',
    mobile: 'Mobile Phone',
    pager: 'Pager',
    birthday: 'Birthday',
    categories: 'Categories',
    email: 'E-mail Address',
    type: 'E-mail Type',
    shown: 'E-mail Display Name',
    email2: 'E-mail 2 Address',
    type2: 'E-mail 2 Type',
    email3: 'E-mail 3 Address',
    type3: 'E-mail 3 Type',
    gender: 'Gender',
    busy: 'Internet Free Busy',
    notes: 'Notes',
    priority: 'Priority',
    private: 'Private',
    sensitivity: 'Sensitivity',
    web: 'Web Page',
  },
  de: {
    prefix: 'Anrede',
    given: 'Vorname',
    middle: 'Weitere Vornamen',
    family: 'Nachname',
    suffix: 'Suffix',
    company: 'Firma',
    department: 'Abteilung',
    job: 'Position',
    workStreet: 'Straße geschäftlich',
    homeStreet: 'Straße privat',
    city: 'Ort privat',
    region: 'Bundesland/Kanton privat',
    postcode: 'Postleitzahl privat',
    country: 'Land/Region privat',
    workFax: 'Fax geschäftlich',
    work: 'Telefon geschäftlich',
    home: 'Telefon privat',
    mobile: 'Mobiltelefon',
    pager: 'Pager',
    birthday: 'Geburtstag',
    categories: 'Kategorien',
    email: 'E-Mail-Adresse',
    type: 'E-Mail-Typ',
    shown: 'E-Mail: Angezeigter Name',
    email2: 'E-Mail 2: Adresse',
    type2: 'E-Mail 2: Typ',
    email3: 'E-Mail 3: Adresse',
    type3: 'E-Mail 3: Typ',
    gender: 'Geschlecht',
    busy: 'Internet-Frei/Gebucht',
    notes: 'Notizen',
    priority: 'Priorität',
    private: 'Privat',
    sensitivity: 'Vertraulichkeit',
    web: 'Webseite',
  },
} as const;

/**
 * The CSV of Outlook for Windows in English or German, as text; Outlook itself writes it in windows-1252.
 *
 * @example outlookCsv(generatePeople({ seed: 1, count: 300, cultures: ['de'] }), 'de')
 */
export function outlookCsv(people: readonly Person[], language: 'de' | 'en' = 'en'): string {
  const columns = OUTLOOK[language];
  return table(
    Object.values(columns),
    people.map((person) => {
      const [first, second, third] = person.emails;
      const phone = (label: string): string => person.phones.find((one) => one.label === label)?.value ?? '';
      const row: Record<keyof typeof columns, string> = {
        prefix: '',
        given: person.names.given,
        middle: '',
        family: person.names.family,
        suffix: '',
        company: person.organisation ?? '',
        department: '',
        job: person.title ?? '',
        workStreet: '',
        homeStreet: '',
        city: person.city ?? '',
        region: '',
        postcode: '',
        country: person.city === undefined ? '' : person.country,
        workFax: '',
        work: phone('work'),
        home: phone('home'),
        mobile: phone('mobile'),
        pager: '',
        birthday: outlookDate(person.birthday, language),
        categories: (person.groups ?? []).join(';'),
        email: first?.value ?? '',
        type: first === undefined ? '' : 'SMTP',
        shown: first === undefined ? '' : `${person.names.full} (${first.value})`,
        email2: second?.value ?? '',
        type2: second === undefined ? '' : 'SMTP',
        email3: third?.value ?? '',
        type3: third === undefined ? '' : 'SMTP',
        gender: language === 'de' ? 'Keine Angabe' : 'Unspecified',
        busy: '',
        notes: person.note ?? '',
        priority: 'Normal',
        private: language === 'de' ? 'Aus' : 'FALSE',
        sensitivity: 'Normal',
        web: '',
      };
      // Safe: the keys of `row` are those of `columns` by its type.
      return new Map(Object.entries(columns).map(([key, name]) => [name, row[key as keyof typeof columns]]));
    }),
  );
}

function outlookDate(date: string | undefined, language: 'de' | 'en'): string {
  if (date === undefined) return '0/0/00';
  const [year = '', month = '', day = ''] = date.startsWith('--')
    ? ['1604', ...date.slice(2).split('-')]
    : date.split('-');
  return language === 'de'
    ? `${Number(day)}.${Number(month)}.${year}`
    : `${Number(month)}/${Number(day)}/${year}`;
}
