import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type NextcloudServer, startNextcloud } from '@kith/sources/testing';
import type { Browser, Page } from 'playwright-core';
import { type TestProvider, testProvider } from '../server/testing/connected.ts';
import { openBrowser, type Setting, type Visitor, visitor } from './browser.ts';
import { type Kith, startKith } from './kith.ts';

let provider: TestProvider;
let cloud: NextcloudServer;
let kith: Kith;
let browser: Browser;
before(async () => {
  // Kith takes a free port; a loopback redirect URI without one fits any (RFC 8252, 7.3).
  provider = await testProvider('http://localhost');
  const { dav, settings } = provider;
  cloud = await startNextcloud(dav);
  kith = await startKith({
    ...settings,
    KITH_SOURCE_PORTS: `${settings.KITH_SOURCE_PORTS} ${cloud.port}`,
    KITH_SOURCE_CA: `${settings.KITH_SOURCE_CA}\n${cloud.ca}`,
  });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await kith?.close();
  cloud?.close();
  await provider?.close();
});

async function atTheDoor(setting: Setting = {}): Promise<Visitor> {
  const who = await visitor(browser, kith, { trusting: true, ...setting });
  const { page } = who;
  await page.goto('/sign-in');
  await page.getByRole('button', { name: /^sign in as ana/i }).click();
  await page.waitForURL('**/network');
  await page.goto('/add');
  await page.getByRole('link', { name: 'Club mail' }).click();
  await page.getByLabel('Your address at Club mail').fill('alice@club.example');
  return who;
}

/** Presses the button, and @returns the window that opened in the click. */
async function press({ context, page }: Visitor): Promise<Page> {
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Continue with Club mail' }).click();
  const popup = await opened;
  await popup.getByRole('heading', { name: 'Allow Kith?' }).waitFor();
  return popup;
}

for (const [width, dark] of [
  [1280, false],
  [360, true],
] as const)
  test(`access in a window of its own, ${width} px: waiting, granted, closed by itself, read, taken back`, async () => {
    const who = await atTheDoor({ width, dark });
    const { context, faults, look, page, violations } = who;
    const revoked = provider.auth.revoked.length;
    await look('connect');
    const popup = await press(who);
    await page.getByText('Waiting for Club mail').first().waitFor();
    await look('waiting for the provider');
    const closed = popup.waitForEvent('close');
    await popup.getByRole('button', { name: 'Allow' }).click();
    await closed;
    await page.waitForURL(/\/imports\/[0-9a-f-]+\/(people|invite)$/);
    await page.goto('/imports');
    await page.getByText('Access was used once and taken back.').first().waitFor();
    assert.equal(provider.auth.revoked.length, revoked + 1);
    assert.deepEqual(faults, []);
    assert.deepEqual(violations, []);
    await context.close();
  });

for (const [box, button, sentence] of [
  [true, 'Deny', 'You did not allow it'],
  [false, 'Allow', 'Choose again and leave the box for contacts ticked'],
  [true, 'Ask my administrator', 'Your organisation lets an administrator decide'],
] as const)
  test(`${button}, the box ${box ? 'ticked' : 'unticked'}: the member reads what happened and what to do`, async () => {
    const who = await atTheDoor();
    const { context, look, page, violations } = who;
    const popup = await press(who);
    const closed = popup.waitForEvent('close');
    if (!box) await popup.getByLabel('contacts.read').uncheck();
    await popup.getByRole('button', { name: button }).click();
    await page.getByText(sentence).waitFor();
    await look(`connect, ${button}`);
    await closed;
    assert.match(
      (await page.getByRole('link', { name: 'Upload a file instead' }).getAttribute('href')) ?? '',
      /\/add\/file\?provider=club/,
    );
    await page.getByRole('button', { name: box ? 'Try again' : 'Choose again' }).click();
    await page.getByRole('button', { name: 'Continue with Club mail' }).waitFor();
    assert.deepEqual(violations, []);
    await context.close();
  });

