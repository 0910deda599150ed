import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { openBrowser, type Setting, type Visitor, visitor } from './browser.ts';
import { type Caller, callAs } from './caller.ts';
import { invite, type Letter, letterTo } from './invited.ts';
import { type Kith, startKith } from './kith.ts';
import { join, programOf } from './steps.ts';

interface Answer {
  readonly name: string;
  readonly press: RegExp;
  readonly done: RegExp;
  /** Why the address is suppressed afterwards. */
  readonly suppressed?: string;
  /** Whether others than this inviter may still write. */
  readonly othersMay: boolean;
}

const answers: readonly Answer[] = [
  { name: 'decline', press: /^no thanks/i, done: /you said no/i, othersMay: true },
  {
    name: 'not-from',
    press: /^not from ana/i,
    done: /cannot write to this address/i,
    suppressed: 'not_from_inviter',
    othersMay: true,
  },
  {
    name: 'report',
    press: /^report/i,
    done: /will look at it/i,
    suppressed: 'reported',
    othersMay: true,
  },
  {
    name: 'never',
    press: /^never write/i,
    done: /nobody on harbour can write/i,
    suppressed: 'never_again',
    othersMay: false,
  },
  {
    name: 'not-me',
    press: /^this is not me/i,
    done: /sorry for the mix-up/i,
    suppressed: 'not_me',
    othersMay: false,
  },
];

type Circumstances = Required<Omit<Setting, 'trusting' | 'looking'>>;

const settings: readonly Circumstances[] = [
  { width: 360, dark: true, javaScript: false },
  { width: 1280, dark: false, javaScript: false },
  // axe is a script of the page, so it checks the same pages with JavaScript on, in both colours.
  { width: 360, dark: true, javaScript: true },
  { width: 1280, dark: false, javaScript: true },
];

function titleOf({ width, dark, javaScript }: Circumstances): string {
  return `${width} px, ${dark ? 'dark' : 'light'}, JavaScript ${javaScript ? 'on' : 'off'}`;
}

/** Who this answer is for: everybody gets their own invitation. */
function addressOf(name: string, { width, dark, javaScript }: Circumstances): string {
  return `${name}.${width}.${dark ? 'dark' : 'light'}.${javaScript ? 'on' : 'off'}@recipients.example`;
}

const everybody = settings.flatMap((setting) =>
  [...answers.map(({ name }) => name), 'accept', 'unsubscribe'].map((name) => addressOf(name, setting)),
);
const scanned = 'scanned@recipients.example';
const widths = [360, 1280];
const reporting = widths.map((width) => `reporting.${width}@recipients.example`);

/** As it is pasted; who has no name is not offered. */
const named = (address: string) => `Rea Recipient <${address}>`;

let kith: Kith;
let browser: Browser;
let bo: Caller;

before(async () => {
  kith = await startKith({ KITH_SEND_PER_MINUTE: '60000', KITH_UNDO_SECONDS: '5' });
  browser = await openBrowser();
  const ana = await callAs(kith, 'ana');
  bo = await callAs(kith, 'bo');
  await invite(ana, [...everybody, scanned, ...reporting].map(named), 'ana');
});
after(async () => {
  await browser?.close();
  await kith?.close();
});

interface Standing {
  readonly declined: boolean;
  readonly accepted: boolean;
  readonly suppressed: string | null;
  readonly reports: number;
}

/** How an invitation by Ana stands. */
async function standing(address: string): Promise<Standing> {
  const [row] = await kith.query<Standing>(`
    select i.declined_at is not null as declined, i.accepted_at is not null as accepted,
           (select min(reason) from suppressions s where s.key = i.recipient_key) as suppressed,
           (select count(*)::int from abuse_reports r where r.invitation_id = i.id) as reports
    from invitations i join members m on m.id = i.inviter_id
    where i.address = '${address}' and m.name like 'Ana%'`);
  assert.ok(row !== undefined, address);
  return row;
}

const nothing: Standing = { declined: false, accepted: false, suppressed: null, reports: 0 };

async function press(who: Visitor, name: RegExp): Promise<void> {
  await who.page.getByRole('button', { name }).click();
}

