import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { handOf, openBrowser, visitor } from './browser.ts';
import { type Kith, startKith } from './kith.ts';
import { card, join, words } from './steps.ts';

let kith: Kith;
let browser: Browser;
before(async () => {
  kith = await startKith({});
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await kith?.close();
});

const book = [
  card(
    'N:Hart;William;;;',
    'FN:William Hart',
    'TEL:+442079460001',
    'EMAIL:william.hart@hart.example',
    'BDAY:1961-04-12',
  ),
  card(
    'N:Hart;Bill;;;',
    'FN:Bill Hart',
    'TEL:+442079460001',
    'ORG:Hart & Sons',
    'ADR:;;Mill Lane 9;York;;YO1 7HX;',
  ),
  card('N:Hart;Mary;;;', 'FN:Mary Hart', 'TEL:+442079460001'),
  card('N:Wells;Joanna;;;', 'FN:Joanna Wells', 'EMAIL:jo@wells.example'),
  card('N:Wells;Jo;;;', 'FN:Jo Wells', 'EMAIL:jo@wells.example', 'TITLE:Baker'),
].join('');

test('proposals are merged, put off and declined by keyboard, and every act is taken back', async () => {
  for (const setting of [{}, { width: 360, dark: true }]) {
    const who = await visitor(browser, kith, setting);
    const hand = handOf('keyboard', who.page);
    const { page } = who;
    await join(who, kith, { name: 'Mo Merging', email: `mo${setting.width ?? ''}@merging.example` });
    await page.goto('/contacts/merge');
    await page.getByText('No contacts look like the same person').waitFor();
    await who.look('merge suggestions, none');
    await page.evaluate(async (text) => {
      const form = new FormData();
      form.append('file', new File([text], 'book.vcf'));
      await fetch('/api/imports', { method: 'POST', body: form });
    }, book);
    await page.getByRole('heading', { name: '2 pairs may be the same person' }).waitFor();
    await who.look('merge suggestions');
    assert.equal(await page.getByText('Mary Hart').count(), 0, 'a household is no duplicate');

    const first = await page.locator('.side-head a').first().textContent();
    await hand.press(page.getByRole('button', { name: 'Decide later' }));
    await page
      .locator('.side-head a')
      .first()
      .filter({ hasNotText: first ?? '' })
      .waitFor();
    await hand.press(page.getByRole('button', { name: 'Not the same' }));
    await page.getByRole('heading', { name: '1 pair may be the same person' }).waitFor();
    await hand.press(page.getByRole('status').getByRole('button', { name: words.undo }));
    await page.getByRole('heading', { name: '2 pairs may be the same person' }).waitFor();

    await hand.press(page.getByRole('button', { name: 'Merge', exact: true }));
    await page.getByRole('heading', { name: '1 pair may be the same person' }).waitFor();
    await page.getByRole('heading', { name: 'Merged so far' }).waitFor();
    await who.look('merge suggestions after a merge');
    await hand.press(page.getByRole('button', { name: /^Undo the merge of/ }));
    await page.getByRole('heading', { name: '2 pairs may be the same person' }).waitFor();
    assert.deepEqual([...who.faults, ...who.violations], []);
    await who.context.close();
  }
});
