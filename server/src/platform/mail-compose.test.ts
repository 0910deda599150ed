import assert from 'node:assert/strict';
import { test } from 'node:test';
import PostalMime from 'postal-mime';
import { composeMail, mailTemplate } from './mail-compose.ts';

const draft = {
  from: { name: 'Müller, "Harbour"', address: 'hello@harbour.example' },
  to: 'ana@home.example',
  subject: 'Grüße von Ana',
  text: 'Hallo,\n\nein Gruß.\n',
  messageId: 'abc@harbour.example',
  date: new Date('2026-11-23T12:00:00Z'),
};

test('what is composed reads back the same', async () => {
  const { raw, ...envelope } = await composeMail({
    ...draft,
    html: '<p>Gruß</p>',
    headers: { 'X-Kith': '1' },
  });
  assert.deepEqual(envelope, {
    from: 'hello@harbour.example',
    to: 'ana@home.example',
    subject: 'Grüße von Ana',
    messageId: 'abc@harbour.example',
  });
  const read = await PostalMime.parse(raw);
  assert.deepEqual(
    [read.from?.name, read.from?.address, read.to?.[0]?.address, read.subject, read.messageId],
    [
      'Müller, "Harbour"',
      'hello@harbour.example',
      'ana@home.example',
      'Grüße von Ana',
      '<abc@harbour.example>',
    ],
  );
  assert.deepEqual(
    [read.date, read.text?.trim(), read.html?.trim()],
    ['2026-11-23T12:00:00.000Z', 'Hallo,\n\nein Gruß.', '<p>Gruß</p>'],
  );
  assert.equal(read.headers.find(({ key }) => key === 'x-kith')?.value, '1');
});

test('no line break in a name or subject makes a header or another recipient', async () => {
  const { raw } = await composeMail({
    ...draft,
    from: { name: 'Ana\r\nBcc: all@victims.example', address: draft.from.address },
    subject: 'Hello\r\nBcc: all@victims.example\r\n\r\nBuy',
  });
  const read = await PostalMime.parse(raw);
  assert.equal(read.bcc, undefined);
  assert.equal(
    read.headers.some(({ key }) => key === 'bcc'),
    false,
  );
  assert.equal(read.text?.trim(), draft.text.trim());
});

test('each copy of a message to many reads as if it had been composed by itself', async () => {
  const mark = 'THE-RECIPIENTS-OWN-KEY';
  const own = 'Ab3_-Cd4Ef5Gh6Ij7Kl8Mn';
  // Quoted-printable breaks lines at 76 signs: pushed along, a break falls into the mark now and then.
  for (let shift = 0; shift < 76; shift += 3) {
    const made = (key: string) => ({
      from: draft.from,
      subject: draft.subject,
      text: `${'ü'.repeat(3)}${'x'.repeat(shift)}${key} To: nobody\nTo: x\n${key}`,
      html: `<p>${'x'.repeat(shift)}<a href="https://harbour.example/i/${key}">ü</a></p>`,
      headers: { 'List-Unsubscribe': `<https://harbour.example/u/${key}>` },
    });
    const fill = await mailTemplate(made(mark), mark);
    assert.ok(fill !== undefined);
    const mine = { to: 'leo@work.example', messageId: 'abc@harbour.example', date: draft.date };
    const [copy, alone] = [
      fill({ ...mine, returnPath: undefined, mark: own }),
      await composeMail({ ...made(own), ...mine }),
    ];
    assert.deepEqual({ ...copy, raw: '' }, { ...alone, raw: '' });
    const read = async (raw: Buffer) => {
      const { text, html, subject, from, to, date, messageId, headers } = await PostalMime.parse(raw);
      const unsubscribe = headers.find(({ key }) => key === 'list-unsubscribe')?.value;
      return { text, html, subject, from, to, date, messageId, unsubscribe, count: headers.length };
    };
    assert.deepEqual(await read(copy.raw), await read(alone.raw));
  }
});