async function giveAnswer(who: Visitor, letter: Letter, address: string, answer: Answer): Promise<void> {
  const { page } = who;
  const given: Standing = {
    ...nothing,
    declined: true,
    suppressed: answer.suppressed ?? null,
    reports: answer.name === 'report' ? 1 : 0,
  };
  await page.goto(letter.invitation);
  if (answer.name === 'report')
    await page.getByRole('textbox', { name: /what is wrong/i }).fill('I know no Ana');
  await press(who, answer.press);
  await page.getByText(answer.done).waitFor();
  await who.lookBoth(`answered: ${answer.name}`);
  assert.deepEqual(await standing(address), given);
  await press(who, /^undo/i);
  await page.getByRole('heading', { name: /undone/i }).waitFor();
  await who.lookBoth(`undone: ${answer.name}`);
  assert.deepEqual(await standing(address), nothing, `${address} after Undo`);
  await page.getByRole('link', { name: /back/i }).click();
  await page.getByRole('button', { name: /^accept/i }).waitFor();
  await press(who, answer.press);
  await page.getByText(answer.done).waitFor();
  assert.deepEqual(await standing(address), given, `${address} after answering again`);
}

describe('the pages of a recipient', { concurrency: 2 }, () => {
  for (const setting of settings) {
    test(`every answer and its undo: ${titleOf(setting)}`, async () => {
      const who = await visitor(browser, kith, setting);
      try {
        for (const answer of answers) {
          const address = addressOf(answer.name, setting);
          await giveAnswer(who, await letterTo(kith, address), address, answer);
        }
        assert.deepEqual([...who.violations, ...who.faults], []);
      } finally {
        await who.context.close();
      }
    });

    test(`the end of all messages by one press: ${titleOf(setting)}`, async () => {
      const address = addressOf('unsubscribe', setting);
      const who = await visitor(browser, kith, setting);
      try {
        await who.page.goto((await letterTo(kith, address)).unsubscribe);
        await who.lookBoth('unsubscribe');
        await press(who, /^never write/i);
        await who.page.getByRole('heading', { name: /^done/i }).waitFor();
        await who.lookBoth('unsubscribed');
        assert.deepEqual(await standing(address), { ...nothing, declined: true, suppressed: 'unsubscribed' });
        assert.deepEqual([...who.violations, ...who.faults], []);
      } finally {
        await who.context.close();
      }
    });

    test(`accepting: ${titleOf(setting)}`, async () => {
      const address = addressOf('accept', setting);
      const { invitation } = await letterTo(kith, address);
      const who = await visitor(browser, kith, setting);
      try {
        const { page } = who;
        await page.goto(invitation);
        await who.lookBoth('invitation');
        await page.getByLabel(/name/i).fill('see www.spam.example');
        await press(who, /^accept/i);
        await page.getByRole('alert').waitFor();
        await who.lookBoth('invitation, name refused');
        assert.deepEqual(await standing(address), nothing, 'a name that is refused makes no account');
        await page.getByLabel(/name/i).fill('Ravi Recipient');
        await press(who, /^accept/i);
        await page.waitForURL('**/network');
        assert.deepEqual(await standing(address), { ...nothing, accepted: true });
        const connected = await kith.query(`
          select 1 from connections c join invitations i on i.accepted_by = c.member_id and i.inviter_id = c.other_id
          where i.address = '${address}'`);
        assert.equal(connected.length, 1);
        assert.deepEqual([...who.violations, ...who.faults], []);
      } finally {
        await who.context.close();
      }
    });

    test(`a link that was never given out: ${titleOf(setting)}`, async () => {
      const who = await visitor(browser, kith, setting);
      try {
        for (const path of ['/i/', '/u/']) {
          const answer = await who.page.goto(`${path}${'A'.repeat(22)}`);
          assert.equal(answer?.status(), 410);
          await who.page.getByRole('heading', { name: /no longer open/i }).waitFor();
          await who.lookBoth('link that was never given out');
        }
        assert.deepEqual(who.violations, []);
      } finally {
        await who.context.close();
      }
    });
  }
});

test('whom seven invite finds all of them, at both widths and in both colours', async () => {
  const asking = await visitor(browser, kith, { looking: false });
  const inviters: Caller[] = [];
  for (const n of [1, 2, 3, 4, 5, 6, 7]) {
    await join(asking, kith, { name: `Inga Inviter ${n}`, email: `inga.${n}@recipients.example` });
    inviters.push(await programOf(asking, kith));
  }
  await asking.context.close();
  const address = 'wanted@recipients.example';
  await Promise.all(inviters.map((one, n) => invite(one, [named(address)], `inga-${n}`)));
  const { invitation } = await letterTo(kith, address);
  for (const width of widths) {
    const who = await visitor(browser, kith, { width });
    try {
      const { page } = who;
      await page.goto(invitation);
      await page
        .getByRole('link', { name: /^see the invitation/i })
        .nth(4)
        .waitFor();
      await who.lookBoth('invitation by seven');
      await page.getByRole('link', { name: /: 6$/ }).click();
      assert.equal(await page.getByRole('link', { name: /inga inviter/i }).count(), 6);
      await who.lookBoth('others who invite');
      await page
        .getByRole('link', { name: /inga inviter/i })
        .last()
        .click();
      await page.getByRole('button', { name: /^accept/i }).waitFor();
      assert.deepEqual([...who.violations, ...who.faults], []);
    } finally {
      await who.context.close();
    }
  }
});

