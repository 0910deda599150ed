import type { ErasureRow } from './erasure-store.ts';

const words = {
  en: {
    contacts: 'Contacts',
    cards: 'Cards from your sources',
    edits: 'Your own edits of contacts',
    labels: 'Labels',
    files: 'Names of files',
    imports: 'Imports',
    exports: 'Copies of your data',
    invitations: 'Invitations',
    withdrawn: 'of which were open, and are withdrawn',
    connections: 'Connections, counted from both sides',
    requests: 'Connection requests',
    sessions: 'Sessions',
    passkeys: 'Passkeys',
    identifiers: 'Addresses and numbers of yours',
    photos: 'Photos',
    grants: 'Grants at providers, taken back',
    kept_consents:
      'Consents: when you agreed to send what kind of message, with keyed hashes of recipients. Your name, your words and your account are not in them. They prove that nobody was written to without permission.',
    kept_suppressions:
      'Recipients who want no more messages in your name, as keyed hashes. They keep that right.',
    kept_acts: 'What operators decided about your account, with numbers in place of names.',
  },
  de: {
    contacts: 'Kontakte',
    cards: 'Karten aus Ihren Quellen',
    edits: 'Ihre eigenen Änderungen an Kontakten',
    labels: 'Labels',
    files: 'Namen von Dateien',
    imports: 'Importe',
    exports: 'Kopien Ihrer Daten',
    invitations: 'Einladungen',
    withdrawn: 'davon waren offen und sind zurückgezogen',
    connections: 'Verbindungen, von beiden Seiten gezählt',
    requests: 'Kontaktanfragen',
    sessions: 'Sitzungen',
    passkeys: 'Passkeys',
    identifiers: 'Ihre Adressen und Nummern',
    photos: 'Fotos',
    grants: 'Zugriffe bei Anbietern, zurückgenommen',
    kept_consents:
      'Einwilligungen: wann Sie welcher Art von Nachricht zugestimmt haben, mit verschlüsselten Prüfwerten der Empfänger. Ihr Name, Ihre Worte und Ihr Konto stehen nicht darin. Sie belegen, dass niemand ohne Erlaubnis angeschrieben wurde.',
    kept_suppressions:
      'Empfänger, die in Ihrem Namen nichts mehr bekommen möchten, als verschlüsselte Prüfwerte. Sie behalten dieses Recht.',
    kept_acts: 'Was Betreiber über Ihr Konto entschieden haben, mit Nummern statt Namen.',
  },
} as const;

type Word = keyof (typeof words)['en'];

/** What was deleted with an account, and what is kept and why. */
export function receiptText(
  network: string,
  row: Pick<ErasureRow, 'id' | 'asked_at' | 'done_at' | 'counts' | 'locale'>,
): { subject: string; text: string } {
  const de = row.locale.toLowerCase().startsWith('de');
  const texts = de ? words.de : words.en;
  const all = (Object.keys(texts) as Word[]).map((word) => [word, row.counts[word] ?? 0] as const);
  const lines = (kept: boolean) =>
    all
      .filter(([word, count]) => word.startsWith('kept_') === kept && count > 0)
      .map(([word, count]) => `${String(count).padStart(8)}  ${texts[word]}`);
  const keeps = lines(true);
  const asked = moment(row.asked_at);
  const done = row.done_at === null ? '' : moment(row.done_at);
  const [subject, head, deleted, kept, nothing, hashes, copies] = de
    ? [
        `Ihr Konto bei ${network} ist gelöscht`,
        `Quittung ${row.id}\n\nIhr Konto bei ${network} und alles darin ist gelöscht.\nVerlangt: ${asked}\nErledigt: ${done}`,
        'Gelöscht:',
        'Aufbewahrt, ohne Hinweis auf Sie:',
        'Aufbewahrt wird nichts.',
        'Aus einem verschlüsselten Prüfwert kann niemand die Adresse lesen; er sagt nur, ob eine Adresse dieselbe ist.',
        'Sicherungskopien der Datenbank löscht der Betreiber, wenn ihre Zeit um ist.',
      ]
    : [
        `Your account at ${network} is deleted`,
        `Receipt ${row.id}\n\nYour account at ${network} and everything in it is deleted.\nAsked for: ${asked}\nDone:      ${done}`,
        'Deleted:',
        'Kept, with nothing that says it was you:',
        'Nothing is kept.',
        'Nobody can read an address from a keyed hash; it only tells whether an address is the same.',
        'Backups of the database are deleted by the operator when their time is over.',
      ];
  const parts = [
    head,
    '',
    deleted,
    ...lines(false),
    '',
    ...(keeps.length === 0 ? [nothing] : [kept, ...keeps, '', hashes]),
    '',
    copies,
  ];
  return { subject, text: `${parts.join('\n')}\n` };
}

/** An instant as people read it, whatever their language. */
function moment(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
