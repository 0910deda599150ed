import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, visitor } from './browser.ts';
import { until } from './caller.ts';
import { type Kith, startKith } from './kith.ts';
import { button, join } from './steps.ts';

const sizes = [
  [360, true],
  [1280, false],
] as const;

let kith: Kith;
let browser: Browser;
before(async () => {
  [kith, browser] = await Promise.all([startKith({ KITH_UNDO_SECONDS: '30' }), openBrowser()]);
  const ola = await visitor(browser, kith);
  await join(ola, kith, { name: 'Ola Nord', email: 'ola@network.example' });
  await invite(
    ola.page,
    sizes.map(([width]) => `Nora Lund <nora-${width}@network.example>`),
  );
  await kith.query('update invitations set sent_at = created_at');
  await ola.context.close();
});
after(async () => {
  await browser?.close();
  await kith?.close();
});

/** Connections over fourteen months, requests in both directions. */
async function fillNetwork(email: string): Promise<void> {
  const [me] = await kith.query<{ id: string }>(
    `select member_id as id from member_identifiers where value = '${email}'`,
  );
  await kith.query(`
    with others as (select id, row_number() over (order by id) as nth from members where is_demo limit 65),
      pairs as (select id, now() - nth * interval '7 days' as at from others where nth <= 60),
      connected as (
        insert into connections (member_id, other_id, connected_at)
        select '${me?.id}', id, at from pairs union all select id, '${me?.id}', at from pairs)
    insert into connection_requests (id, sender_id, recipient_id, created_at)
    select gen_random_uuid(), case when nth <= 63 then id else '${me?.id}'::uuid end,
      case when nth <= 63 then '${me?.id}'::uuid else id end, now() from others where nth > 60`);
}

/** Asks the API as the member of the page. */
function ask<Answer>(page: Page, method: string, path: string, body?: object): Promise<Answer> {
  return page.evaluate(
    async ([method, path, body]) => {
      const answer = await fetch(path, {
        method,
        ...(body === null ? {} : { body, headers: { 'content-type': 'application/json' } }),
      });
      return answer.json();
    },
    [method, path, body === undefined ? null : JSON.stringify(body)] as const,
  );
}

async function invite(page: Page, people: readonly string[]): Promise<void> {
  const { id } = await ask<{ id: string }>(page, 'POST', '/api/imports/paste', { text: people.join('\n') });
  await until(
    () => ask<{ state: string }>(page, 'GET', `/api/imports/${id}`),
    ({ state }) => state === 'read',
  );
  const { hash } = await ask<{ hash: string }>(page, 'POST', `/api/imports/${id}/preview`, { index: 0 });
  await ask(page, 'POST', `/api/imports/${id}/invitations`, { expected: people.length, messageHash: hash });
}

/** Runs in the page. */
function seenWithoutColours() {
  const laid = [...document.querySelectorAll('nav, .actions')].filter((element) =>
    /fixed|sticky/.test(getComputedStyle(element).position),
  );
  const curve = document.querySelector('.growth .curve');
  const isSeen =
    curve !== null && getComputedStyle(curve).stroke !== getComputedStyle(document.body).backgroundColor;
  return { laidOver: laid.length, curve: isSeen ? 'seen' : 'not seen' };
}

