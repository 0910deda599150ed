import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FormatName, type ProblemCode, readContacts } from './index.ts';

const encoder = new TextEncoder();
const MB = 1024 * 1024;

/** What a stream of so many megabytes gives: the names, the problems by code, and how far the memory grew. */
function stream(
  head: string,
  filling: string,
  megabytes: number,
  tail: string,
): { names: string[]; codes: Set<ProblemCode>; events: number; grown: number } {
  const reader = readContacts();
  const chunk = encoder.encode(filling.repeat(Math.ceil(MB / filling.length)).slice(0, MB));
  const names: string[] = [];
  const codes = new Set<ProblemCode>();
  let events = 0;
  const take = (read: ReturnType<typeof reader.write>): void => {
    for (const event of read) {
      events++;
      if (event.kind === 'problem') codes.add(event.problem.code);
      else {
        names.push(event.card.names.full);
        for (const { code } of event.card.problems) codes.add(code);
      }
    }
  };
  take(reader.write(encoder.encode(head)));
  const used = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const before = used();
  let grown = 0;
  for (let sent = 0; sent < megabytes; sent++) {
    take(reader.write(chunk));
    grown = Math.max(grown, used() - before);
  }
  take(reader.write(encoder.encode(tail)));
  take(reader.end());
  return { names, codes, events, grown };
}

const card = (name: string, more: string): string => `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\n${more}`;
const end = '\r\nEND:VCARD\r\n';

/** What stands before and after an endless thing, and what is said of it; the people around it are read. */
const endless: Record<
  string,
  [head: string, filling: string, megabytes: number, tail: string, code: ProblemCode]
> = {
  'a line of 1 GB in a vCard': [
    card('Ana', 'NOTE:'),
    'x',
    1024,
    `${end}${card('Bo', 'TEL:+49301234567')}${end}`,
    'line.too_long',
  ],
  'a base64 photo that never ends': [
    card('Ana', 'PHOTO;ENCODING=b;TYPE=JPEG:'),
    `${'A'.repeat(74)}\r\n `,
    256,
    `${end}${card('Bo', 'TEL:+49301234567')}${end}`,
    'photo.too_large',
  ],
  'a cell of 256 MB': [
    'Name,E-mail\nAna,ana@x.example\nEva,',
    'x',
    256,
    '\nBo,bo@x.example\n',
    'row.too_large',
  ],
  'a string of 256 MB in JSON': [
    '[{"@type":"Card","version":"1.0","uid":"1","name":{"full":"Ana"},"notes":{"1":{"note":"',
    'x',
    256,
    '"}}},{"@type":"Card","version":"1.0","uid":"2","name":{"full":"Bo"}}]',
    'field.too_large',
  ],
  'a line of 256 MB in text': ['Ana <ana@x.example>\n', 'x', 256, '\nBo <bo@x.example>\n', 'line.too_long'],
  'a line of 256 MB in LDIF': [
    'dn: cn=Ana\nobjectclass: person\ncn: Ana\ndescription: ',
    'x',
    256,
    '\n\ndn: cn=Bo\nobjectclass: person\ncn: Bo\nmail: bo@x.example\n',
    'line.too_long',
  ],
};
for (const [what, [head, filling, megabytes, tail, code]] of Object.entries(endless)) {
  test(`${what} costs what it stands in, and no memory`, () => {
    const { names, codes, events, grown } = stream(head, filling, megabytes, tail);
    assert.ok(names.includes('Ana') && names.includes('Bo'), names.join());
    assert.ok(codes.has(code), [...codes].join());
    assert.ok(events < 10, String(events));
    assert.ok(grown < 200 * MB, `${Math.round(grown / MB)} MB`);
  });
}

test('256 MB of commas give no event for each line and no memory', () => {
  const { events, grown } = stream('', ',', 256, '');
  assert.ok(events < 600, String(events));
  assert.ok(grown < 200 * MB, `${Math.round(grown / MB)} MB`);
});

const crowded: Record<string, [format: FormatName, content: string]> = {
  'words on one line of text': ['text', `${'x;'.repeat(200_000)}Bo <bo@x.de>\n${'y;'.repeat(200_000)}`],
  'addresses on one line of text': ['text', 'bo@x.de '.repeat(130_000)],
  'types of one vCard property': [
    'vcard',
    `${card('Bo', `EMAIL;TYPE=${'a,'.repeat(200_000)}b:bo@x.de`)}${end}`,
  ],
};
for (const [what, [format, content]] of Object.entries(crowded)) {
  test(`hundreds of thousands of ${what} are read`, () => {
    const reader = readContacts({ format });
    const emails = new Set<string>();
    for (const event of [...reader.write(encoder.encode(content)), ...reader.end()])
      if (event.kind === 'card') for (const { value } of event.card.emails) emails.add(value);
    assert.deepEqual([...emails], ['bo@x.de']);
  });
}
