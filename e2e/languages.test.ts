import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { demoBook } from '../server/src/demo/books.ts';
import { openBrowser, visitor } from './browser.ts';
import { callAs, until } from './caller.ts';
import { type Kith, startKith } from './kith.ts';

const languages = ['en', 'de', 'ar', 'ja', 'en-XA'] as const;
const screens = ['/network', '/add', '/contacts', '/invitations', '/imports', '/settings'];

/** Where axe looks too: the other tests have it look at the English screens. */
const judged: Readonly<Record<number, readonly string[]>> = { 1280: ['de', 'en-XA'], 360: ['ar', 'ja'] };

let browser: Browser;
let kith: Kith;

before(async () => {
  browser = await openBrowser();
  kith = await startKith();
  const ana = await callAs(kith, 'ana');
  const { id } = await ana.upload<{ id: string }>('google.csv', demoBook('google.csv').bytes, 'languages');
  await until(
    () => ana.get<{ state: string }>(`/api/imports/${id}`),
    ({ state }) => state === 'read',
  );
});
after(async () => {
  await browser.close();
  await kith.close();
});

for (const width of [1280, 360])
  test(`screens fit in every language at ${width} px`, async () => {
    const who = await visitor(browser, kith, { width });
    const { page } = who;
    const clipped: string[] = [];
    try {
      await page.goto('/sign-in');
      await page.evaluate(async () => {
        const headers = { 'content-type': 'application/json' };
        await fetch('/demo/sign-in', { method: 'POST', headers, body: JSON.stringify({ who: 'ana' }) });
      });
      for (const language of languages)
        for (const screen of screens) {
          await page.goto(`${screen}?lang=${language}`);
          await page.getByRole('heading', { level: 1 }).waitFor();
          await page.waitForFunction(
            (marks) => document.querySelector(marks) === null,
            '.waiting-block, .placeholder',
          );
          if (judged[width]?.includes(language)) await who.look(`${screen} in ${language}`);
          assert.equal(await page.locator('html').getAttribute('lang'), language);
          clipped.push(...(await cut(page)).map((text) => `${screen} in ${language}: ${text}`));
        }
      assert.deepEqual(who.violations, []);
      assert.deepEqual(who.faults, []);
      assert.deepEqual(clipped, []);
    } finally {
      await who.context.close();
    }
  });

test('Arabic reads from right to left', async () => {
  const who = await visitor(browser, kith, { width: 1280 });
  try {
    await who.page.goto('/sign-in?lang=ar');
    await who.page.getByRole('heading', { level: 1 }).waitFor();
    assert.equal(await who.page.locator('html').getAttribute('dir'), 'rtl');
    const logo = await who.page.locator('.logo').boundingBox();
    assert.ok((logo?.x ?? 0) > 640, 'the bar begins at the right');
  } finally {
    await who.context.close();
  }
});

/** Whether the screen moves sideways, and words of ours that do not fit; names and addresses in rows may be cut. */
function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth: wide, clientWidth: room } = document.documentElement;
    const words = [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => element.closest('[role=row], .label-chip, .hidden, select, svg') === null)
      .filter((element) => [...element.childNodes].some(({ nodeType }) => nodeType === Node.TEXT_NODE))
      .filter(({ clientWidth, scrollWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
      .map(
        ({ textContent, clientWidth, scrollWidth }) => `${textContent} (${scrollWidth} in ${clientWidth})`,
      );
    return wide > room ? [`${wide} px on ${room}`, ...words] : words;
  });
}
