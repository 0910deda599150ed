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
  const known = names.find((name) => name === field);
  return t(`contacts.field.${known ?? 'name'}`);
}
