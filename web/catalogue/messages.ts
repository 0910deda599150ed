import { i18n } from '@lingui/core';
import type { en } from './en.ts';

/** Every string of the screens by its name, in ICU message syntax. A language must have them all. */
export type Catalogue = { readonly [Key in keyof typeof en]: string };
export type MessageKey = keyof Catalogue;
export type Values = Readonly<Record<string, string | number>>;

export const locales = ['en', 'de', 'ar', 'ja'] as const;
export type Locale = (typeof locales)[number];

const pseudo = 'en-XA';

/** Those in which the server writes its guides to providers. */
const guideLanguages = ['en', 'de'] as const;

let isRightToLeft = false;

/** A language, in pieces: `words-by-screen.ts` tells what is in which. */
type Words = typeof import('./en.ts?words');

/** Each comes when it is spoken. */
const catalogues: Readonly<Record<Locale | typeof pseudo, () => Promise<Words>>> = {
  en: () => import('./en.ts?words'),
  de: () => import('./de.ts?words'),
  ar: () => import('./ar.ts?words'),
  ja: () => import('./ja.ts?words'),
  [pseudo]: () => import('./pseudo.ts?words'),
};

let spoken: { readonly tag: string; readonly words: Words } | undefined;
/** Folders of screens that were opened: a language spoken later brings their words too. */
const opened = new Set<string>();

/**
 * Loads the first of the wished languages that we have, English otherwise, and turns the page to its direction; `en-XA` is
 * the pseudo-language.
 */
export async function speak(wishes: readonly string[]): Promise<void> {
  const tag = wishes.find((wish) => wish === pseudo || locale(wish) !== undefined) ?? 'en';
  const words = await catalogues[tag === pseudo ? pseudo : (locale(tag) ?? 'en')]();
  spoken = { tag, words };
  i18n.load(tag, words.words);
  await Promise.all([...opened].map(learn));
  i18n.activate(tag);
  document.documentElement.lang = tag;
  isRightToLeft = locale(tag) === 'ar';
  document.documentElement.dir = isRightToLeft ? 'rtl' : 'ltr';
}

/** Loads what the screens of a folder say, in the language of the page. */
export async function learn(folder: string): Promise<void> {
  opened.add(folder);
  if (spoken === undefined) return;
  const { tag, words } = spoken;
  const load = words.later[folder];
  if (load === undefined) throw new TypeError(`there are no screens in ${folder}`);
  i18n.load(tag, (await load()).words);
}

function locale(tag: string): Locale | undefined {
  const language = tag.toLowerCase().split('-')[0];
  return locales.find((one) => one === language);
}

/** The string of that name in the language of the page. */
export function t(key: MessageKey, values?: Values): string {
  return i18n._(key, isRightToLeft ? isolated(values) : values);
}

/** Names and addresses of another direction, set apart so that what stands around them keeps its order (UAX #9, FSI and PDI). */
function isolated(values: Values | undefined): Values | undefined {
  if (values === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? `\u2068${value}\u2069` : value,
    ]),
  );
}

/** The language of the page if the server writes its guides in it, English otherwise. */
export function guideLanguage(): (typeof guideLanguages)[number] {
  return guideLanguages.find((one) => one === locale(i18n.locale)) ?? 'en';
}

/** The message for a code of the server; a code we do not know gets the general one. */
export function named(prefix: 'error' | 'problem' | 'reason', code: string): string {
  const key = `${prefix}.${code}`;
  // Codes are open: `i18n` gives the key itself back when there is no such message.
  const text = i18n._(key);
  return text === key ? t(`${prefix}.unknown`) : text;
}

export function number(value: number): string {
  return new Intl.NumberFormat(i18n.locale).format(value);
}

export function size(bytes: number): string {
  const small = bytes < 1_000_000;
  return new Intl.NumberFormat(i18n.locale, {
    style: 'unit',
    unit: small ? 'kilobyte' : 'megabyte',
    maximumFractionDigits: small ? 0 : 1,
  }).format(bytes / (small ? 1000 : 1_000_000));
}

/** A stretch of time by its beginning, in UTC: a day, or a month. */
export function stretch(instant: string, by: 'day' | 'month'): string {
  return new Intl.DateTimeFormat(i18n.locale, {
    ...(by === 'day' ? { day: 'numeric', month: 'short' } : { month: 'long' }),
    year: 'numeric',
    timeZone: 'UTC',
  }).format(Date.parse(instant));
}

export function day(instant: string): string {
  return new Intl.DateTimeFormat(i18n.locale, { day: 'numeric', month: 'short', year: 'numeric' }).format(
    Date.parse(instant),
  );
}

export function moment(instant: string): string {
  return new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(
    Date.parse(instant),
  );
}

/** A date of which the year may be unknown: `1980-12-31`, `--12-31`. */
export function partialDate(value: string): string {
  const [, year, month, date] = /^(\d{4}|-)-(\d{2})-(\d{2})$/.exec(value) ?? [];
  if (year === undefined) return value;
  const isWhole = year !== '-';
  // 2000 was a leap year: it has the 29th of February.
  const instant = Date.parse(`${isWhole ? year : '2000'}-${month}-${date}T12:00:00Z`);
  if (Number.isNaN(instant)) return value;
  return new Intl.DateTimeFormat(i18n.locale, {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
    ...(isWhole ? { year: 'numeric' } : {}),
  }).format(instant);
}

/** The name of a month, from 1. */
export function monthName(month: number): string {
  return new Intl.DateTimeFormat(i18n.locale, { month: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2000, month - 1, 1),
  );
}
