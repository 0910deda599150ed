import type { ErasureRow } from './erasure-store.ts';
import { receiptWords } from './receipt-words.ts';

/** What was deleted with an account, and what is kept and why. */
export function receiptText(
  network: string,
  row: Pick<ErasureRow, 'id' | 'asked_at' | 'done_at' | 'counts' | 'locale'>,
): { subject: string; text: string } {
  const words = receiptWords(row.locale);
  const lines = (isKept: boolean) =>
    Object.entries(words.rows)
      .map(([word, name]) => ({ word, name, count: row.counts[word] ?? 0 }))
      .filter(({ word, count }) => word.startsWith('kept_') === isKept && count > 0)
      .map(({ name, count }) => `${String(count).padStart(8)}  ${name}`);
  const keeps = lines(true);
  const parts = [
    words.receipt(row.id),
    '',
    words.gone(network),
    words.asked(moment(row.asked_at)),
    words.done(row.done_at === null ? '' : moment(row.done_at)),
    '',
    words.deleted,
    ...lines(false),
    '',
    ...(keeps.length === 0 ? [words.nothing] : [words.kept, ...keeps, '', words.hashes]),
    '',
    words.copies,
  ];
  return { subject: words.subject(network), text: `${parts.join('\n')}\n` };
}

/** An instant as people read it, whatever their language. */
function moment(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
