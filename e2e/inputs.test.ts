import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { demoBook } from '../server/src/demo/books.ts';
import { mouse, openBrowser, type Visitor, visitor } from './browser.ts';
import { until } from './caller.ts';
import { inputs } from './inputs.ts';
import { type Kith, startKith } from './kith.ts';
import { connect, join, upload, words } from './steps.ts';

let kith: Kith;
let browser: Browser;

before(async () => {
  kith = await startKith({ KITH_SEND_PER_MINUTE: '60000' });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await kith?.close();
});

let visitors = 0;

/** A new member with an empty address book, on My Network. */
async function newcomer(width = 1280): Promise<Visitor> {
  const who = await visitor(browser, kith, { width });
  visitors++;
  await join(who, kith, { name: `Nora New ${visitors}`, email: `nora${visitors}@inputs.example` });
  return who;
}

for (const { what, name, bytes, answer } of inputs) {
  test(`${what} gets a clear answer on the screen`, async () => {
    const who = await newcomer();
    try {
      await upload(who, mouse(), { name, mimeType: 'application/octet-stream', buffer: bytes });
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
    const review = page.getByRole('link', { name: words.review });
    await review.waitFor();
    const before = (await review.textContent()) ?? '';
    const chosen = before.replace(/\d+/, (count) => String(Number(count) - 1));
    assert.notEqual(chosen, before);
    // Left in the same moment as ticked: what the screen shows must be kept, not only what the server has answered.
    await page.evaluate(() => {
      document.querySelectorAll<HTMLInputElement>('[type=checkbox]')[2]?.click();
      location.reload();
    });
    // The new page may ask before the server has taken the tick; it is not lost, and the next look shows it.
    await until(
      async () => {
        await page.reload();
        await review.waitFor();
        return review.textContent();
      },
      (text) => text === chosen,
    );
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
