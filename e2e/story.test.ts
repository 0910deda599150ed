import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { type BookName, bookNames } from '../server/src/demo/books.ts';
import { type Hand, handOf, openBrowser, restless, type Visitor, visitor } from './browser.ts';
import { until } from './caller.ts';
import { type Kith, startKith } from './kith.ts';
import {
  button,
  connect,
  inviteSelected,
  linkIn,
  openMail,
  sampleBook,
  selectOnly,
  signUp,
  upload,
  way,
  words,
} from './steps.ts';

let browser: Browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

// Every two of sample, width, colours and hand meet in a story, not every four: each width has a server of its own.
describe('the whole story', { concurrency: 2 }, () => {
  for (const wide of [true, false]) {
    const width = wide ? 1280 : 360;
    describe(`${width} px`, { concurrency: 1 }, () => {
      let kith: Kith;
      before(async () => {
        kith = await startKith({ KITH_UNDO_SECONDS: '8', KITH_SEND_PER_MINUTE: '60000' });
      });
      after(() => kith?.close());

      for (const [at, book] of bookNames.entries()) {
        const dark = (at % 2 === 0) === wide;
        const by = at < 2 === wide ? 'keyboard' : 'mouse';
        test(`${book}, by ${by}, ${dark ? 'dark' : 'light'}`, { timeout: 240_000 }, async () => {
          const who = await visitor(browser, kith, { width, dark });
          const guest = await visitor(browser, kith, { width, dark });
          try {
            await tell(kith, book, { who, guest, by });
            assert.deepEqual([...who.violations, ...guest.violations], []);
            assert.deepEqual([...who.faults, ...guest.faults], []);
            assert.deepEqual(restless(who.shifts), []);
          } finally {
            await who.context.close();
            await guest.context.close();
          }
        });
      }
    });
  }
});

let stories = 0;

interface Cast {
  readonly who: Visitor;
  readonly guest: Visitor;
  readonly by: Hand['name'];
}

async function tell(kith: Kith, book: BookName, { who, guest, by }: Cast): Promise<void> {
  const person = { name: `Vera Vane ${++stories}`, email: `vera${stories}@story.example` };
  const newcomer = `Nils Newcomer ${stories}`;
  const hand = handOf(by, who.page);
  // An address gets at most one message in seven days, whoever invites it: let them pass since the last story.
  await kith.query(`update deliveries set intended_at = intended_at - interval '8 days'`);

  await signUp(who, hand, person);
  await upload(who, hand, sampleBook(book));
  await connect(who, hand);
  await way(who.page, words.review).waitFor({ timeout: 60_000 });
  await who.look('step 2');
  // Everybody of the small book is invited; of the others, who is left after a search.
  if (book !== 'google.csv') await selectOnly(who, hand, 'García');
  await inviteSelected(who, hand);
  await openMail(who, hand, await lastRecipient(kith, person.name));
  await accept(guest, handOf(by, guest.page), await linkIn(who.page), newcomer);
  await guest.page.goto('/network');
  await guest.page.getByText(person.name).first().waitFor();
  await guest.look('my network of the invited person');
  await who.page.goto('/network');
  await who.page.getByRole('main').getByText(newcomer).first().waitFor();
  await who.page.getByText(/· 1 joined since/).waitFor();
  await who.look('my network of the inviter');
  await hand.press(who.page.getByRole('link', { name: words.contacts }));
  await who.page.locator('.contact-list [role=row]').first().waitFor();
  await who.look('contacts after the import');
}

/** The address of the newest message, once the sending is over. */
async function lastRecipient(kith: Kith, inviter: string): Promise<string> {
  const [newest] = await until(
    () =>
      kith.query<{ recipient: string; open: number }>(`
        select recipient, (
          select count(*)::int from invitations i join members m on m.id = i.inviter_id
          where m.name = '${inviter}' and i.way = 'relay' and i.sent_at is null
        ) as open
        from demo_messages where subject like '${inviter} invites you%' order by received_at desc, id desc limit 1`),
    ([row]) => row?.open === 0,
    120_000,
  );
  if (newest === undefined) throw new Error('no invitation arrived');
  return newest.recipient;
}

async function accept(guest: Visitor, hand: Hand, link: string, name: string): Promise<void> {
  const { page } = guest;
  await page.goto(link);
  await guest.look('invitation');
  await hand.write(page.getByLabel(words.name), name);
  await hand.press(button(page, words.accept));
  await page.waitForURL((url) => !url.pathname.startsWith('/i/'));
}
