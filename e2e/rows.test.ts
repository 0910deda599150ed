import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { handOf, openBrowser, visitor } from './browser.ts';
import { type Kith, startKith } from './kith.ts';
import { button, join, upload, way } from './steps.ts';

let kith: Kith;
let browser: Browser;

before(async () => {
  kith = await startKith();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await kith?.close();
});

const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

test('columns are said and rows are mended by the keyboard alone, on a phone in the dark', async () => {
  const who = await visitor(browser, kith, { width: 360, dark: true });
  const { page } = who;
  const hand = handOf('keyboard', page);
  const list = page.getByRole('main');
  try {
    await join(who, kith, { name: 'Mara Map', email: 'mara@rows.example' });
    const strange = 'Bezug,Strecke,Wert\nAna Ruiz,ana(at)rows.example,1\nBo Berg,bo(at)rows.example,2\n';
    await upload(who, hand, csv('strange.csv', strange));
    await page.getByRole('heading', { name: 'Map columns' }).waitFor();
    await list.getByText('We found a table, but no column').waitFor();
    await who.look('columns of which none is understood');
    await hand.write(page.getByLabel('Strecke'), 'Company');
    await hand.write(page.getByLabel('Bezug'), 'Leave');
    await hand.press(button(page, /^read the file/i));
    await list.getByText('Read by what you said about its columns.').waitFor();

    const rows = [
      'Name,E-mail,Draht,Verein',
      'Ana Ruiz,ana.rows.example,ana2@rows.example,Nord',
      'Bo Berg,bo.rows.example,bo2@rows.example,Nord',
      'Chen Wei,chen@rows.example,chen2@rows.example,Nord',
    ];
    await page.goto('/network');
    await upload(who, hand, csv('club.csv', rows.join('\n')));
    await list.getByText('We guessed some columns.').waitFor();
    await hand.press(list.getByRole('link', { name: 'Map columns' }));
    await list.getByText('guess', { exact: true }).waitFor();
    await who.look('columns that are guessed');
    await hand.write(page.getByLabel('Verein'), 'Company');
    await hand.press(button(page, /^read the file/i));
    await list.getByText('Read by what you said about its columns.').waitFor();

    await hand.press(way(page, /problems?: see what|^details/i));
    await list.getByText('The e-mail address has no @.').waitFor();
    const field = page.getByLabel('E-mail address').first();
    await hand.write(field, 'ana at rows');
    await hand.press(button(page, /^save/i));
    await list.getByText('This is no complete e-mail address.').waitFor();
    await who.look('a row mended badly');
    await hand.write(field, 'ana@rows.example');
    await hand.press(button(page, /^save/i));
    await list.getByText('Corrected.').waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent === 'Corrected.');
    await hand.press(button(page, /^skip$/i));
    await list.getByText('Left as it is.').waitFor();
    await who.look('rows mended and skipped');
    const kept = await kith.query(`select 1 from contact_identifiers where value = 'ana@rows.example'`);
    assert.equal(kept.length, 1);
    // Chromium notes the refused row as an error.
    const faults = who.faults.filter((fault) => !fault.endsWith('/mend'));
    assert.deepEqual([who.violations, faults], [[], []]);
  } finally {
    await who.context.close();
  }
});
