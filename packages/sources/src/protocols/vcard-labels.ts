/** A vCard with labels beside its own (CATEGORIES, RFC 6350, 6.7.1). */
export function categorised(card: string, labels: readonly string[]): string {
  const body = card.trimEnd().replace(/END:VCARD$/i, '');
  const names = labels.map((label) => label.replace(/[\\,;]/g, '\\$&').replace(/[\r\n]+/g, ' '));
  return `${body}${names.length === 0 ? '' : `CATEGORIES:${names.join()}\r\n`}END:VCARD\r\n`;
}
