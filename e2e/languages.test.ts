import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { demoBook } from '../server/src/demo/books.ts';
import { openBrowser, type Visitor, visitor } from './browser.ts';
import { callAs, until } from './caller.ts';
import { pane, rows } from './contacts.ts';
import { type Kith, startKith } from './kith.ts';

interface Look {
  readonly width: 1280 | 360;
  readonly dark: boolean;
}

const [wide, wideDark, small, smallDark] = [
  { width: 1280, dark: false },
  { width: 1280, dark: true },
  { width: 360, dark: false },
  { width: 360, dark: true },
] as const satisfies readonly Look[];

/** How axe sees each language: colours do not depend on it, so that English alone is seen in every way. */
const languages: Readonly<Record<string, readonly Look[]>> = {
  en: [wide, wideDark, small, smallDark],
  de: [wide],
  ar: [small],
  ja: [smallDark],
  'en-XA': [wideDark],
};

let browser: Browser;
let kith: Kith;
/** Every screen of a member. */
let screens: readonly string[];

before(async () => {
  browser = await openBrowser();
  kith = await startKith();
  const ana = await callAs(kith, 'ana');
  const { id } = await ana.upload<{ id: string }>('google.csv', demoBook('google.csv').bytes, 'languages');
  await until(
    () => ana.get<{ state: string }>(`/api/imports/${id}`),
    ({ state }) => state === 'read',
  );
  const { contacts } = await ana.get<{ contacts: { id: string }[] }>(
    '/api/contacts?has=email,phone,birthday',
  );
  screens = [
    '/network',
    '/network/requests',
    '/suggestions',
    '/add',
    '/add/file',
    '/add/directory',
    '/add/account',
    '/add/phone',
    '/providers',
    '/imports',
    `/imports/${id}`,
    `/imports/${id}/people`,
    `/imports/${id}/invite`,
    `/imports/${id}/review`,
    '/contacts',
    `/contacts/${contacts[0]?.id}`,
    '/contacts/new',
    '/contacts/labels',
    '/contacts/birthdays',
    '/contacts/merge',
    '/invitations',
    '/links',
    '/settings',
    '/settings/data',
    '/nowhere',
  ];
});
after(async () => {
  await browser?.close();
  await kith?.close();
});

async function signedIn(): Promise<Visitor> {
  const who = await visitor(browser, kith);
  await who.page.goto('/sign-in');
  await who.page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    await fetch('/demo/sign-in', { method: 'POST', headers, body: JSON.stringify({ who: 'ana' }) });
  });
  return who;
}

async function seenAs(page: Page, { width, dark }: Look): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
}

describe('every screen', { concurrency: 2 }, () => {
  for (const [language, looks] of Object.entries(languages))
    test(`fits and is without fault in ${language}`, async () => {
      const who = await signedIn();
      const { page } = who;
      const clipped: string[] = [];
      const check = async (screen: string, seen: readonly Look[]) => {
        for (const look of [wide, wideDark, small, smallDark]) {
          const isSeen = seen.includes(look);
          if (!isSeen && look.dark) continue;
          await seenAs(page, look);
          if (isSeen) await who.look(`${screen} in ${language}`);
          clipped.push(...(await cut(page)).map((text) => `${screen} in ${language}: ${text}`));
        }
        // As narrow as a page of 1280 px that is enlarged four times (WCAG 2.2, 1.4.10); every word may break there.
        await page.setViewportSize({ width: 320, height: 800 });
        const needed = await page.evaluate(() => document.documentElement.scrollWidth);
        if (needed > 320) clipped.push(`${screen} in ${language}: ${needed} px on 320`);
      };
      try {
        for (const screen of screens) {
          await page.goto(`${screen}?lang=${language}`);
          await page.getByRole('heading', { level: 1 }).waitFor();
          await page.waitForFunction(
            (marks) => document.querySelector(marks) === null,
            '.waiting-block, .placeholder, .awaited',
          );
          assert.equal(await page.locator('html').getAttribute('lang'), language);
          await check(screen, looks);
        }
        await page.goto(`/contacts?lang=${language}`);
        for (const [state, open] of Object.entries(states)) {
          await seenAs(page, wide);
          await open(page);
          await check(state, looks.slice(-1));
          await page.keyboard.press('Escape');
        }
        assert.deepEqual(who.violations, []);
        assert.deepEqual(who.faults, []);
        assert.deepEqual(clipped, []);
      } finally {
        await who.context.close();
      }
    });

  test('in Arabic reads from right to left', async () => {
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
});

/** What the address book shows when it is used; Escape leaves each. Found by their places, as words differ. */
const states: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'contacts chosen': async (page) => {
    await rows(page).first().waitFor();
    for (const at of [0, 1]) await rows(page).nth(at).locator('.cell-box').click();
    await page.locator('.bulk').waitFor();
    await rows(page).nth(1).focus();
  },
  'contacts to label': (page) => chosen(page, 1),
  'contacts to export': (page) => chosen(page, 5),
  'a contact being edited': async (page) => {
    await rows(page).first().locator('.cell-text').click();
    await pane(page).locator('.row .button').first().click();
    await pane(page).locator('form').waitFor();
  },
};

/** Presses the button of that place in the bulk bar. */
async function chosen(page: Page, at: number): Promise<void> {
  if ((await page.locator('.bulk').count()) === 0) await rows(page).first().locator('.cell-box').click();
  await page.locator('.bulk .button').nth(at).click();
  await page.getByRole('dialog').waitFor();
}

/** Whether the screen moves sideways, and words of ours that do not fit; names and addresses in rows may be cut. */
function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth: needed, clientWidth: room } = document.documentElement;
    const words = [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => element.closest('[role=row], .label-chip, .hidden, select, svg') === null)
      .filter((element) => [...element.childNodes].some(({ nodeType }) => nodeType === Node.TEXT_NODE))
      .filter(({ clientWidth, scrollWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
      .map(
        ({ textContent, clientWidth, scrollWidth }) =>
          `${textContent} (${scrollWidth} in ${clientWidth}, ${innerWidth} px)`,
      );
    return needed > room ? [`${needed} px on ${room}`, ...words] : words;
  });
}
