import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generatePeople, vcard30 } from '@kith/contacts/testing';
import type { Browser } from 'playwright-core';
import { openBrowser, type Visitor, visitor } from './browser.ts';
import { type Kith, startKith } from './kith.ts';
import { scanned } from './scanned.ts';

const book = vcard30(generatePeople({ seed: 41, count: 60 }));
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

async function waiting(who: Visitor): Promise<string> {
  const { page } = who;
  await page.goto('/sign-in');
  await page.getByRole('button', { name: /^sign in as ana/i }).click();
  await page.waitForURL('**/network');
  await page.goto('/add');
  await page.getByRole('link', { name: 'Show a code for your phone' }).press('Enter');
  await page.getByText('Waiting for your phone.').waitFor();
  await page.getByText('Works for 10 more minutes').waitFor();
  return scanned(page.locator('svg.qr'));
}

const file = { name: 'phone.vcf', mimeType: 'text/vcard', buffer: Buffer.from(book) };

test('the code on the screen, the file on the phone: the screen goes on by itself', async () => {
  const desk = await visitor(browser, kith);
  const link = await waiting(desk);
  await desk.lookBoth('code for the phone');
  const phone = await visitor(browser, kith, { width: 360 });
  await phone.page.goto(link);
  await phone.page.getByRole('heading', { name: /^Give contacts to Ana/ }).waitFor();
  assert.equal(new URL(phone.page.url()).hash, '', 'the code does not stay in the address bar');
  await desk.page.getByText('Your phone is here. Choose contacts on it.').waitFor();
  await desk.lookBoth('the phone is here');
  await phone.page.getByText('How to make the file on an iPhone').click();
  await phone.lookBoth('the phone gives contacts');
  // Nothing is lost when the phone loads the page again.
  await phone.page.reload();
  const [chooser] = await Promise.all([
    phone.page.waitForEvent('filechooser'),
    phone.page.getByRole('button', { name: 'Choose a contacts file' }).click(),
  ]);
  await chooser.setFiles(file);
  await phone.page.getByRole('heading', { name: 'Your contacts have arrived' }).waitFor();
  await phone.lookBoth('the contacts have arrived');
  await desk.page.waitForURL(/\/imports\/[0-9a-f-]+\/(people|invite)$/);
  // The code is spent.
  const late = await visitor(browser, kith, { width: 360 });
  await late.page.goto(link);
  await late.page.getByText('This code is wrong, was used already, or is too old.').waitFor();
  await late.lookBoth('the code is spent');
  for (const who of [desk, phone, late]) {
    assert.deepEqual(
      who.faults.filter((fault) => !fault.includes('410')),
      [],
    );
    assert.deepEqual(who.violations, []);
    await who.context.close();
  }
});

test('a code can be typed; the phone’s own picker gives people without an e-mail address too', async () => {
  const desk = await visitor(browser, kith, {});
  const link = await waiting(desk);
  const phone = await visitor(browser, kith, { width: 360 });
  // Chromium has the Contact Picker on Android alone: this answers as its specification says.
  await phone.page.addInitScript(() => {
    Object.assign(window, { ContactsManager: class {} });
    Object.defineProperty(navigator, 'contacts', {
      value: {
        getProperties: async () => ['name', 'tel', 'email'],
        select: async (properties: readonly string[]) => {
          if (properties.join() !== 'name,email,tel') throw new DOMException('no', 'TypeError');
          return [
            { name: ['Nils Berg'], email: [], tel: ['+47 406 12 345', '+4740612345'] },
            { name: ['Ida Moe'], email: ['ida.moe@home.example'], tel: [] },
          ];
        },
      },
    });
  });
  await phone.page.goto('/hand-off');
  await phone.page.getByLabel('Code').fill('aaaaa aaaaa');
  await phone.page.keyboard.press('Enter');
  await phone.page.getByText('This code is wrong').waitFor();
  const code = new URL(link).hash.slice(1).toLowerCase();
  await phone.page.getByLabel('Code').fill(`${code.slice(0, 5)} ${code.slice(5)}`);
  await phone.page.keyboard.press('Enter');
  await phone.page.getByRole('button', { name: 'Choose contacts', exact: true }).click();
  await phone.page.getByRole('heading', { name: 'Your contacts have arrived' }).waitFor();
  await desk.page.waitForURL(/\/imports\/[0-9a-f-]+\/(people|invite)$/);
  await desk.page.goto(desk.page.url().replace(/(people|invite)$/, 'invite'));
  for (const name of ['Ida Moe', 'Nils Berg']) {
    await desk.page.getByRole('searchbox').first().fill(name);
    await desk.page.getByText(name).first().waitFor();
  }
  assert.deepEqual(desk.violations, []);
  await desk.context.close();
  await phone.context.close();
});
