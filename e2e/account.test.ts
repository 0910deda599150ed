import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { generatePeople, vcard30 } from '@kith/contacts/testing';
import {
  type DavServer,
  type DnsServer,
  type ImapServer,
  message,
  startDns,
  startDovecot,
  startRadicale,
} from '@kith/sources/testing';
import type { Browser } from 'playwright-core';
import { openBrowser, type Visitor, visitor } from './browser.ts';
import { type Kith, startKith } from './kith.ts';

const password = 'c4nary-Browser-9';
let dav: DavServer;
let mail: ImapServer;
let dns: DnsServer;
let kith: Kith;
let browser: Browser;

before(async () => {
  dav = await startRadicale(password, vcard30(generatePeople({ seed: 8, count: 300 })));
  const own = 'Ana <alice@mail.example>';
  mail = await startDovecot(password, {
    Sent: [message({ from: own, to: 'Bo Lund <bo@home.example>, Carla Nuñez <carla@home.example>' })],
    INBOX: [message({ from: 'Stranger One <stranger@home.example>', to: own })],
  });
  dns = await startDns([
    `srv-host=_imaps._tcp.mail.example,dav.example,${mail.port},0,1`,
    `srv-host=_imaps._tcp.both.example,dav.example,${mail.port},0,1`,
    `srv-host=_carddavs._tcp.both.example,dav.example,${dav.port},0,1`,
    `srv-host=_carddavs._tcp.club.example,dav.example,${dav.port},0,1`,
    'txt-record=_carddavs._tcp.club.example,path=/',
    // It proves another name than this one.
    `srv-host=_carddavs._tcp.stray.example,stray.example,${dav.port},0,1`,
    'host-record=dav.example,127.0.0.1',
    'host-record=stray.example,127.0.0.1',
    'mx-host=hosted.example,aspmx.l.google.com,1',
  ]);
  kith = await startKith({
    KITH_PRIVATE_NETWORKS: '127.0.0.0/8',
    KITH_SOURCE_PORTS: `${dav.port} ${mail.port}`,
    KITH_SOURCE_CA: `${dav.ca}\n${mail.ca}`,
    KITH_SOURCE_DNS: dns.address,
    KITH_OAUTH_YAHOO_ID: 'an-id',
    KITH_OAUTH_YAHOO_SECRET: 'of-nobody',
  });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await kith?.close();
  await dns?.close();
  await mail?.close();
  await dav?.close();
});

async function signInAsAna({ page }: Visitor): Promise<void> {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: /^sign in as ana/i }).click();
  await page.waitForURL('**/network');
}

for (const width of [1280, 360])
  test(`any e-mail account, ${width} px: found by SRV, wrong password, then read`, async () => {
    const who = await visitor(browser, kith, { width });
    const { context, faults, lookBoth: look, page, violations } = who;
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
    await page.getByRole('link', { name: 'Read again' }).click();
    await page.getByRole('heading', { name: 'Sign in to dav.example' }).waitFor();
    assert.equal(new URL(page.url()).search, '', 'no address in the URL');
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
  await page.getByLabel('Your e-mail address').fill('ana@yahoo.com');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Continue with Yahoo' }).waitFor();
  await look('account by sign-in, or by app password');
  await page.getByRole('button', { name: 'Use an app password instead' }).click();
  await page.getByRole('heading', { name: 'Sign in to Yahoo' }).waitFor();
  assert.equal(await page.getByLabel('App password').count(), 1);
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
  await page.getByLabel('Your e-mail address').fill('ana@stray.example');
  await page.keyboard.press('Enter');
  await page.getByText('The server cannot prove that it is the right one').waitFor();
  await look('account of a server without a good certificate');
  assert.deepEqual(violations, []);
  await context.close();
});

for (const [width, dark] of [
  [1280, true],
  [360, false],
] as const)
  test(`people one has written to, ${width} px, ${dark ? 'dark' : 'light'}: agreed to first, strangers apart and unticked`, async () => {
    const who = await visitor(browser, kith, { width, dark });
    const { context, faults, look, page, violations } = who;
    await signInAsAna(who);
    await page.goto('/add/account');
    const address = page.getByLabel('Your e-mail address');
    await address.fill('alice@both.example');
    await address.press('Enter');
    await page.getByRole('radio', { name: 'People you have written to' }).check();
    await page.getByRole('radio', { name: 'Your address book' }).check();
    assert.equal(await page.getByRole('checkbox', { name: 'Read the people I have written to' }).count(), 0);
    await look('account with two ways');
    await address.fill('alice@mail.example');
    await address.press('Enter');
    const agree = page.getByRole('checkbox', { name: 'Read the people I have written to' });
    await agree.waitFor();
    await page.getByLabel('User name').fill('alice');
    await page.getByLabel('Password', { exact: true }).fill(password);
    const read = page.getByRole('button', { name: 'Read my contacts' });
    await read.click();
    assert.equal(new URL(page.url()).pathname, '/add/account', 'nothing is read without the tick');
    await agree.check();
    await look('account by mailbox');
    await read.click();
    await page.waitForURL(/\/imports\/[0-9a-f-]+\/(people|invite)$/);
    await page.goto(page.url().replace(/\/people$/, '/invite'));
    await page.getByText(/^Other addresses/).click();
    await page.getByText('Wrote to you; you never wrote back').waitFor();
    assert.equal(await page.getByRole('checkbox', { name: /Stranger One/ }).isChecked(), false);
    await page.goto('/contacts');
    await page.getByRole('combobox', { name: 'Sort by' }).selectOption({ label: 'Last written to' });
    await page.waitForURL(/sort=written/);
    await page
      .locator('.contact-list [data-index="0"]')
      .getByText(/Bo Lund|Carla Nuñez/)
      .waitFor();
    assert.deepEqual(faults, []);
    assert.deepEqual(violations, []);
    await context.close();
  });

test('a directory has a form of its own, and its password goes when it was wrong', async () => {
  const who = await visitor(browser, kith, { width: 360, dark: true });
  const { context, look, page, violations } = who;
  await signInAsAna(who);
  await page.goto('/add/account');
  await page.getByRole('link', { name: /directory/ }).click();
  await page.getByLabel('Server').fill(`dav.example:${dav.port}`);
  await page.getByLabel('Name to sign in with').fill('cn=alice,dc=club,dc=example');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await look('directory');
  await page.getByRole('button', { name: 'Read the directory' }).click();
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), '');
  assert.deepEqual(violations, []);
  await context.close();
});
