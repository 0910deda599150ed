import type { Config } from '../../config.ts';
import { filled, isolated, languageOf } from '../languages.ts';
import { escaped, page } from './page.ts';

/** Somebody else who invites the same person, and the way to that invitation. */
export interface Other {
  readonly name: string;
  readonly token: string;
}

/** So many stand on the page of an invitation, and on each page of all of them: no page grows with the number of inviters. */
const mostBeside = 5;
const mostListed = 15;

/** Who else invites the recipient: each has a page of their own, and is answered there. */
export function othersBeside(others: readonly Other[], token: string, locale: string, lead: string): string {
  if (others.length === 0) return '';
  const { others: title } = languageOf(locale).pages;
  const all =
    others.length > mostBeside
      ? `<p><a href="/i/${token}/others">${escaped(`${title}: ${others.length}`)}</a></p>\n`
      : '';
  return `<h2>${escaped(title)}</h2>
${lead}${listOf(others.slice(0, mostBeside), locale)}${all}`;
}

/** All of them, a page at a time; a page that is not there is the nearest. */
export function othersPage(
  scene: { readonly network: Config['network']; readonly token: string; readonly locale: string },
  others: readonly Other[],
  asked: number,
): string {
  const { network, token, locale } = scene;
  const words = languageOf(locale).pages;
  const last = Math.max(1, Math.ceil(others.length / mostListed));
  const current = Math.min(last, Math.max(1, asked));
  const near = new Set([1, current - 1, current, current + 1, last].filter((at) => at >= 1 && at <= last));
  const links = [...near].map((at) =>
    at === current
      ? `<span class="button primary" aria-current="page">${at}</span>`
      : `<a class="button" href="/i/${token}/others?page=${at}">${at}</a>`,
  );
  const from = (current - 1) * mostListed;
  const body = `${listOf(others.slice(from, from + mostListed), locale)}${
    last === 1 ? '' : `<nav class="row" aria-label="${escaped(words.others)}">${links.join('')}</nav>\n`
  }<p><a href="/i/${token}">${escaped(words.back)}</a></p>`;
  return page({ locale, title: words.others, network: network.name, body });
}

function listOf(others: readonly Other[], locale: string): string {
  const language = languageOf(locale);
  const items = others.map(
    ({ name, token }) =>
      `<li><a href="/i/${token}">${escaped(filled(language.pages.otherLink, isolated(language, { name })))}</a></li>`,
  );
  return `<ul>${items.join('')}</ul>\n`;
}
