import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { type BookName, demoBook } from '../server/src/demo/books.ts';
import { type Hand, keyboard, mouse, openBrowser, type Setting, type Visitor, visitor } from './browser.ts';
import { type Kith, startKith } from './kith.ts';
import {
  button,
  connect,
  type File,
  inviteSelected,
  linkIn,
  openMail,
  signUp,
  upload,
  way,
  words,
} from './steps.ts';

let browser: Browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

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
      // A server of its own: an address gets at most one message in seven days, whoever invites it.
      const kith = await startKith({ KITH_UNDO_SECONDS: '5', KITH_SEND_PER_MINUTE: '60000' });
      const who = await visitor(browser, kith, setting);
      const hand = by === 'mouse' ? mouse() : keyboard(who.page);
      const guest = await visitor(browser, kith, setting);
      try {
        const person = { name: `Vera Vane ${at}`, email: `vera${at}@story.example` };
        await signUp(who, hand, person);
        const before = hand.presses();
        await upload(who, hand, file(book));
        await connect(who, hand);
        const chosen = await chooseSome(who, hand, book);
        await inviteSelected(who, hand);
        if (chosen === undefined)
          assert.ok(hand.presses() - before <= 6, `${hand.presses() - before} presses`);
        const recipient = await lastRecipient(kith, person.name);
        await openMail(who, hand, recipient);
        await accept(guest, by === 'mouse' ? mouse() : keyboard(guest.page), await linkIn(who.page));
        await seeEachOther(who, guest, person.name);
        assert.deepEqual([...who.violations, ...guest.violations], []);
        assert.deepEqual([...who.faults, ...guest.faults], []);
      } finally {
        await who.context.close();
        await guest.context.close();
        await kith.close();
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

/** The address of the newest message, once the sending is over: the mailbox changes while it runs. */
async function lastRecipient(kith: Kith, inviter: string): Promise<string> {
  let before = -1;
  for (let tries = 0; tries < 120; tries++) {
    const rows = await kith.query<{ recipient: string }>(
      `select recipient from demo_messages where subject like '${inviter} invites you%' order by received_at desc, id desc`,
    );
    const [newest] = rows;
    if (newest !== undefined && rows.length === before) return newest.recipient;
    before = rows.length;
    await wait(1000);
  }
  throw new Error('no invitation arrived');
}

async function accept(guest: Visitor, hand: Hand, link: string): Promise<void> {
  const { page } = guest;
  await page.goto(link);
  await guest.look();
  await hand.write(page.getByLabel(words.name), 'Nils Newcomer');
  await hand.press(button(page, words.accept));
  await page.waitForURL((url) => !url.pathname.startsWith('/i/'));
}

async function seeEachOther(who: Visitor, guest: Visitor, inviter: string): Promise<void> {
  await guest.page.goto('/network');
  await guest.page.getByText(inviter).first().waitFor();
  await guest.look();
  await who.page.goto('/network');
  await who.page
    .getByRole('main')
    .getByText(/Nils Newcomer/)
    .first()
    .waitFor();
  await who.look();
}