test('a window that is closed before the answer can be opened again, and cancelled', async () => {
  const who = await atTheDoor();
  const { context, look, page, violations } = who;
  const first = await press(who);
  await first.close();
  await page.getByText('The window was closed before Club mail answered.').waitFor();
  await look('connect, closed');
  const again = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Open again' }).click();
  const closed = (await again).waitForEvent('close');
  await (await again).getByRole('button', { name: 'Allow' }).waitFor();
  await page.getByText('Waiting for Club mail').first().waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Continue with Club mail' }).waitFor();
  await closed;
  assert.deepEqual(violations, []);
  await context.close();
});

for (const how of ['a blocked window', 'this window instead'] as const)
  test(`${how}: the same window goes to the provider and comes back`, async () => {
    const who = await atTheDoor();
    const { context, faults, page } = who;
    if (how === 'a blocked window') {
      // What a browser that blocks it answers.
      await page.evaluate(() => {
        window.open = () => null;
      });
      await page.getByRole('button', { name: 'Continue with Club mail' }).click();
    } else {
      await press(who);
      await page.getByRole('button', { name: 'Use this window instead' }).click();
    }
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByText('You did not allow it').waitFor();
    assert.match(page.url(), /\/add\/account\?grant=[0-9a-f-]+$/, 'no code is left in the address');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByLabel('Your address at Club mail').fill('alice@club.example');
    await page.evaluate(() => {
      window.open = () => null;
    });
    await page.getByRole('button', { name: 'Continue with Club mail' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.waitForURL(/\/imports\/[0-9a-f-]+\/(people|invite)$/);
    assert.deepEqual(faults, []);
    await context.close();
  });

test('a Nextcloud of one’s own asks in its window, and the screen goes on by itself', async () => {
  const who = await visitor(browser, kith, { trusting: true, width: 360 });
  const { context, faults, look, page, violations } = who;
  await page.goto('/sign-in');
  await page.getByRole('button', { name: /^sign in as ana/i }).click();
  await page.waitForURL('**/network');
  await page.goto('/add');
  await page.getByLabel(/^Search/).fill('nextcloud');
  await page.getByRole('link', { name: 'Nextcloud' }).click();
  await page.getByLabel('Your address at Nextcloud').fill('alice@cloud.example');
  await page.getByLabel('Address of your Nextcloud').fill(cloud.url.replace('https://', ''));
  await look('connect Nextcloud');
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Continue with Nextcloud' }).click();
  const popup = await opened;
  await popup.getByRole('button', { name: 'Grant access' }).click();
  await page.waitForURL(/\/imports\/[0-9a-f-]+\/(people|invite)$/);
  await page.goto('/imports');
  await page.getByText('Access was used once and taken back.').first().waitFor();
  assert.deepEqual(cloud.deleted, cloud.made);
  assert.deepEqual(faults, []);
  assert.deepEqual(violations, []);
  await context.close();
});

test('an operator sees what to register, and copies the redirect URI from there', async () => {
  const who = await visitor(browser, kith, { width: 360 });
  const { context, faults, look, page, violations } = who;
  await page.goto('/sign-in');
  await page.getByRole('button', { name: /as an operator$/i }).click();
  await page.waitForURL('**/network');
  await page.goto('/providers');
  await page.getByRole('link', { name: 'Connect providers' }).click();
  await page.getByText('Gmail, Google Workspace').click();
  await page.getByText('KITH_OAUTH_GOOGLE_ID=').waitFor();
  const uri = page.getByRole('group').filter({ hasText: 'Gmail' }).getByLabel('Redirect URI');
  assert.equal(await uri.inputValue(), `${kith.address}/oauth/google`);
  await look('connect providers');
  assert.deepEqual(faults, []);
  assert.deepEqual(violations, []);
  await context.close();
});

test('a message of another window or another origin moves nothing', async () => {
  const who = await atTheDoor();
  const { context, page } = who;
  const popup = await press(who);
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('/api/sources/grants/')) asked += 1;
  });
  const before = asked;
  // From the provider's page, which is the right window and the wrong origin; and from the page itself.
  await popup.evaluate(() => {
    for (let n = 0; n < 50; n++) (window.opener as Window).postMessage('kith.grant', '*');
  });
  await page.evaluate(() => {
    for (let n = 0; n < 50; n++) window.postMessage('kith.grant', '*');
  });
  await page.waitForTimeout(500);
  assert.ok(asked - before <= 2, `asked ${asked - before} times, by the clock alone`);
  assert.match(page.url(), /\/add\/account/);
  await context.close();
});
