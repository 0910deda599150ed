import { canBeOneName } from '@kith/contacts';
import { sql } from 'kysely';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';
import { heldBy, setStep } from './store.ts';

interface Holder {
  readonly key: Buffer;
  readonly id: ContactId;
  readonly name: string;
  readonly channel: 'email' | 'text';
  /** Whether this is the number that the contact would be written to, as the network chose it. */
  readonly isChosen: boolean;
}

/**
 * Whoever is on the list by a number that another one there has beside an e-mail address, and bears a name that can be the same,
 * is one person: the one with the address stays, where the owner chooses between the two, and the other is put apart, where it can
 * be ticked. People of different names who share a number are a household, and both stay.
 */
export async function placeOnePersonOnce(
  tx: Transaction,
  owner: MemberId,
  numbers: readonly Buffer[],
): Promise<void> {
  if (numbers.length === 0) return;
  const { rows } = await sql<Holder>`
    select i.key, c.contact_id as id, c.name, c.channel,
      c.channel = 'text' and c.step = 'invite' and c.position = i.position and not c.chosen_by_owner as "isChosen"
    from ${heldBy(owner, numbers)}
    where c.step = 'invite' or (c.step = 'done' and c.reason = 'invited')`.execute(tx);
  const again = [...Map.groupBy(rows, ({ key }) => key.toString('hex')).values()].flatMap((holders) =>
    holders.filter(
      (one) =>
        one.isChosen &&
        holders.some(({ channel, name }) => channel === 'email' && canBeOneName(one.name, name)),
    ),
  );
  await setStep(
    tx,
    owner,
    again.map(({ id }) => id),
    'other',
    'same_person',
  );
}