test('a scanner that opens every link of a message changes nothing', async () => {
  const facts = [
    'invitations',
    'suppressions',
    'abuse_reports',
    'connections',
    'members',
    'sessions',
    'consents',
  ];
  // Operators are told of the reports of other tests meanwhile.
  const state = async () => {
    const rows = await Promise.all(
      facts.map((table) =>
        kith.query(
          `select '${table}' as of, count(*)::int as n, md5(string_agg(text, '' order by text)) as sum
           from (select (to_jsonb(t) - 'told_at')::text as text from ${table} t) of_each`,
        ),
      ),
    );
    return rows.flat();
  };
  const { links } = await letterTo(kith, scanned);
  assert.ok(links.length >= 2, `${links.length} links`);
  const before = await state();
  for (const link of links) {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) await fetch(link, { method, redirect: 'manual' });
    for (const javaScript of [true, false]) {
      const who = await visitor(browser, kith, { javaScript });
      await who.page.goto(link);
      // A scanner follows what the page leads to as well.
      for (const form of await who.page.locator('form').all()) {
        const action = await form.getAttribute('action');
        if (action !== null) await fetch(new URL(action, link), { redirect: 'manual' });
      }
      await who.context.close();
    }
  }
  assert.deepEqual(await state(), before);
});

test('who said no to the network hears from nobody; who said no to Ana hears from others', async () => {
  // As if the days had passed in which nobody gets a second message.
  await kith.query(`update deliveries set intended_at = intended_at - interval '30 days'`);
  const noes = everybody.filter((address) => !address.startsWith('accept.'));
  await invite(bo, noes.map(named), 'bo');
  const written = await kith.query<{ recipient: string }>(
    `select recipient from demo_messages where subject like 'Bo %' order by 1`,
  );
  const mayBeWritten = settings.flatMap((setting) =>
    answers.filter(({ othersMay }) => othersMay).map(({ name }) => addressOf(name, setting)),
  );
  assert.deepEqual(
    written.map(({ recipient }) => recipient),
    mayBeWritten.sort(),
  );
});

test('operators see what was reported and what leaves, at both widths and in both colours; others find nothing there', async () => {
  for (const address of reporting) {
    const { invitation } = await letterTo(kith, address);
    const body = new URLSearchParams({ text: 'I know no Ana' });
    assert.equal((await fetch(`${invitation}/report`, { method: 'POST', body })).status, 200);
  }
  const screens = ['reports', 'sending', 'providers'].map((name) => `/operators/${name}`);
  for (const width of widths) {
    const who = await visitor(browser, kith, { width });
    const { page } = who;
    const enter = async (name: RegExp) => {
      await page.goto('/sign-in');
      await page.getByRole('button', { name }).click();
      await page.waitForURL('**/network');
    };
    try {
      await enter(/operator/i);
      for (const screen of screens) {
        await page.goto(screen);
        for (const closed of await page.locator('main details:not([open]) > summary').all())
          await closed.click();
        await who.lookBoth(screen);
      }
      await page.goto('/operators/reports');
      const reports = page.getByRole('article');
      await reports.first().waitFor();
      const before = await reports.count();
      await reports.first().getByRole('button', { name: 'Close inviting' }).press('Enter');
      await page.getByRole('dialog').waitFor();
      await who.look('closing inviting');
      await page.keyboard.press('Escape');
      await reports.first().getByRole('button', { name: 'Dismiss' }).press('Enter');
      await page.getByRole('status').getByText('Dismissed').waitFor();
      await page.waitForFunction((count) => document.querySelectorAll('article').length < count, before);
      await page.waitForFunction(() => document.activeElement !== document.body);

      await page.context().clearCookies();
      await enter(/\bAna\b/);
      for (const screen of screens) {
        await page.goto(screen);
        await page.getByRole('heading', { name: 'Not found' }).waitFor();
      }
      assert.deepEqual([...who.violations, ...who.faults], []);
    } finally {
      await who.context.close();
    }
  }
});
