import { parseDate } from '../../../../packages/contacts/src/formats/date.ts';

/** A number without the scheme of its link. */
export function bare(phone: string): string {
  return phone.startsWith('tel:') ? phone.slice(4) : phone;
}

/** A peer's birthday read by our own dates, as a gift. */
export function dateOf(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : parseDate(String(value));
}
