import type { Config } from '../../config.ts';
import { codeMinutes } from '../../members/index.ts';
import type { Held, HeldAfter } from '../held.ts';
import { undoSeconds } from '../held-store.ts';
import type { HeldKind } from '../languages/language.ts';
import { filled, isolated, languageOf, localeOf } from '../languages.ts';
import { escaped, page } from './page.ts';

interface Scene {
  readonly network: Config['network'];
  /** As the invitation or the browser says; the pages are in {@link localeOf} of it. */
  readonly locale: string;
}

function wordsFor(locale: string) {
  const language = languageOf(locale);
  return {
    ...language.held,
    ask: language.message.held,
    signIn: language.pages.signInButton,
    late: language.pages.late,
    undo: language.pages.undo,
    undone: language.pages.undone,
    fill: (template: string, values: Readonly<Record<string, string>>) =>
      filled(template, isolated(language, values)),
  };
}

function drawn({ network, locale }: Scene, title: string, body: string): string {
  return page({ locale: localeOf(locale), title, network: network.name, body });
}

/** Asks for the address, or, behind an invitation, offers to write to where that went. */
export function askPage(
  scene: Scene,
  state: { to?: { token: string; masked: string }; refused?: boolean },
): string {
  const words = wordsFor(scene.locale);
  const { to } = state;
  const body =
    to === undefined
      ? `<p>${escaped(words.fill(words.askText, { network: scene.network.name }))}</p>
<form method="post" action="/held">
${state.refused === true ? `<p class="error" role="alert">${escaped(words.addressRefused)}</p>` : ''}
<label for="address">${escaped(words.address)}</label><input id="address" name="address" type="email" autocomplete="email" maxlength="320" required>
<button class="primary">${escaped(words.send)}</button>
</form>`
      : `<p>${escaped(words.fill(words.sendTo, { address: to.masked }))}</p>
<form method="post" action="/i/${to.token}/held"><button class="primary">${escaped(words.send)}</button></form>`;
  return drawn(scene, words.ask, body);
}

/** Asks for the code; the same whether one was sent or not. */
export function codePage(scene: Scene, state: { proof: string; refused: boolean }): string {
  const words = wordsFor(scene.locale);
  const body = `<p>${escaped(words.fill(words.sentText, { minutes: `${codeMinutes}` }))}</p>
<form method="post" action="/held/look">
${state.refused ? `<p class="error" role="alert">${escaped(words.codeRefused)}</p>` : ''}
${hidden(scene, state.proof)}
<label for="code">${escaped(words.code)}</label><input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required>
<button class="primary">${escaped(words.show)}</button>
</form>
<p><a href="/held">${escaped(words.again)}</a></p>`;
  return drawn(scene, words.sent, body);
}

/** What is held, what was just done about it, and what can be. */
export function heldPage(
  scene: Scene,
  held: HeldAfter,
  state: { proof: string; done: 'deleted' | 'forever' | 'undone' | 'allowed' | undefined },
): string {
  const { network } = scene;
  const words = wordsFor(scene.locale);
  const { suppressed, invitations, member, undoMinutes } = held;
  const silenced = suppressed.everyone || suppressed.inviters > 0;
  const standing = suppressed.everyone
    ? words.nobody
    : suppressed.inviters === 0
      ? words.everybody
      : words.fill(words.butRefused, { inviters: `${suppressed.inviters}` });
  const act = (name: string, label: string) =>
    `<form method="post" action="/held/${name}">${hidden(scene, state.proof)}<button>${escaped(label)}</button></form>`;
  const body = `${state.done === undefined ? '' : `<p role="status">${escaped(words[state.done])}</p>`}
${held.late ? `<p>${escaped(words.late)}</p>` : ''}
${undoMinutes === undefined ? '' : `<p>${escaped(words.fill(words.undoFor, { minutes: `${undoMinutes}` }))}</p>${act('undo', words.undo)}`}
${heldText(words, held, localeOf(scene.locale))}
<h2>${escaped(words.suppression)}</h2>
<p>${escaped(standing)}</p>
${silenced && state.done !== 'forever' ? act('allow', words.allow) : ''}
${member ? `<h2>${escaped(words.member)}</h2><p>${escaped(words.memberText)}</p><p><a href="/sign-in">${escaped(words.signIn)}</a></p>` : ''}
${
  invitations.length > 0 || !suppressed.everyone
    ? `<h2>${escaped(words.delete)}</h2>
<p>${escaped(words.deleteText)} ${escaped(words.fill(words.undoFor, { minutes: `${undoSeconds / 60}` }))}</p>
<p>${escaped(words.fill(words.foreverText, { network: network.name }))}</p>
<div class="row">${act('delete', words.delete)}${act('delete-forever', words.foreverButton)}</div>`
    : ''
}
<p class="soft">${escaped(network.name)}${network.address === '' ? '' : `, ${escaped(network.address)}`}</p>`;
  return drawn(scene, words.fill(words.title, { network: network.name }), body);
}

