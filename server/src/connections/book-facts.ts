import type { Transaction } from '../platform/database.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';

/** A contact of the owner's that a member stands behind. */
export interface OwnContact {
  readonly id: ContactId;
  readonly name: string;
  readonly labels: readonly string[];
}

/** What the owner's address book says of members; app.ts brings it, so that no slice needs another in a circle. */
export interface BookFacts {
  contactsBehind(
    tx: Transaction,
    owner: MemberId,
    members: readonly MemberId[],
  ): Promise<ReadonlyMap<MemberId, OwnContact>>;
  /** The labels that the contacts behind these members bear, the commonest first. */
  labelsBehind(
    tx: Transaction,
    owner: MemberId,
    members: readonly MemberId[],
  ): Promise<readonly { readonly label: string; readonly count: number }[]>;
  membersUnder(tx: Transaction, owner: MemberId, label: string): Promise<readonly MemberId[]>;
}
