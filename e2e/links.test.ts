import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { mouse, openBrowser, type Visitor, visitor } from './browser.ts';
import { until } from './caller.ts';
import { type Kith, startKith } from './kith.ts';
import { scanned } from './scanned.ts';
import { button, card, connect, join, upload, way, words } from './steps.ts';

let kith: Kith;
let browser: Browser;
before(async () => {
  kith = await startKith({ KITH_PRESET: 'eu', KITH_UNDO_SECONDS: '5', KITH_REGION: 'NO' });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await kith?.close();
});

/** The same screen as on a phone in the dark. */
async function lookTwice(who: Visitor, screen: string): Promise<void> {
  await who.look(screen);
  await who.page.emulateMedia({ colorScheme: 'dark' });
  await who.page.setViewportSize({ width: 360, height: 800 });
  await who.look(`${screen}, on a phone`);
  await who.page.emulateMedia({ colorScheme: 'light' });
  await who.page.setViewportSize({ width: 1280, height: 800 });
}

test('preset eu: the member sends each link by their own means, and everybody else is forgotten', async () => {
  const who = await visitor(browser, kith);
  const { page, context } = who;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  // The browser's own sheet, which this one does not have.
  await page.addInitScript(() => {
    Object.assign(navigator, {
      share: async (data: ShareData) => {
        if (document.documentElement.dataset.shared === undefined) {
          document.documentElement.dataset.shared = '';
          throw new DOMException('closed', 'AbortError');
        }
        document.documentElement.dataset.shared = JSON.stringify(data);
      },
    });
  });
  await join(who, kith, { name: 'Eva Owen', email: 'eva@links.example' });
  const bytes = [
    card('FN:Bo Lund', 'EMAIL:bo.lund@harbour.example'),
    card('FN:Choice Ida', 'EMAIL:ida@chosen.example'),
    card('FN:Choice Nils', 'TEL:+4740612345'),
    card('FN:Lea Left', 'EMAIL:lea.left@forgotten.example'),
  ].join('');
  const book = { name: 'own.vcf', mimeType: 'text/vcard', buffer: Buffer.from(bytes) };
  await upload(who, mouse(), book);
  await connect(who, mouse());
  await page.getByRole('button', { name: words.noReview }).waitFor();
  await page.getByText('we forget everyone on this list whom you did not invite').waitFor();
  await who.look('step 2 of preset eu');
  await page.getByRole('searchbox').first().fill('Choice');
  await page.getByText('Lea Left').waitFor({ state: 'detached' });
  await page.getByRole('checkbox', { name: words.selectAll }).first().click();
  await way(page, words.review).click();
  await page.waitForURL('**/review');
  await page.getByText('You, from your own mail program').waitFor();
  await lookTwice(who, 'review of links');
  await button(page, /^Make 2 links/).click();
  await page.waitForURL('**/links?batch=*');

  const mail = page.getByRole('link', { name: 'Open in mail program' });
  const mailto = new URL((await mail.getAttribute('href')) ?? '');
  assert.equal(mailto.pathname, 'ida@chosen.example');
  const text = ((await page.locator('pre.letter').textContent()) ?? '').replaceAll('\n', '\r\n');
  assert.equal(mailto.searchParams.get('body'), text);
  await who.look('a link for an address');
  await mail.click();
  await page.getByText('Opened in your mail program').first().waitFor();
  await button(page, /^Copy message/).click();
  await page.getByText('Copied.').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied.replaceAll(/\r?\n/g, '\r\n'), text);
  await button(page, /^Show code/).click();
  const link = await scanned(page.locator('svg.qr'));
  assert.ok(copied.includes(link) && link.startsWith(`${kith.address}/i/`), link);

  await button(page, /^Next person/).click();
  await page.getByText('+4740612345').first().waitFor();
  const sms = await page.getByRole('link', { name: 'Open text message' }).getAttribute('href');
  assert.match(sms ?? '', /^sms:\+4740612345\?body=Join%20me%20on%20Harbour%20http/);
  await button(page, /^Show code/).click();
  const forPhone = await scanned(page.locator('svg.qr').first());
  assert.match(forPhone, /^SMSTO:\+4740612345:Join me on Harbour http\S+$/);
  assert.ok(forPhone.endsWith(await scanned(page.locator('svg.qr').last())), 'the link of the same person');
  const shared = () => page.evaluate(() => document.documentElement.dataset.shared);
  await button(page, /^Share/).click();
  await until(shared, (data) => data === '');
  assert.equal(await page.getByText('Sharing did not work').count(), 0, 'closing the sheet is no fault');
  await button(page, /^Share/).click();
  const data = JSON.parse((await until(shared, (said) => said !== '')) ?? '');
  assert.deepEqual(
    [data.title, data.text.startsWith('Join me on Harbour http')],
    ['Join me on Harbour', true],
  );
  await lookTwice(who, 'a link for a number');

  const ida = await visitor(browser, kith, { javaScript: false, width: 360 });
  await ida.page.goto(link);
  await ida.page.getByText('Harbour has not written to you').waitFor();
  await ida.look('the page of a link');

  const left = () =>
    kith.query<{ name: string }>(`select c.name from contacts c join members m on m.id = c.owner_id
      where m.name = 'Eva Owen' order by c.name`);
  const names = (await until(left, ({ length }) => length < 4)).map(({ name }) => name);
  assert.deepEqual(names, ['Bo Lund', 'Choice Ida', 'Choice Nils']);
  for (const table of [
    'cards',
    'contacts',
    'candidates',
    'contact_identifiers',
    'import_problems',
    'import_cards',
  ])
    assert.deepEqual(
      await kith.query(`select 1 from ${table} t where t::text like '%lea.left@%'`),
      [],
      table,
    );
  assert.deepEqual(
    await kith.query(`select 1 from demo_messages where recipient not like '%links.example'`),
    [],
  );

  await button(page, /^Withdraw this link/).click();
  await page.getByText('works no more').waitFor();
  await page.goto('/invitations');
  for (const state of ['Link taken', 'Withdrawn'])
    await page.getByRole('listitem').getByText(state).first().waitFor();
  await who.look('invitations by links');
  await page.goto('/imports');
  await page.getByText('1 person forgotten').waitFor();
  assert.deepEqual([...who.violations, ...who.faults, ...ida.violations], []);
  await context.close();
  await ida.context.close();
});
