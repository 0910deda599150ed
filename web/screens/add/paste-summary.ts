import { emailKey, parseEmail } from '@kith/contacts';
import { text as format } from '@kith/contacts/formats/text';

/** What of a pasted text will be read; `unread` names the pieces that are no address and no number. */
export interface PasteSummary {
  readonly addresses: number;
  readonly duplicates: number;
  readonly unread: readonly { readonly line: number; readonly text: string }[];
}

/** Reads the text as the server will, with the same reader. */
export function summarise(pasted: string): PasteSummary {
  const reader = format.open();
  const seen = new Set<string>();
  const unread: { line: number; text: string }[] = [];
  let addresses = 0;
  let duplicates = 0;
  const take = (key: string) => {
    addresses++;
    if (seen.has(key)) duplicates++;
    seen.add(key);
  };
  for (const event of [...reader.write(new TextEncoder().encode(pasted)), ...reader.end()]) {
    if (event.kind === 'problem') {
      unread.push({ line: event.problem.line, text: event.problem.found ?? '' });
      continue;
    }
    const { emails, phones, source } = event.card;
    for (const { value } of emails) {
      const email = parseEmail(value);
      if (email === undefined) unread.push({ line: source.lines[0], text: value });
      else take(emailKey(email));
    }
    for (const { value } of phones) take(value.replace(/[^\d+]/g, ''));
  }
  return { addresses, duplicates, unread };
}
