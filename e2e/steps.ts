import type { Locator, Page } from 'playwright-core';
import { type BookName, demoBook } from '../server/src/demo/books.ts';
import type { Hand, Visitor } from './browser.ts';
import { type Caller, callBy, until } from './caller.ts';
import type { Kith } from './kith.ts';

/** What the screens call things; where a word changes, it changes here. */
export const words = {
  join: /^create an account/i,
  name: /^(your )?name/i,
  email: /e-?mail/i,
  sendLink: /^create account/i,
  signIn: /^sign in$/i,
  addContacts: /^add contacts/i,
  contacts: /^contacts$/i,
  upload: /^upload a file/i,
  stop: /^stop/i,
  connect: /^add (\d[\d,.]* )?connections?$/i,
  skip: /^skip$/i,
  review: /^review/i,
  /** The same while nobody is selected. */
  noReview: /^review invitations$/i,
  undo: /^undo/i,
  selectAll: /^select all/i,
  accept: /^accept/i,
} as const;

const anyTime = { timeout: 120_000 };

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
  await who.look('sign in');
  await hand.press(way(page, words.join));
  await page.getByLabel(words.name).waitFor();
  await who.look('sign up');
  await hand.write(page.getByLabel(words.name), person.name);
  await hand.write(page.getByLabel(words.email), person.email);
  await hand.press(button(page, words.sendLink));
  await page
    .getByText(/sent|on its way|check your/i)
    .first()
    .waitFor();
  await who.look('look into your mailbox');
  await openMail(who, hand, person.email);
  await followLink(who, hand);
  await button(page, words.signIn).waitFor();
  await who.look('confirm the link');
  await hand.press(button(page, words.signIn));
  await page.waitForURL('**/network');
  await who.look('my network without connections');
}

/** A new member without the screens of signing up, on My Network. */
export async function join(who: Visitor, kith: Kith, person: { name: string; email: string }): Promise<void> {
  await who.page.goto('/sign-in');
  await post(who.page, '/api/sign-up', { ...person, locale: 'en' });
  await enterByLink(who, kith, person.email);
}

/** Another device of a member, signed in by a link without the screens for it. */
export async function enter(who: Visitor, kith: Kith, email: string): Promise<void> {
  await kith.query(`delete from demo_messages where recipient = '${email}'`);
  await who.page.goto('/sign-in');
  await post(who.page, '/api/sign-in/link', { email });
  await enterByLink(who, kith, email);
}

/** A program of the member who is signed in there. */
export async function programOf({ context }: Visitor, kith: Kith): Promise<Caller> {
  const session = (await context.cookies()).find(({ httpOnly }) => httpOnly);
  if (session === undefined) throw new Error('nobody is signed in');
  return callBy(kith, `${session.name}=${session.value}`);
}

async function enterByLink({ page }: Visitor, kith: Kith, email: string): Promise<void> {
  const [token] = await messageTo(kith, email, /link#([\w-]+)/);
  await post(page, '/api/sign-in/link/confirm', { token });
  await page.goto('/network');
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Waits for a message that holds the pattern, and returns the pattern's groups. */
export async function messageTo(kith: Kith, recipient: string, pattern: RegExp): Promise<string[]> {
  const found = await until(
    async () => {
      const rows = await kith.query<{ raw: Buffer }>(
        `select raw from demo_messages where recipient = '${recipient}' order by received_at desc`,
      );
      // Quoted-printable may break the line inside the token (RFC 2045, section 6.7).
      return rows.flatMap(({ raw }) => pattern.exec(raw.toString().replaceAll('=\r\n', ''))?.slice(1) ?? []);
    },
    ({ length }) => length > 0,
  );
  return found;
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
  await who.look('mailbox');
  await hand.press(message);
  await hand.press(page.getByRole('link', { name: 'Text', exact: true }));
  await page.locator('pre a').first().waitFor();
  await who.look('message');
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

/** A vCard of these lines. */
export function card(...lines: readonly string[]): string {
  return `BEGIN:VCARD\r\nVERSION:3.0\r\n${lines.join('\r\n')}\r\nEND:VCARD\r\n`;
}

export function sampleBook(name: BookName): File {
  const { mediaType, bytes } = demoBook(name);
  return { name, mimeType: mediaType.split(';')[0] ?? '', buffer: bytes };
}

/** From the start page to the moment that the file is dropped. */
export async function upload(who: Visitor, hand: Hand, file: File): Promise<void> {
  const { page } = who;
  await hand.press(page.getByRole('main').getByRole('link', { name: words.addContacts }).first());
  await page.waitForURL('**/add');
  // The screen before keeps its heading until this one is there.
  await page.getByRole('heading', { level: 1, name: words.addContacts }).waitFor();
  await who.look('add contacts');
  const chooser = page.waitForEvent('filechooser');
  await hand.press(page.getByRole('region', { name: words.upload }).getByRole('button').first());
  await (await chooser).setFiles(file);
}

/** Step 1: connects with those who are here, once all are read. */
export async function connect(who: Visitor, hand: Hand): Promise<void> {
  const { page } = who;
  await page.locator('.import-progress[aria-label]:not(:has(progress))').waitFor(anyTime);
  await page.locator('.actions button.primary:not([aria-disabled=true])').waitFor(anyTime);
  await who.look('step 1');
  await hand.press(button(page, words.connect));
  await page.waitForURL('**/invite');
}

/** Step 2: unticks everybody, and ticks those whom a search leaves. */
export async function selectOnly(who: Visitor, hand: Hand, search: string): Promise<void> {
  const { page } = who;
  const everybody = page.getByRole('checkbox', { name: words.selectAll }).first();
  const label = await everybody.evaluate((box) => box.closest('label')?.textContent ?? '');
  await hand.press(everybody);
  await page.getByRole('button', { name: words.noReview }).waitFor();
  await hand.write(page.getByRole('searchbox').first(), search);
  await page.waitForFunction(
    (before) => [...document.querySelectorAll('label')].every(({ textContent }) => textContent !== before),
    label,
  );
  await hand.press(everybody);
  await page.getByRole('link', { name: words.review }).waitFor();
  await who.look('step 2, some selected');
}

/** Step 2, review and sending; a large selection takes a second press of the same button. */
export async function inviteSelected(who: Visitor, hand: Hand): Promise<void> {
  const { page } = who;
  // A link once somebody is selected; while the list is on its way it is a button that says so.
  await hand.press(page.getByRole('link', { name: words.review }));
  await page.waitForURL('**/review');
  const send = page.locator('.actions button.primary');
  const ready = page.locator('.actions button.primary:not([aria-disabled=true])');
  await ready.waitFor();
  await who.look('review');
  const label = await send.textContent();
  await hand.press(send);
  await page.waitForFunction(
    (before) =>
      location.pathname.includes('/sent/') ||
      document.querySelector('.actions button.primary')?.textContent !== before,
    label,
  );
  if (!page.url().includes('/sent/')) {
    await who.look('review, second press');
    await hand.press(send);
  }
  await button(page, words.undo).waitFor();
  await who.look('sent, undo');
}
