import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { mouse, openBrowser, type Visitor, visitor } from './browser.ts';
import { type Kith, startKith } from './kith.ts';
import { button, card, inviteSelected, join, upload, way, words } from './steps.ts';

const undoSeconds = 5;

let kith: Kith;
let browser: Browser;

before(async () => {
  // A message every two seconds: slow enough to be stopped in the middle.
  kith = await startKith({ KITH_SEND_PER_MINUTE: '30', KITH_UNDO_SECONDS: `${undoSeconds}` });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await kith?.close();
});

const people = 12;

/** A new member who has just pressed Send, on the screen that tells how it goes. */
async function sender(who: Visitor, name: string): Promise<void> {
  await join(who, kith, { name, email: `${name.toLowerCase().replace(' ', '.')}@sending.example` });
  const family = name.split(' ')[1];
  const cards = Array.from({ length: people }, (_, at) =>
    card(`FN:Person ${family} ${at}`, `EMAIL:p${at}@${family?.toLowerCase()}.example`),
  );
  const book = { name: 'book.vcf', mimeType: 'text/vcard', buffer: Buffer.from(cards.join('')) };
  await upload(who, mouse(), book);
  await way(who.page, words.review).waitFor();
  await inviteSelected(who, mouse());
}

async function messagesOf(name: string): Promise<number> {
  const [row] = await kith.query<{ n: number }>(
    `select count(*)::int as n from demo_messages where subject like '${name} invites you%'`,
  );
  return row?.n ?? 0;
}

describe('sending', { concurrency: 3 }, () => {
  test('withdraw the rest: what has gone is told, and nothing more goes', async () => {
    const name = 'Wanda Withdrawer';
    const who = await visitor(browser, kith);
    try {
      const { page } = who;
      await sender(who, name);
      await page.getByText(new RegExp(`^Sending… [2-6] of ${people}`)).waitFor();
      await who.look('sending');
      await button(page, /^withdraw the rest/i).click();
      await page.getByRole('heading', { name: /the rest is withdrawn/i }).waitFor();
      await who.look('the rest withdrawn');
      const told = /(\d+) sent, (\d+) withdrawn/.exec((await page.getByRole('main').textContent()) ?? '');
      const [gone = 0, held = 0] = told?.slice(1).map(Number) ?? [];
      assert.equal(gone + held, people);
      assert.ok(gone > 0 && held > 0, `${gone} sent, ${held} withdrawn`);
      await wait(4000);
      assert.equal(await messagesOf(name), gone);
      await page.goto('/invitations');
      await page.getByRole('listitem').getByText('Withdrawn').first().waitFor();
      await who.look('invitations, some withdrawn');
      assert.deepEqual([...who.violations, ...who.faults], []);
    } finally {
      await who.context.close();
    }
  });

  test('the window to undo waits while the button has the focus, and ends after', async () => {
    const name = 'Hedda Holder';
    // The other test looks at the same screens, and a look takes longer than there is to undo.
    const who = await visitor(browser, kith, { looking: false });
    try {
      const { page } = who;
      await sender(who, name);
      await button(page, words.undo).focus();
      await wait((undoSeconds + 4) * 1000);
      assert.equal(await messagesOf(name), 0, 'nothing goes while she looks at it');
      assert.ok(await button(page, words.undo).isVisible());
      await button(page, words.undo).blur();
      await page.getByText(/^Sending…/).waitFor();
      assert.equal(await button(page, words.undo).count(), 0);
      await page.getByText(new RegExp(`^Sending… [1-9]\\d* of ${people}`)).waitFor();
      assert.ok((await messagesOf(name)) > 0);
      assert.deepEqual(who.faults, []);
    } finally {
      await who.context.close();
    }
  });

  test('a closed tab is not an undo: the messages go', async () => {
    const name = 'Cleo Closer';
    const who = await visitor(browser, kith, { looking: false });
    await sender(who, name);
    await who.context.close();
    await wait((undoSeconds + 5) * 1000);
    assert.ok((await messagesOf(name)) > 0);
  });
});