for (const [width, dark] of sizes)
  test(`My Network by keyboard at ${width} px: requests, connections, invitations, who may invite`, async () => {
    const who = await visitor(browser, kith, { width, dark });
    const { page } = who;
    const press = async (name: RegExp) => {
      const one = button(page, name);
      await one.waitFor();
      await one.focus();
      await page.keyboard.press('Enter');
    };
    const email = `nora-${width}@network.example`;
    await join(who, kith, { name: 'Nora Lund', email });
    await who.look('my network without connections');
    await fillNetwork(email);
    await page.goto('/network');
    await page.getByRole('heading', { name: '60 connections' }).waitFor();
    await page.getByRole('heading', { name: '3 invitations for you' }).waitFor();
    await page.getByRole('heading', { name: 'How your network grew' }).waitFor();
    await page.getByText('As a table').press('Enter');
    await page.getByRole('columnheader', { name: 'Month' }).waitFor();
    await who.look('my network');
    // As wide as a phone is to whoever reads large text: nothing lies over the screen.
    await page.setViewportSize({ width: 280, height: 800 });
    await page.emulateMedia({ forcedColors: 'active' });
    assert.deepEqual(await page.evaluate(seenWithoutColours), { laidOver: 0, curve: 'seen' });
    await page.emulateMedia({ forcedColors: 'none' });
    await page.setViewportSize({ width, height: 800 });

    const all = page.getByLabel('Select all 3');
    await all.waitFor();
    await all.focus();
    await page.keyboard.press('Space');
    await press(/^accept 3$/i);
    await page.getByRole('heading', { name: '63 connections' }).waitFor();
    await press(/^remove /i);
    await page.getByRole('heading', { name: '62 connections' }).waitFor();
    await press(/^undo$/i);
    await page.getByRole('heading', { name: '63 connections' }).waitFor();

    const refuse = async (act: RegExp, done: string, gone: string) => {
      await page.getByText('More', { exact: true }).first().press('Enter');
      await press(act);
      await who.look(`${act.source} asks before`);
      await page.getByRole('dialog').locator('button.primary').press('Enter');
      await page.getByText(done).waitFor();
      await page.getByRole('heading', { name: gone }).waitFor({ state: 'detached' });
      await page.waitForFunction(() => document.activeElement !== document.body);
      await press(/^undo$/i);
      await page.getByRole('heading', { name: gone }).waitFor();
    };
    const offers = 'They invited you before you joined';
    await refuse(/^no invitations at all|^no invitations from/i, 'reaches you again', offers);
    await refuse(/^report ola/i, 'the operator looks at it', offers);
    await refuse(/^block ola/i, 'Ola Nord is blocked', offers);
    await press(/^accept ola/i);
    await page.getByRole('heading', { name: '64 connections' }).waitFor();

    await page.getByRole('link', { name: /^requests you sent/i }).press('Enter');
    await page.getByRole('heading', { name: '2 requests you sent' }).waitFor();
    await page.getByLabel('Select all 2').focus();
    await page.keyboard.press('Space');
    await who.look('requests sent');
    await press(/^withdraw 2$/i);
    await page.getByText('You wait for nobody’s answer').waitFor();
    await press(/^undo$/i);
    await page.getByRole('heading', { name: '2 requests you sent' }).waitFor();
    await press(/^withdraw the request to/i);
    await page.getByRole('heading', { name: '1 request you sent' }).waitFor();

    await invite(
      page,
      ['Ana Ek', 'Bo Moe', 'Cy Nes'].map((name) => `${name} <${name.slice(0, 2)}@w.example>`),
    );
    await page.goto('/invitations?state=pending');
    const waiting = page.getByLabel('Select all 3 that wait');
    await waiting.waitFor();
    await waiting.press('Space');
    await who.look('invitations that wait');
    await press(/^withdraw 3/i);
    await page.getByText('No invitations here').waitFor();
    await press(/^undo$/i);
    await waiting.waitFor();

    await page.goto('/settings');
    const ownBook = page.getByLabel('Only people in my address book');
    await ownBook.waitFor();
    await ownBook.press('Space');
    await page.getByText('Saved').waitFor();
    await who.look('who may invite me');
    const [member] = await kith.query<{ invited_by: string }>(
      `select m.invited_by from members m join member_identifiers i on i.member_id = m.id where i.value = '${email}'`,
    );
    assert.equal(member?.invited_by, 'book');
    assert.deepEqual([...who.violations, ...who.faults], []);
    await who.context.close();
  });

test('what fails says so and goes well at another try, and a session that ends loses nothing', async () => {
  const who = await visitor(browser, kith, { width: 360 });
  const { page, context } = who;
  try {
    await join(who, kith, { name: 'Fay Fault', email: 'fay@network.example' });
    await page.route('**/api/**', (route) => route.abort());
    await page.getByRole('link', { name: 'Contacts', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
    await page.getByText('The server does not answer.').waitFor();
    await who.look('contacts that could not be read');
    assert.equal(await page.getByText('No contact matches').count(), 0);
    await page.unroute('**/api/**');
    await button(page, /^try again/i).click();
    await page.getByText('You have no contacts yet.').waitFor();

    await page.route('**/assets/imports-*.js', (route) => route.abort());
    await page.getByRole('link', { name: /^Imports/ }).click();
    await page.getByRole('heading', { name: 'This page did not load' }).waitFor();
    await page.unroute('**/assets/imports-*.js');
    await button(page, /^try again/i).click();
    await page.getByRole('heading', { name: /^Imports/ }).waitFor();

    await page.getByRole('link', { name: 'Add contacts' }).first().click();
    await page.getByLabel('E-mail addresses or phone numbers').fill('Ina Ek <ina@w.example>');
    const cookies = await context.cookies();
    await context.clearCookies();
    await button(page, /^continue with these/i).click();
    await page.waitForURL('**/sign-in?next=%2Fadd');
    await context.addCookies(cookies);
    await page.goto('/add');
    assert.equal(
      await page.getByLabel('E-mail addresses or phone numbers').inputValue(),
      'Ina Ek <ina@w.example>',
    );
    assert.deepEqual(who.violations, []);
  } finally {
    await context.close();
  }
});
