import { Type } from 'typebox';
import { ar } from './languages/ar.ts';
import { cs } from './languages/cs.ts';
import { da } from './languages/da.ts';
import { de } from './languages/de.ts';
import { en } from './languages/en.ts';
import { es } from './languages/es.ts';
import { fi } from './languages/fi.ts';
import { fr } from './languages/fr.ts';
import { hu } from './languages/hu.ts';
import { it } from './languages/it.ts';
import { ja } from './languages/ja.ts';
import type { Language } from './languages/language.ts';
import { nb } from './languages/nb.ts';
import { nl } from './languages/nl.ts';
import { pl } from './languages/pl.ts';
import { pt } from './languages/pt.ts';
import { ro } from './languages/ro.ts';
import { ru } from './languages/ru.ts';
import { sv } from './languages/sv.ts';
import { tr } from './languages/tr.ts';
import { uk } from './languages/uk.ts';

/** Every language of the message and of the recipient's pages, by its tag (BCP 47), in the order members see. */
export const languages = {
  en,
  de,
  fr,
  es,
  pt,
  it,
  nl,
  sv,
  da,
  nb,
  fi,
  pl,
  cs,
  hu,
  ro,
  tr,
  ru,
  uk,
  ar,
  ja,
} satisfies Record<string, Language>;

/** A language that invitations are written in. */
export type Locale = keyof typeof languages;

function isLocale(tag: string): tag is Locale {
  return Object.hasOwn(languages, tag);
}

// `filter` only tells the compiler what `keys` does not.
export const locales: readonly Locale[] = Object.keys(languages).filter(isLocale);

/** The tag of one, where it is asked for or set. */
export const LocaleTag = Type.Unsafe<Locale>({ type: 'string', enum: locales });

/** The language of ours that a tag like `fr-CA` asks for; Nynorsk and plain Norwegian are read as Bokmål. */
export function localeFor(tag: string): Locale | undefined {
  const [language = ''] = tag.toLowerCase().split('-');
  const ours = language === 'no' || language === 'nn' ? 'nb' : language;
  return isLocale(ours) ? ours : undefined;
}

/** The same, and English where we have no such language. */
export function localeOf(tag: string): Locale {
  return localeFor(tag) ?? 'en';
}

export function languageOf(tag: string): Language {
  return languages[localeOf(tag)];
}

/** Puts values into the braces of a template, once: braces within a value are text. */
export function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (braces, name: string) => values[name] ?? braces);
}

/**
 * Values for sentences of a language. Where it runs from right to left each is isolated (Unicode UAX 9, FSI and PDI), so
 * that a name in Latin letters leaves the order of what stands around it alone.
 */
export function isolated(
  { direction }: Language,
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (direction === 'ltr') return values;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `\u2068${value}\u2069`]));
}
