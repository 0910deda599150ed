/** What a member states of people whose law asks for their own consent, in the languages of the screens. */
const statements = {
  en: 'These people told me that they want this invitation.',
  de: 'Diese Menschen haben mir gesagt, dass sie diese Einladung möchten.',
} as const;

/** The statement as a member in this language is shown it. */
export function statementFor(locale: string): string {
  return locale.toLowerCase().startsWith('de') ? statements.de : statements.en;
}

/** The statement that a request makes, word for word; undefined where it makes none that was ever shown. */
export function statementIn({ statement }: { readonly statement?: string }): string | undefined {
  return Object.values(statements).find((known) => known === statement);
}
