import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { bookNames } from '../server/src/demo/books.ts';
import { handOf, openBrowser, visitor } from './browser.ts';
import { type Kith, startKith } from './kith.ts';
import { connect, inviteSelected, join, sampleBook, upload, way, words } from './steps.ts';

let kith: Kith;
let browser: Browser;

before(async () => {
  kith = await startKith({ KITH_SEND_PER_MINUTE: '60000' });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await kith?.close();
});

function messages(): Promise<unknown[]> {
  return kith.query(`select subject from demo_messages where subject like '%invites you%' limit 1`);
}

let senders = 0;

// Presses are counted from the start page of somebody who is signed in.
describe('few presses', { concurrency: 2 }, () => {
  // Somebody leaves while most of the book is still being read, somebody else when all is there.
  for (const [book, by] of [
    ['icloud.vcf', 'mouse'],
    ['google.csv', 'keyboard'],
  ] as const)
    test(`${book}, by ${by}: at most four to leave without sending anything`, async () => {
      // The whole story looks at the same screens.
      const who = await visitor(browser, kith, { looking: false });
      try {
        const hand = handOf(by, who.page);
        await join(who, kith, { name: 'Lea Leaver', email: `leave.${by}@presses.example` });
        await upload(who, hand, sampleBook(book));
        await hand.press(way(who.page, words.skip));
        await way(who.page, words.review).waitFor();
        await hand.press(way(who.page, words.skip));
        await who.page.waitForURL((url) => !url.pathname.endsWith('/invite'));
        assert.ok(hand.presses() <= 4, `${hand.presses()} presses`);
        assert.deepEqual(await messages(), []);
      } finally {
        await who.context.close();
      }
    });

  for (const book of bookNames) {
    // The keyboard takes as many presses, and longer for them: the small book is enough.
    for (const by of book === 'google.csv' ? (['mouse', 'keyboard'] as const) : (['mouse'] as const)) {
      test(`${book}, by ${by}: at most six to send all invitations, and undo takes all back`, async () => {
        // The whole story looks at the same screens.
        const who = await visitor(browser, kith, { looking: false });
        try {
          const { page } = who;
          const hand = handOf(by, page);
          const name = `Sonja Sender ${++senders}`;
          await join(who, kith, { name, email: `send.${by}.${book}@presses.example` });
          await upload(who, hand, sampleBook(book));
          await connect(who, hand);
          await way(page, words.review).waitFor();
          await inviteSelected(who, hand);
          assert.ok(hand.presses() <= 6, `${hand.presses()} presses`);
          await hand.press(way(page, words.undo));
          await page.getByRole('heading', { name: /nothing was sent/i }).waitFor();
          const left = await kith.query(
            `select 1 from invitations i join members m on m.id = i.inviter_id where m.name = '${name}' limit 1`,
          );
          assert.deepEqual(left, []);
        } finally {
          await who.context.close();
        }
      });
    }
  }
});

test('what was undone stays unsent when its time is over', async () => {
  await new Promise((resolve) => setTimeout(resolve, 11_000));
  assert.deepEqual(await messages(), []);
});
