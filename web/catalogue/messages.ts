import { i18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { en } from './en.ts';
import { pseudo } from './pseudo.ts';

/** Every string of the screens by its name, in ICU message syntax. A language must have them all. */
export type Catalogue = { readonly [Key in keyof typeof en]: string };
export type MessageKey = keyof Catalogue;
export type Values = Readonly<Record<string, string | number>>;

export const locales = ['en', 'de'] as const;
export type Locale = (typeof locales)[number];

/** Loads the first of the wished languages that we have, English otherwise; `en-XA` is the pseudo-language. */
export async function speak(wishes: readonly string[]): Promise<void> {
  const wish = wishes.find((tag) => tag === 'en-XA' || locale(tag) !== undefined) ?? 'en';
  const catalogue: Catalogue =
    locale(wish) === 'de' ? (await import('./de.ts')).de : (await import('./en.ts')).en;
  i18n.setMessagesCompiler(compileMessage);
  i18n.loadAndActivate({ locale: wish, messages: wish === 'en-XA' ? pseudo(catalogue) : catalogue });
  document.documentElement.lang = wish;
}

function locale(tag: string): Locale | undefined {
  const language = tag.toLowerCase().split('-')[0];
  return locales.find((one) => one === language);
}

/** The string of that name in the language of the page. */
export function t(key: MessageKey, values?: Values): string {
  return i18n._(key, values);
}

/** The language of the page, as the server writes its guides in it. */
export function guideLanguage(): Locale {
  return locale(i18n.locale) ?? 'en';
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

export function megabytes(bytes: number): string {
  return new Intl.NumberFormat(i18n.locale, {
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: bytes < 10_000_000 ? 2 : 0,
  }).format(bytes / 1_000_000);
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
