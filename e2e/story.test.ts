import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { type BookName, demoBook } from '../server/src/demo/books.ts';
import { type Hand, keyboard, mouse, openBrowser, type Setting, type Visitor, visitor } from './browser.ts';
import { type Kith, startKith } from './kith.ts';
import { connect, type File, signUp, upload, way, words } from './steps.ts';

let kith: Kith;
let browser: Browser;

before(async () => {
  kith = await startKith({ KITH_UNDO_SECONDS: '5', KITH_SEND_PER_MINUTE: '60000' });
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
  await kith.close();
});

function file(name: BookName): File {
  const { mediaType, bytes } = demoBook(name);
  return { name, mimeType: mediaType.split(';')[0] ?? '', buffer: bytes };
}

interface Case {
  readonly book: BookName;
  readonly hand: 'mouse' | 'keyboard';
  readonly setting: Setting;
}

const cases: readonly Case[] = [
  { book: 'google.csv', hand: 'mouse', setting: { width: 1280, dark: false } },
  { book: 'google.csv', hand: 'keyboard', setting: { width: 1280, dark: true } },
  { book: 'icloud.vcf', hand: 'mouse', setting: { width: 360, dark: true } },
  { book: 'outlook-de.csv', hand: 'keyboard', setting: { width: 360, dark: false } },
];

describe('the whole story', () => {
  for (const [at, { book, hand: by, setting }] of cases.entries()) {
    const { width, dark } = setting;
    test(`${book}, by ${by}, ${width} px, ${dark ? 'dark' : 'light'}`, { timeout: 240_000 }, async () => {
      const who = await visitor(browser, kith, setting);
      const hand = by === 'mouse' ? mouse() : keyboard(who.page);
      try {
        const person = { name: `Vera Vane ${at}`, email: `vera${at}@story.example` };
        await signUp(who, hand, person);
        await upload(who, hand, file(book));
        await connect(who, hand);
        await chooseSome(who, hand, book);
        assert.deepEqual(who.violations, []);
        assert.deepEqual(who.faults, []);
      } finally {
        await who.context.close();
      }
    });
  }
});

/** Everybody of the small book is invited; of the others, who is left after a search. */
async function chooseSome(who: Visitor, hand: Hand, book: BookName): Promise<string | undefined> {
  const { page } = who;
  await way(page, words.review).waitFor({ timeout: 60_000 });
  await who.look();
  if (book === 'google.csv') return undefined;
  const everybody = page.getByRole('checkbox', { name: words.selectAll }).first();
  await hand.press(everybody);
  await hand.write(page.getByRole('searchbox').first(), book === 'icloud.vcf' ? 'Müller' : 'Neumann');
  await page.waitForTimeout(600);
  await hand.press(everybody);
  await page.waitForTimeout(300);
  await who.look();
  return book;
}