/** Somebody who asks too often waits; so many minutes. */
export function tooManyPage(scene: Scene, minutes: number): string {
  const words = wordsFor(scene.locale);
  const body = `<p>${escaped(words.fill(words.tooManyText, { minutes: `${minutes}` }))}</p><p><a href="/held">${escaped(words.again)}</a></p>`;
  return drawn(scene, words.tooMany, body);
}

/** So many invitations are listed one by one: the page stays small. */
const mostListed = 10;

function heldText(words: ReturnType<typeof wordsFor>, { books, invitations }: Held, locale: string): string {
  const day = (date: Date) => date.toLocaleDateString(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const list = (kinds: readonly string[]) => new Intl.ListFormat(locale).format(kinds);
  const saidOf = (inviter: string | undefined, date: string, until: string) =>
    inviter === undefined
      ? words.fill(words.unsent, { date, until })
      : words.fill(words.invitation, { inviter, date, until });
  const parts: string[] = [];
  if (books.books === 0 && invitations.length === 0) parts.push(`<p>${escaped(words.nothing)}</p>`);
  if (books.since !== undefined) {
    const kinds = kindsOf(books.fields).map((kind) => words.kinds[kind]);
    parts.push(
      `<h2>${escaped(words.books)}</h2>
<p>${escaped(words.fill(words.booksText, { books: `${books.books}`, since: day(books.since) }))}${kinds.length === 0 ? '' : ` ${escaped(words.fill(words.booksKinds, { kinds: list(kinds) }))}`}</p>
<p>${escaped(words.booksOwn)}</p>`,
    );
  }
  if (invitations.length > 0) {
    const items = invitations
      .slice(0, mostListed)
      .map(
        ({ inviter, createdAt, expiresAt }) =>
          `<li>${escaped(saidOf(inviter, day(createdAt), day(expiresAt)))}</li>`,
      );
    const rest = invitations.length - items.length;
    parts.push(
      `<h2>${escaped(words.invitations)}</h2><ul>${items.join('')}${rest > 0 ? `<li>+ ${rest}</li>` : ''}</ul>`,
    );
  }
  parts.push(`<h2>${escaped(words.codes)}</h2><p>${escaped(words.codesText)}</p>`);
  return parts.join('\n');
}

const kindOfField: Readonly<Record<string, HeldKind>> = {
  names: 'name',
  phones: 'phones',
  addresses: 'addresses',
  birthday: 'dates',
  anniversary: 'dates',
  organisations: 'work',
  titles: 'work',
  notes: 'notes',
  photo: 'photo',
  relations: 'relations',
  gender: 'other',
  urls: 'other',
  ims: 'other',
  categories: 'other',
  other: 'other',
};

function kindsOf(fields: readonly string[]): HeldKind[] {
  const found = new Set(fields.map((field) => kindOfField[field]));
  return [...new Set(Object.values(kindOfField))].filter((kind) => found.has(kind));
}

/** What proves the address goes with the form, so that no cookie and no address of a page holds it; so does the language. */
function hidden({ locale }: Scene, proof: string): string {
  return `<input type="hidden" name="proof" value="${escaped(proof)}"><input type="hidden" name="locale" value="${localeOf(locale)}">`;
}
