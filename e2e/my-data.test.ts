import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import { openBrowser, visitor } from './browser.ts';
import { paste } from './invited.ts';
import { startKith } from './kith.ts';
import { button, join, programOf } from './steps.ts';

test('a second tab sees an import; a copy is downloaded; everything imported goes in two presses, then the account', async () => {
  const kith = await startKith({ KITH_UNDO_SECONDS: '5' });
  const browser = await openBrowser();
  const who = await visitor(browser, kith);
  try {
    const { page } = who;
    const code = async () => {
      for (let tries = 0; tries < 200; tries++) {
        const [row] = await kith.query<{ code: string }>(
          "select left(subject, 6) as code from demo_messages where recipient = 'dora@data.example' and subject ~ '^[0-9]{6} '",
        );
        if (row !== undefined) return row.code;
        await page.waitForTimeout(100);
      }
      throw new Error('no code came');
    };
    await join(who, kith, { name: 'Dora Data', email: 'dora@data.example' });
    const dora = await programOf(who, kith);
    const question = page.getByRole('dialog');
    const agree = (act: string) => question.getByRole('button', { name: act, exact: true }).click();

    await page.goto('/imports');
    await page.getByText(/not brought in an address book/i).waitFor();
    await paste(dora, ['Nils Neighbour <nils@data.example>', 'Ida Berg <ida@data.example>'], 'dora');
    await page.getByRole('button', { name: /^take back pasted/i }).waitFor();
    await who.look('imports, told by another tab');

    // What is taken back leaves what was edited since: said before, by name, and after.
    const { contacts } = await dora.get<{ contacts: readonly { id: string; version: number }[] }>(
      '/api/contacts?search=nils',
    );
    const [nils] = contacts;
    const edit = { version: nils?.version, fields: { titles: ['Captain'] } };
    await page.evaluate(
      ([id, body]) =>
        fetch(`/api/contacts/${id}`, {
          method: 'PATCH',
          headers: { 'content-type': 'application/json' },
          body,
        }),
      [nils?.id ?? '', JSON.stringify(edit)],
    );
    await button(page, /^take back pasted/i).click();
    await question.getByText(/this contact was edited since and stays: nils neighbour$/i).waitFor();
    await agree('Take back');
    await page.getByText(/^this contact was edited since and stays: nils neighbour$/i).waitFor();
    await page.getByText(/ · taken back$/).waitFor();
    // A tab that was open while the server was gone catches up by itself.
    await kith.kill();
    await kith.restart();
    await paste(dora, ['Ida Berg <ida@data.example>'], 'dora again');
    await page.getByRole('button', { name: /^take back pasted/i }).waitFor();

    await page.goto('/settings/data');
    await button(page, /^make the file/i).click();
    const link = page.getByRole('link', { name: /^download/i });
    await link.waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    assert.match(download.suggestedFilename(), /^my-data-.*\.zip$/);
    assert.ok(statSync(await download.path()).size > 1000);
    await button(page, /^delete my account/i).click();
    await who.look('my data');

    await page.goto('/imports');
    await button(page, /^delete everything imported/i).click();
    await agree('Delete everything imported');
    await page.getByRole('status').getByRole('button', { name: /^undo/i }).click();
    await page.getByText(/^nothing is deleted/i).waitFor();
    await button(page, /^delete everything imported/i).click();
    await agree('Delete everything imported');
    await page.getByText(/^begins in a few seconds/i).waitFor();
    await who.look('imports, deleting');
    await page.getByText(/not brought in an address book/i).waitFor();

    await page.goto('/settings/data');
    await button(page, /^delete my account/i).click();
    await page.getByLabel(/type your e-mail address/i).fill('dora@data.example');
    await button(page, /^send a code/i).click();
    await page.getByLabel(/^the code/i).fill(await code());
    await button(page, /^delete everything now/i).click();
    await page.getByRole('heading', { name: /^your account is deleted/i }).waitFor();
    await who.look('the receipt');
    await page.goto('/network');
    await page.waitForURL('**/sign-in**');
    // What the browser says of the time without a server is no fault of the page.
    const faults = who.faults.filter((fault) => !/net::ERR_/.test(fault));
    assert.deepEqual([...faults, ...who.violations], []);
  } finally {
    await who.context.close();
    await browser.close();
    await kith.close();
  }
});
