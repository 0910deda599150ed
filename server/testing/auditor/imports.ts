import type { Violation } from '../auditor.ts';
import type { Ask } from './ask.ts';

/** What a source has: the addresses and numbers of its cards, as the book should hold them. */
export interface Truth {
  readonly importId: string;
  readonly identifiers: readonly string[];
}

const notOver = 'read_at is null or failed_at is not null or stopped_at is not null or undone_at is not null';

/** I1 for each import that says it is done, and I8 for the counters it shows. */
export async function importViolations(ask: Ask, truths: readonly Truth[]): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const { importId, identifiers } of truths) {
    const [row] = await ask<{ open: boolean }>(`select ${notOver} as open from imports where id = $1`, [
      importId,
    ]);
    if (row === undefined) found.push({ invariant: 'I1', what: 'an import is lost', row: importId });
    if (row === undefined || row.open) continue;
    const kept = await ask<{ value: string }>(
      `select distinct i.value from import_cards ic join cards c on c.owner_id = ic.owner_id and c.id = ic.card_id
         join contact_identifiers i on i.owner_id = c.owner_id and i.contact_id = c.contact_id
       where ic.import_id = $1`,
      [importId],
    );
    const there = new Set(kept.map(({ value }) => value));
    const wanted = new Set(identifiers);
    const lost = [...wanted].filter((one) => !there.has(one));
    const invented = [...there].filter((one) => !wanted.has(one));
    if (lost.length > 0)
      found.push({ invariant: 'I1', what: `${lost.length} of ${wanted.size} are lost`, row: importId });
    if (invented.length > 0)
      found.push({ invariant: 'I1', what: `${invented.length} are invented`, row: importId });
  }
  const counted = await ask<{ id: string; shown: string; counted: string }>(`
    select i.id, concat_ws('/', i.cards_new, i.cards_updated, i.cards_same) as shown,
      concat_ws('/', count(c.*) filter (where c.outcome = 'new'), count(c.*) filter (where c.outcome = 'updated'),
        count(c.*) filter (where c.outcome = 'same')) as counted
    from imports i left join import_cards c on c.owner_id = i.owner_id and c.import_id = i.id
    where i.undone_at is null
    group by i.owner_id, i.id`);
  for (const { id, shown, counted: real } of counted)
    if (shown !== real)
      found.push({ invariant: 'I8', what: `an import counts ${shown} cards, it brought ${real}`, row: id });
  const adrift = await ask<{ id: string }>(`
    select c.id from contact_identifiers i left join contacts c on c.owner_id = i.owner_id and c.id = i.contact_id
    where c.id is null limit 10`);
  if (adrift.length > 0)
    found.push({ invariant: 'I1', what: 'identifiers without their contact', row: `${adrift.length}` });
  return found;
}
