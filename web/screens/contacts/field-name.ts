import { t } from '../../catalogue/messages.ts';

const names = [
  'emails',
  'phones',
  'organisations',
  'titles',
  'addresses',
  'urls',
  'ims',
  'relations',
  'notes',
  'birthday',
  'anniversary',
  'gender',
] as const;

/** What a field is called. */
export function fieldName(field: string): string {
  return knownFieldName(field) ?? t('contacts.field.name');
}

/** The same, for what may be no field of contacts. */
export function knownFieldName(field: string): string | undefined {
  const known = names.find((name) => name === field);
  return known === undefined ? undefined : t(`contacts.field.${known}`);
}
