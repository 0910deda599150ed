import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { mouse, openBrowser, type Visitor, visitor } from './browser.ts';
import { callAs, until } from './caller.ts';
import { paste } from './invited.ts';
import { type Kith, startKith } from './kith.ts';
import { button, enter, join, messageTo } from './steps.ts';

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

const password = 'seven harbour lanterns';

function inGroup(who: Visitor, name: RegExp) {
  return who.page.getByRole('region', { name });
}

async function openSettings({ page }: Visitor): Promise<void> {
  await page.goto('/settings');
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
}

async function signOut({ page }: Visitor): Promise<void> {
  await page.getByRole('button', { name: /^account of/i }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.waitForURL('**/sign-in');
}

async function signInByPassword({ page }: Visitor, email: string, secret: string): Promise<void> {
  const form = page.locator('details');
  if ((await form.getAttribute('open')) === null) await form.locator('summary').click();
  await form.getByLabel(/e-mail/i).fill(email);
  await form.getByLabel(/password/i).fill(secret);
  await form.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function setPassword(who: Visitor, current?: string, wanted = password): Promise<void> {
  await openSettings(who);
  const group = inGroup(who, /^password/i);
  if (current !== undefined) await group.getByLabel(/current/i).fill(current);
  await group.getByLabel(/new password/i).fill(wanted);
  await group.getByRole('button', { name: /password/i }).click();
  await who.page
    .getByText(/other devices are signed out\.$/i)
    .first()
    .waitFor();
}

/** What nobody may find wrong once they are through. */
function assertSound(who: Visitor): void {
  assert.deepEqual(who.violations, []);
  // A refusal is an answer; Chromium notes it as an error.
  assert.deepEqual(
    who.faults.filter((fault) => !/status of 4\d\d/.test(fault)),
    [],
  );
}

describe('accounts', { concurrency: 2 }, () => {
  test('sets a password, signs out and in by it; a wrong one is refused', async () => {
    const who = await visitor(browser, kith);
    try {
      const email = 'pia@password.example';
      await join(who, kith, { name: 'Pia Password', email });
      await setPassword(who);
      await who.look('settings with a password');
      await signOut(who);
      await signInByPassword(who, email, 'not the password at all');
      await who.page.getByText(/did not match/i).waitFor();
      await who.look('sign in, refused');
      await signInByPassword(who, email, password);
      await who.page.waitForURL('**/network');
      await setPassword(who, password, 'eight harbour lanterns');
      await signOut(who);
      await signInByPassword(who, email, password);
      await who.page.getByText(/did not match/i).waitFor();
      assertSound(who);
    } finally {
      await who.context.close();
    }
  });

  test('adds a passkey, signs in by it, and not any more once it is removed', async () => {
    const who = await visitor(browser, kith);
    try {
      const { page, context } = who;
      const devices = await context.newCDPSession(page);
      await devices.send('WebAuthn.enable');
      await devices.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          protocol: 'ctap2',
          transport: 'internal',
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
        },
      });
      await join(who, kith, { name: 'Kai Key', email: 'kai@passkey.example' });
      await openSettings(who);
      const group = inGroup(who, /^passkeys/i);
      await group.getByLabel(/name/i).fill('My laptop');
      await group.getByRole('button', { name: /add a passkey/i }).click();
      const remove = group.getByRole('button', { name: /remove my laptop/i });
      await remove.waitFor();
      await who.look('settings with a passkey');
      await signOut(who);
      await button(page, /use a passkey/i).click();
      await page.waitForURL('**/network');
      await page.getByRole('button', { name: /account of kai key/i }).waitFor();

      await openSettings(who);
      await remove.click();
      await remove.waitFor({ state: 'detached' });
      await signOut(who);
      await button(page, /use a passkey/i).click();
      await page.getByText(/did not match/i).waitFor();
      assertSound(who);
    } finally {
      await who.context.close();
    }
  });

  for (const [kind, value, sentTo] of [
    ['an e-mail address', 'ida.second@identifier.example', 'ida.second@identifier.example'],
    ['a phone number', '+47 406 12 345', '+4740612345'],
  ] as const) {
    test(`adds ${kind} by a code, and is found by it as far as she allows`, async () => {
      const who = await visitor(browser, kith);
      try {
        const { page } = who;
        await join(who, kith, { name: `Ida ${kind}`, email: `ida.${sentTo.length}@identifier.example` });
        await openSettings(who);
        const group = inGroup(who, /^how people find you/i);
        await group.getByRole('textbox').fill(value);
        await group.getByRole('button', { name: /send me a code/i }).click();
        await group.getByLabel('Code').fill('000000');
        const [code = ''] = await messageTo(kith, sentTo, /\b(\d{6})\b/);
        await group.getByRole('button', { name: /confirm/i }).click();
        await page.getByText(/that code is not right/i).waitFor();
        await who.look('settings, wrong code');
        await group.getByLabel('Code').fill(code);
        await group.getByRole('button', { name: /confirm/i }).click();
        const whoMay = group.getByRole('combobox', { name: sentTo, exact: true });
        await whoMay.waitFor();
        await who.look('settings, second identifier');

        const bo = await callAs(kith, 'bo');
        const found = async (): Promise<number> => {
          const { id } = await paste(bo, [`Ida <${sentTo}>`], `${sentTo} ${Math.random()}`);
          const { items } = await bo.get<{ items: readonly { name: string }[] }>(
            `/api/imports/${id}/people?limit=100`,
          );
          return items.filter(({ name }) => name === `Ida ${kind}`).length;
        };
        const allow = async (choice: string): Promise<void> => {
          const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
          await whoMay.selectOption(choice);
          assert.equal((await saved).status(), 200);
        };
        await allow('nobody');
        assert.equal(await found(), 0, 'nobody finds her');
        await allow('mutual');
        assert.equal(await found(), 0, 'who is not in her book does not find her');
        await allow('everyone');
        assert.equal(await found(), 1, 'everyone who has it finds her');

        await group
          .getByRole('button', { name: new RegExp(`^remove ${sentTo.replaceAll('+', '\\+')}`, 'i') })
          .click();
        await whoMay.waitFor({ state: 'detached' });
        assertSound(who);
      } finally {
        await who.context.close();
      }
    });
  }

  test('sees where she is signed in, signs one device out, then all', async () => {
    const email = 'sami@sessions.example';
    const desk = await visitor(browser, kith);
    const phone = await visitor(browser, kith, { width: 360 });
    const tablet = await visitor(browser, kith);
    const isOut = async ({ page }: Visitor): Promise<void> => {
      await page.goto('/network');
      await page.waitForURL('**/sign-in**');
    };
    try {
      await join(desk, kith, { name: 'Sami Session', email });
      await enter(phone, kith, email);
      await openSettings(desk);
      const group = inGroup(desk, /^where you are signed in/i);
      await group.getByText('(this one)').waitFor();
      assert.equal(await group.getByRole('listitem').count(), 2);
      await group.getByRole('button', { name: 'Sign out', exact: true }).click();
      await group.getByRole('listitem').nth(1).waitFor({ state: 'detached' });
      await isOut(phone);

      await enter(tablet, kith, email);
      await openSettings(desk);
      await group.getByRole('button', { name: /everywhere/i }).click();
      await desk.page.waitForURL('**/sign-in');
      await isOut(desk);
      await isOut(tablet);
    } finally {
      for (const who of [desk, phone, tablet]) await who.context.close();
    }
  });

  test('answers people she may know by the keyboard alone, and takes it back', async () => {
    const who = await visitor(browser, kith, { width: 360, dark: true });
    try {
      const { page } = who;
      await page.goto('/sign-in');
      await page.getByRole('button', { name: /^sign in as ana/i }).click();
      await page.waitForURL('**/network');
      await page.goto('/suggestions');
      const cards = page.locator('.suggestion');
      await cards.nth(1).waitFor();
      const [first = '', second = ''] = await cards.locator('strong').allTextContents();
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
      const said = (name: string) => page.locator('.toast').filter({ hasText: name });

      await page.getByRole('button', { name: `Not now: ${first}` }).focus();
      await page.keyboard.press('Enter');
      await said(first).waitFor();
      await until(focused, (label) => label === `Not now: ${second}`);
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      await said(second).waitFor();
      await cards.filter({ hasText: second }).waitFor({ state: 'detached' });
      for (const name of [second, first]) {
        await said(name).getByRole('button', { name: 'Undo' }).focus();
        await page.keyboard.press('Enter');
        await cards.filter({ hasText: name }).waitFor();
      }

      const notMe = page.getByLabel('Don’t suggest me to others');
      await notMe.focus();
      await page.keyboard.press('Space');
      await page.getByText('You are not suggested to others any more.').waitFor();
      await page.reload();
      await until(
        () => notMe.isChecked(),
        (checked) => checked,
      );
      await who.look('people she may know');
      assertSound(who);
    } finally {
      await who.context.close();
    }
  });

  test('a message that comes while the mailbox loads is shown', async () => {
    const who = await visitor(browser, kith);
    try {
      const { page } = who;
      const email = 'mail.between@mailbox.example';
      let first = true;
      // Other tests send mail meanwhile: a page may load again only to show another newest message.
      const shown: (string | undefined)[] = [];
      // The page as it was before the message, delivered after it: as on a slow connection.
      await page.route('**/demo/mail', async (route) => {
        const answer = await route.fetch();
        shown.push(/data-newest="([^"]+)"/.exec(await answer.text())?.[1]);
        if (first) {
          first = false;
          await fetch(`${kith.address}/api/sign-up`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ name: 'Mina Between', email, locale: 'en' }),
          });
          await messageTo(kith, email, /(link)#/);
        }
        await route.fulfill({ response: answer });
      });
      await page.goto('/demo/mail');
      await page.getByRole('link').filter({ hasText: email }).waitFor();
      await page.waitForTimeout(2000);
      assert.ok(shown.length >= 2);
      for (const [at, newest] of shown.entries())
        assert.notEqual(newest, shown[at - 1] ?? '', `load ${at + 1}`);
      assertSound(who);
    } finally {
      await who.context.close();
    }
  });

  for (const width of [1280, 360]) {
    test(`a provider without a link, and the menu of the account: ${width} px`, async () => {
      const who = await visitor(browser, kith, { width });
      try {
        const { page } = who;
        await page.goto('/sign-in');
        await page.getByRole('button', { name: /^sign in as ana/i }).click();
        await page.waitForURL('**/network');
        await page.goto('/add');
        await mouse().press(
          page
            .getByRole('main')
            .getByRole('link', { name: /outlook/i })
            .first(),
        );
        await page.getByRole('heading', { level: 2 }).first().waitFor();
        await who.lookBoth('a provider without a link');
        await page.getByRole('button', { name: /^account of/i }).click();
        await who.lookBoth('menu of the account');
        assertSound(who);
      } finally {
        await who.context.close();
      }
    });
  }
});
