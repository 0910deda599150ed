import type { Locator, Page } from 'playwright-core';
import type { Hand, Visitor } from './browser.ts';
import { until } from './caller.ts';
import type { Kith } from './kith.ts';

/** What the screens call things; where a word changes, it changes here. */
export const words = {
  join: /^create an account/i,
  name: /^(your )?name/i,
  email: /e-?mail/i,
  sendLink: /^create account/i,
  signIn: /^sign in$/i,
  addContacts: /^add contacts/i,
  upload: /^upload a file/i,
  stop: /^stop/i,
  connect: /^add (\d[\d,.]* )?connections?$/i,
  skip: /^skip$/i,
  review: /^review/i,
  undo: /^undo/i,
  selectAll: /^select all/i,
  accept: /^accept/i,
} as const;

const anyTime = { timeout: 60_000 };

export function button(page: Page, name: RegExp): Locator {
  return page.getByRole('button', { name }).first();
}

/** A way on, be it a link or a button. */
export function way(page: Page, name: RegExp): Locator {
  return page.getByRole('button', { name }).or(page.getByRole('link', { name })).first();
}

/** Signs up by the link in the mailbox of the demo. */
export async function signUp(
  who: Visitor,
  hand: Hand,
  person: { name: string; email: string },
): Promise<void> {
  const { page } = who;
  await page.goto('/sign-in');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await who.look();
  await hand.press(way(page, words.join));
  await page.getByLabel(words.name).waitFor();
  await who.look();
  await hand.write(page.getByLabel(words.name), person.name);
  await hand.write(page.getByLabel(words.email), person.email);
  await hand.press(button(page, words.sendLink));
  await page
    .getByText(/sent|on its way|check your/i)
    .first()
    .waitFor();
  await who.look();
  await openMail(who, hand, person.email);
  await followLink(who, hand);
  await button(page, words.signIn).waitFor();
  await who.look();
  await hand.press(button(page, words.signIn));
  await page.waitForURL('**/network');
  await who.look();
}

/** A new member without the screens of signing up, on My Network. */
export async function join(who: Visitor, kith: Kith, person: { name: string; email: string }): Promise<void> {
  const { page } = who;
  await page.goto('/sign-in');
  await post(page, '/api/sign-up', { ...person, locale: 'en' });
  const [mail] = await until(
    () => kith.query<{ raw: Buffer }>(`select raw from demo_messages where recipient = '${person.email}'`),
    ({ length }) => length > 0,
  );
  // Quoted-printable may break the line inside the token (RFC 2045, section 6.7).
  const token = /link#([\w-]+)/.exec(mail?.raw.toString().replaceAll('=\r\n', '') ?? '')?.[1];
  await post(page, '/api/sign-in/link/confirm', { token });
  await page.goto('/network');
  await page.getByRole('heading', { level: 1 }).waitFor();
}

async function post(page: Page, path: string, body: object): Promise<void> {
  const status = await page.evaluate(
    async ([to, json]) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(to, { method: 'POST', body: json, headers })).status;
    },
    [path, JSON.stringify(body)] as const,
  );
  if (status >= 300) throw new Error(`POST ${path} answered ${status}`);
}

/** Opens the newest message to an address in the mailbox viewer, as plain text. */
export async function openMail(who: Visitor, hand: Hand, email: string): Promise<void> {
  const { page } = who;
  await page.goto('/demo/mail');
  const message = page.getByRole('link').filter({ hasText: email }).first();
  await message.waitFor(anyTime);
  await who.look();
  await hand.press(message);
  await hand.press(page.getByRole('link', { name: 'Text', exact: true }));
  await page.locator('pre a').first().waitFor();
  await who.look();
}

/** Follows the first link in the message that is open. */
async function followLink(who: Visitor, hand: Hand): Promise<void> {
  await hand.press(who.page.locator('pre a').first());
}

/** The first link in the message that is open, as an address. */
export async function linkIn(page: Page): Promise<string> {
  const href = await page.locator('pre a').first().getAttribute('href');
  if (href === null) throw new Error('the message has no link');
  return href;
}

export interface File {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** From the start page to the moment that the file is dropped. */
export async function upload(who: Visitor, hand: Hand, file: File): Promise<void> {
  const { page } = who;
  await hand.press(page.getByRole('main').getByRole('link', { name: words.addContacts }).first());
  await page.waitForURL('**/add');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await who.look();
  const chooser = page.waitForEvent('filechooser');
  await hand.press(page.getByRole('region', { name: words.upload }).getByRole('button').first());
  await (await chooser).setFiles(file);
}

/** Step 1: connects with those who are here. While the book is still read the number may change: then once more. */
export async function connect(who: Visitor, hand: Hand): Promise<void> {
  const { page } = who;
  const add = button(page, words.connect);
  await add.waitFor(anyTime);
  await page
    .getByText(/contacts read:/)
    .first()
    .waitFor(anyTime);
  await who.look();
  for (let tries = 0; tries < 3; tries++) {
    await hand.press(add);
    const gone = page.waitForURL('**/invite', { timeout: 5000 });
    if (await gone.then(() => true).catch(() => false)) return;
  }
  throw new Error('the number on the button never held');
}

/** Step 2, review and sending; a large selection takes a second press of the same button. */
export async function inviteSelected(who: Visitor, hand: Hand): Promise<void> {
  const { page } = who;
  await hand.press(way(page, words.review));
  await page.waitForURL('**/review');
  const send = page.locator('.actions button.primary');
  const ready = page.locator('.actions button.primary:not([aria-disabled=true])');
  await ready.waitFor();
  await who.look();
  const label = await send.textContent();
  await hand.press(send);
  await page.waitForFunction(
    (before) =>
      location.pathname.includes('/sent/') ||
      document.querySelector('.actions button.primary')?.textContent !== before,
    label,
  );
  if (!page.url().includes('/sent/')) {
    await who.look();
    await hand.press(send);
  }
  await button(page, words.undo).waitFor();
  await who.look();
}
