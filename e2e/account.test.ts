import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generatePeople, vcard30 } from '@kith/contacts/testing';
import { type DavServer, type DnsServer, startDns, startRadicale } from '@kith/sources/testing';
import type { Browser } from 'playwright-core';
import { openBrowser, type Visitor, visitor } from './browser.ts';
import { type Kith, startKith } from './kith.ts';

const password = 'c4nary-Browser-9';
let dav: DavServer;
let dns: DnsServer;
let kith: Kith;
let browser: Browser;

before(async () => {
  dav = await startRadicale(password, vcard30(generatePeople({ seed: 8, count: 300 })));
  dns = await startDns([
    `srv-host=_carddavs._tcp.club.example,dav.example,${dav.port},0,1`,
    'txt-record=_carddavs._tcp.club.example,path=/',
    'host-record=dav.example,127.0.0.1',
    'mx-host=hosted.example,aspmx.l.google.com,1',
  ]);
  kith = await startKith({
    KITH_PRIVATE_NETWORKS: '127.0.0.0/8',
    KITH_SOURCE_PORTS: String(dav.port),
    KITH_SOURCE_CA: dav.ca,
    KITH_SOURCE_DNS: dns.address,
  });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await kith?.close();
  await dns?.close();
  await dav?.close();
});

async function signInAsAna({ page }: Visitor): Promise<void> {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: /^sign in as ana/i }).click();
  await page.waitForURL('**/network');
}

for (const [width, dark] of [
  [1280, false],
  [1280, true],
  [360, false],
  [360, true],
] as const)
  test(`any e-mail account, ${width} px, ${dark ? 'dark' : 'light'}: found by SRV, wrong password, then read`, async () => {
    const who = await visitor(browser, kith, { width, dark });
    const { context, faults, look, page, violations } = who;
    await signInAsAna(who);
    await page.goto('/add');
    await page.getByLabel('Your e-mail address').fill('alice@club.example');
    await page.getByRole('button', { name: 'Continue', exact: true }).press('Enter');
    await page.getByRole('heading', { name: 'Sign in to dav.example' }).waitFor();
    await page.getByText('club.example says that its contacts are kept by dav.example').waitFor();
    assert.equal(new URL(page.url()).search, '', 'no address in the URL');
    await look('account');
    await page.getByLabel('User name').fill('alice');
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'Read my contacts' }).click();
    await page.getByText('did not accept this name and password').waitFor();
    await look('account, wrong password');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/imports\/[0-9a-f-]+\/(people|invite)$/);
    await page.goto('/imports');
    await page.getByText('Your password was used once and not stored.').first().waitFor();
    await look('imports with an account');
    const [, id] =
      /\/imports\/([0-9a-f-]+)/.exec((await page.locator('.entry a').first().getAttribute('href')) ?? '') ??
      [];
    await page.goto(`/imports/${id}?details`);
    await page.getByText('alice@club.example').first().waitFor();
    await look('the import of an account');
    assert.deepEqual(
      faults.filter((fault) => !/status of 422/.test(fault)),
      [],
    );
    assert.deepEqual(violations, []);
    await context.close();
  });

test('a provider that we know shows its app password; one that nobody knows leads to the file', async () => {
  const who = await visitor(browser, kith, { width: 360 });
  const { context, look, page, violations } = who;
  await signInAsAna(who);
  await page.goto('/add/account');
  await page.getByLabel('Your e-mail address').fill('ana@icloud.com');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Make an app password' }).waitFor();
  assert.equal(await page.getByLabel('App password').count(), 1);
  await look('account with app password');
  await page.getByLabel('Your e-mail address').fill('ana@gmail.com');
  await page.keyboard.press('Enter');
  await page.getByText('Open Google Contacts').first().waitFor();
  await look('account by file');
  await page.getByLabel('Your e-mail address').fill('ana@hosted.example');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /Google Workspace/ }).waitFor();
  await look('account by mail exchanger');
  await page.getByLabel('Your e-mail address').fill('ana@nobody.example');
  await page.keyboard.press('Enter');
  await page.getByText('We found no way to read this account').waitFor();
  await look('account unknown');
  assert.deepEqual(violations, []);
  await context.close();
});
