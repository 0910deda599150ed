import { type Caller, until } from './caller.ts';
import type { Import } from './invited.ts';

/** A file as it may come, and what must be made of it. */
export interface Input {
  readonly what: string;
  readonly name: string;
  readonly bytes: Buffer;
  /** What the screen says or shows. */
  readonly answer: RegExp;
  readonly state: 'read' | 'failed';
  readonly failureCode?: string;
  /** The problems told, by code. */
  readonly problems: readonly string[];
  /** Everything readable in it: names with their addresses. */
  readonly people: readonly (readonly [name: string, email: string])[];
}

function vcard(name: string, email: string): string {
  return `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nEMAIL:${email}\r\nEND:VCARD\r\n`;
}

function bigEndian(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

export const inputs: readonly Input[] = [
  {
    what: 'an empty file',
    name: 'empty.csv',
    bytes: Buffer.alloc(0),
    answer: /there is nothing in it/i,
    state: 'failed',
    failureCode: 'import.empty',
    problems: ['file.empty'],
    people: [],
  },
  {
    what: 'a PDF',
    name: 'book.pdf',
    bytes: Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n', 'latin1'),
    answer: /we found no contacts in it/i,
    state: 'failed',
    failureCode: 'import.not_contacts',
    problems: ['file.not_contacts'],
    people: [],
  },
  {
    what: 'a CSV with a broken quote',
    name: 'quote.csv',
    bytes: Buffer.from(
      'Name,Email\r\nUna First,una@quote.example\r\n"Mara Vela,mara@quote.example\r\nOle Dahl,ole@quote.example\r\n',
    ),
    answer: /ole dahl/i,
    state: 'read',
    problems: ['row.unclosed_quote'],
    people: [
      ['Una First', 'una@quote.example'],
      ['Mara Vela', 'mara@quote.example'],
      ['Ole Dahl', 'ole@quote.example'],
    ],
  },
  {
    what: 'a vCard cut in the middle',
    name: 'cut.vcf',
    bytes: Buffer.from(
      `${vcard('Una Whole', 'una@cut.example')}${vcard('Half A Card', 'half@cut.example').split('END:')[0]}TEL:+47 40`,
    ),
    answer: /half a card/i,
    state: 'read',
    problems: ['card.truncated', 'phone.invalid'],
    people: [
      ['Una Whole', 'una@cut.example'],
      ['Half A Card', 'half@cut.example'],
    ],
  },
  {
    what: 'a vCard in UTF-16',
    name: 'wide.vcf',
    bytes: Buffer.from(`\ufeff${vcard('Žofie Široká', 'zofie@wide.example')}`, 'utf16le'),
    answer: /Žofie Široká/,
    state: 'read',
    problems: [],
    people: [['Žofie Široká', 'zofie@wide.example']],
  },
  {
    what: 'a CSV in UTF-16, big end first',
    name: 'wide.csv',
    bytes: bigEndian('\ufeffName,Email\r\nŁukasz Żak,lukasz@wide.example\r\n'),
    answer: /Łukasz Żak/,
    state: 'read',
    problems: [],
    people: [['Łukasz Żak', 'lukasz@wide.example']],
  },
  {
    what: 'a CSV in UTF-16 without its mark',
    name: 'bare.csv',
    bytes: Buffer.from('Name,Email\r\nŽofie Nová,nova@wide.example\r\n', 'utf16le'),
    answer: /Žofie Nová/,
    state: 'read',
    problems: [],
    people: [['Žofie Nová', 'nova@wide.example']],
  },
  {
    what: 'a CSV in Shift_JIS',
    name: 'sjis.csv',
    // 名前,メール / 山田太郎,taro@sjis.example
    bytes: Buffer.concat([
      Buffer.from([0x96, 0xbc, 0x91, 0x4f, 0x2c, 0x83, 0x81, 0x81, 0x5b, 0x83, 0x8b, 0x0d, 0x0a]),
      Buffer.from([0x8e, 0x52, 0x93, 0x63, 0x91, 0xbe, 0x98, 0x59]),
      Buffer.from(',taro@sjis.example\r\n'),
    ]),
    answer: /山田太郎/,
    state: 'read',
    problems: [],
    people: [['山田太郎', 'taro@sjis.example']],
  },
  {
    what: 'a vCard 2.1 in Shift_JIS',
    name: 'sjis.vcf',
    // 山田;花子
    bytes: Buffer.concat([
      Buffer.from('BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=SHIFT_JIS:'),
      Buffer.from([0x8e, 0x52, 0x93, 0x63, 0x3b, 0x89, 0xd4, 0x8e, 0x71]),
      Buffer.from('\r\nEMAIL;INTERNET:hanako@sjis.example\r\nEND:VCARD\r\n'),
    ]),
    answer: /山田花子/,
    state: 'read',
    problems: [],
    people: [['山田花子', 'hanako@sjis.example']],
  },
];

/** Waits until an import is over, however it ended. */
export function ended(owner: Caller, id: string): Promise<Import> {
  return until(
    () => owner.get<Import>(`/api/imports/${id}`),
    ({ state }) => state !== 'received' && state !== 'reading',
    300_000,
  );
}
