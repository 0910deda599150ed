import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBrowser, visitor } from './browser.ts';
import { callAs } from './caller.ts';
import { letterTo, paste, ready, sent } from './invited.ts';
import { startKith } from './kith.ts';
import { button, join, programOf } from './steps.ts';

test('a member agrees to a reminder, takes it back, and withdraws an import; a recipient answers each inviter', async () => {
  const kith = await startKith({
    KITH_REMINDERS: '2',
    KITH_SEND_PER_MINUTE: '60000',
    KITH_UNDO_SECONDS: '5',
  });
  const browser = await openBrowser();
  const who = await visitor(browser, kith, { width: 360, dark: true });
  try {
    const { page } = who;
    await join(who, kith, { name: 'Rita Reminder', email: 'rita@reminders.example' });
    const rita = await programOf(who, kith);
    const { id } = await paste(rita, ['Nils Neighbour <nils@reminders.example>'], 'rita');
    await page.goto(`/imports/${id}/review`);
    const box = page.getByRole('checkbox', { name: /^also send a reminder on /i });
    assert.equal(await box.isChecked(), false);
    await box.focus();
    await page.keyboard.press('Space');
    await page.getByText(/^the reminder, word for word/i).click();
    await page.getByText(/the invitation is still open/i).waitFor();
    await who.look('review with a reminder');
    await button(page, /^send 1 invitation/i).click();
    await page.waitForURL('**/sent/**');
    await sent(rita, page.url().split('/').at(-1) ?? '');

    await page.goto('/invitations');
    await page.getByText(/reminder on /i).waitFor();
    await who.look('invitations with a reminder');
    await page.getByRole('link', { name: /^details of nils/i }).click();
    await page.getByText(/^reminder, unless they answer/i).waitFor();
    await who.look('what was agreed to');
    await button(page, /^no reminder after all/i).click();
    await page.getByText(/^reminder taken back/i).waitFor();

    const bo = await callAs(kith, 'bo');
    const other = await paste(bo, ['Nils <nils@reminders.example>'], 'bo');
    const batch = await (await ready(bo, other.id, 'bo-send'))();
    await sent(bo, batch.id);
    const letter = await letterTo(kith, 'nils@reminders.example');
    await page.goto('/invitations');
    await page.getByRole('listitem').filter({ hasText: 'Nils' }).waitFor();
    const nils = await visitor(browser, kith);
    await nils.page.goto(letter.invitation);
    await nils.look('an invitation of two');
    await nils.page.getByRole('textbox', { name: /your name/i }).fill('Nils Neighbour');
    await button(nils.page, /^accept/i).click();
    await nils.page.getByRole('heading', { name: /invited you before you joined/i }).waitFor();
    await nils.look('offers after joining');
    // The inviter's screen tells without being loaded again.
    await page.getByRole('listitem').getByText('Accepted').waitFor();
    await button(nils.page, /^accept the invitation|^accept/i).click();
    await nils.page
      .getByRole('heading', { name: /invited you before you joined/i })
      .waitFor({ state: 'detached' });

    const second = await paste(rita, ['Olga Other <olga@reminders.example>'], 'rita-2');
    await (await ready(rita, second.id, 'rita-send'))();
    await page.goto('/imports');
    await button(page, /^withdraw 1 invitation/i).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^withdraw/i })
      .click();
    await page.getByText(/1 invitation withdrawn/i).waitFor();
    await who.look('imports, invitations withdrawn');
    assert.deepEqual([...who.violations, ...who.faults, ...nils.violations, ...nils.faults], []);
  } finally {
    await who.context.close();
    await browser.close();
    await kith.close();
  }
});
