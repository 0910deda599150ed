/** What of a contact is compared: phones in E.164 without their order, the birthday as `YYYY-MM-DD` or `--MM-DD`. */
export interface Facts {
  readonly given: string;
  readonly family: string;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly birthday: string | undefined;
}

/** The books, each as one program writes it. */
export const BOOKS = ['vCard 2.1', 'vCard 3.0', 'vCard 4.0', 'Google CSV', 'Outlook CSV'] as const;

export type BookName = (typeof BOOKS)[number];

export function isBook(name: string | undefined): name is BookName {
  return BOOKS.some((book) => book === name);
}
