import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { openBrowser, visitor } from './browser.ts';
import { callAs, until } from './caller.ts';
import { invite, letterTo } from './invited.ts';
import { type Kith, startKith } from './kith.ts';

/** axe is a script of the page, so it checks the same pages with JavaScript on. */
const settings = [
  { width: 360, dark: true, javaScript: false },
  { width: 360, dark: true, javaScript: true },
  { width: 1280, dark: false, javaScript: true },
] as const;

const addressOf = ({ width, javaScript }: (typeof settings)[number]) =>
  `rea.${width}.${javaScript ? 'on' : 'off'}@held.example`;

let kith: Kith;
let browser: Browser;

before(async () => {
  kith = await startKith({ KITH_SEND_PER_MINUTE: '60000', KITH_UNDO_SECONDS: '5' });
  browser = await openBrowser();
  const ana = await callAs(kith, 'ana');
  const people = settings.map((setting) => `Rea Recipient <${addressOf(setting)}>`);
  await invite(ana, people, 'ana');
});
after(async () => {
  await browser?.close();
  await kith?.close();
});

async function codeTo(address: string): Promise<string> {
  const [mail] = await until(
    () =>
      kith.query<{ code: string }>(`select left(subject, 6) as code from demo_messages
        where recipient = '${address}' and subject ~ '^[0-9]{6} ' order by received_at desc limit 1`),
    ({ length }) => length > 0,
  );
  assert.ok(mail !== undefined);
  return mail.code;
}

describe('what is held about a recipient', () => {
  for (const setting of settings) {
    const { width, javaScript } = setting;
    test(`from the message to the end of it: ${width} px, JavaScript ${javaScript ? 'on' : 'off'}`, async () => {
      const address = addressOf(setting);
      const who = await visitor(browser, kith, setting);
      const { page } = who;
      const press = (name: RegExp) => page.getByRole('button', { name }).click();
      const held = () =>
        kith.query(`select 1 from invitations where address = '${address}'
          union all select 1 from suppressions s join invitations i on i.recipient_key = s.key and i.address = '${address}'`);
      try {
        const { invitation, links } = await letterTo(kith, address);
        assert.ok(links.includes(`${invitation}/held`), 'the message leads there');
        await page.goto(invitation);
        await page.getByRole('link', { name: /see or delete/i }).click();
        await who.look('asks to send the code');
        await press(/^send the code/i);
        await page.getByRole('heading', { name: /enter the code/i }).waitFor();
        await who.look('asks for the code');
        await page.getByLabel(/code/i).fill('000 00x');
        await press(/^show/i);
        await page.getByRole('alert').waitFor();
        await who.look('code refused');
        await page.getByLabel(/code/i).fill(await codeTo(address));
        await press(/^show/i);
        await page.getByText(/invitation from ana/i).waitFor();
        await page.getByText(/address book has it: 1\./i).waitFor();
        await who.look('held');
        assert.equal((await held()).length, 1, 'looking changes nothing');
        await press(/^delete$/i);
        await page.getByRole('status').waitFor();
        await who.look('deleted');
        assert.deepEqual(await held(), []);
        await press(/^delete and never/i);
        await page.getByText(/nobody may\./i).waitFor();
        await who.look('never again');
        await press(/^undo/i);
        await page.getByText(/members may invite it/i).waitFor();
        await who.look('undone');
        assert.equal((await held()).length, 1);
        await page.goto('/held');
        await who.look('asks for the address');
        assert.ok((await page.content()).length < 14_000);
        assert.deepEqual(await who.context.cookies(), []);
        assert.deepEqual(who.violations, []);
        // The refused code was answered by 400, which Chromium notes.
        assert.deepEqual(
          who.faults.filter((fault) => !fault.includes('/held/look')),
          [],
        );
      } finally {
        await who.context.close();
      }
    });
  }
});
