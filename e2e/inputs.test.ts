import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { demoBook } from '../server/src/demo/books.ts';
import { mouse, openBrowser, type Visitor, visitor } from './browser.ts';
import { type Kith, startKith } from './kith.ts';
import { connect, type File, join, upload, way, words } from './steps.ts';

let kith: Kith;
let browser: Browser;

before(async () => {
  kith = await startKith({ KITH_SEND_PER_MINUTE: '60000' });
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
  await kith.close();
});

let visitors = 0;

/** A new member with an empty address book, on My Network. */
async function newcomer(width = 1280): Promise<Visitor> {
  const who = await visitor(browser, kith, { width });
  visitors++;
  await join(who, kith, { name: `Nora New ${visitors}`, email: `nora${visitors}@inputs.example` });
  return who;
}

const vcard = (name: string, email: string) =>
  `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nEMAIL:${email}\r\nEND:VCARD\r\n`;

/** What somebody drops, and what the screen says of it. */
const inputs: readonly [string, File['name'], Buffer, RegExp][] = [
  ['an empty file', 'empty.csv', Buffer.alloc(0), /empty|nothing in/i],
  [
    'a PDF',
    'book.pdf',
    Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n', 'latin1'),
    /PDF|no(t an)? address book|not contacts|CSV|vCard/i,
  ],
  [
    'a CSV with a broken quote',
    'quote.csv',
    Buffer.from('Name,Email\r\n"Mara Vela,mara@quote.example\r\nOle Dahl,ole@quote.example\r\n'),
    /Ole Dahl/,
  ],
  [
    'a vCard cut in the middle',
    'cut.vcf',
    Buffer.from(
      `${vcard('Una Whole', 'una@cut.example')}BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Half A Card\r\nEMAIL:half@c`,
    ),
    /Una Whole/,
  ],
  [
    'a file in UTF-16',
    'wide.vcf',
    Buffer.from(`\ufeff${vcard('Žofie Široká', 'zofie@wide.example')}`, 'utf16le'),
    /Žofie Široká/,
  ],
  [
    'a file in Shift_JIS',
    'sjis.csv',
    // 名前,メール / 山田太郎,taro@sjis.example
    Buffer.concat([
      Buffer.from([0x96, 0xbc, 0x91, 0x4f, 0x2c, 0x83, 0x81, 0x81, 0x5b, 0x83, 0x8b, 0x0d, 0x0a]),
      Buffer.from([0x8e, 0x52, 0x93, 0x63, 0x91, 0xbe, 0x98, 0x59]),
      Buffer.from(',taro@sjis.example\r\n'),
    ]),
    /山田太郎/,
  ],
];

for (const [what, name, buffer, answer] of inputs) {
  test(`${what} gets a clear answer on the screen`, async () => {
    const who = await newcomer();
    try {
      await upload(who, mouse(), { name, mimeType: 'application/octet-stream', buffer });
      await who.page.getByRole('main').getByText(answer).first().waitFor();
      await who.look(`after ${what}`);
      assert.deepEqual(who.violations, []);
    } finally {
      await who.context.close();
    }
  });
}

test('reload, Back and a second tab keep the selection', async () => {
  const who = await newcomer();
  try {
    const { page } = who;
    const { bytes } = demoBook('google.csv', 120);
    await upload(who, mouse(), { name: 'google.csv', mimeType: 'text/csv', buffer: bytes });
    await connect(who, mouse());
    const review = way(page, words.review);
    await review.waitFor();
    const before = await review.textContent();
    await page.getByRole('checkbox').nth(2).click();
    await page.waitForFunction((text) => !document.body.textContent.includes(text), before ?? '');
    const chosen = (await review.textContent()) ?? '';
    await page.reload();
    await page.getByText(chosen).first().waitFor();
    await review.click();
    await page.goBack();
    await page.getByText(chosen).first().waitFor();
    const second = await who.context.newPage();
    await second.goto(page.url());
    await second.getByText(chosen).first().waitFor();
  } finally {
    await who.context.close();
  }
});

test('no screen scrolls sideways at 320 px', async () => {
  const who = await newcomer(320);
  try {
    for (const path of ['/network', '/add', '/invitations', '/imports', '/settings', '/demo/mail']) {
      await who.page.goto(path);
      await who.page.getByRole('heading', { level: 1 }).waitFor();
      await who.look(path);
    }
    assert.deepEqual(who.violations, []);
  } finally {
    await who.context.close();
  }
});
