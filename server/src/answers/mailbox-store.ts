import type { Transaction } from '../platform/database.ts';

interface AnswerMailboxRow {
  name: string;
  uid_validity: number;
  last_uid: number;
}

declare module '../platform/database.ts' {
  interface Tables {
    answer_mailboxes: AnswerMailboxRow;
  }
}

/** The last message that was taken from a mailbox; 0 where none of this validity was. */
export async function lastTaken(tx: Transaction, name: string, validity: number): Promise<number> {
  const row = await tx
    .selectFrom('answer_mailboxes')
    .select('last_uid')
    .where('name', '=', name)
    .where('uid_validity', '=', validity)
    .executeTakeFirst();
  return row?.last_uid ?? 0;
}

export async function keepTaken(tx: Transaction, name: string, validity: number, uid: number): Promise<void> {
  const place = { uid_validity: validity, last_uid: uid };
  await tx
    .insertInto('answer_mailboxes')
    .values({ name, ...place })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(place))
    .execute();
}
