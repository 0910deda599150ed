import type { Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';

/** What other slices know of a member; app.ts brings them together, so that no slice needs another in a circle. */
export interface MemberFacts {
  hasPassword(tx: Transaction, id: MemberId): Promise<boolean>;
  counts(tx: Transaction, id: MemberId): Promise<{ received: number; connections: number }>;
  /** How `viewer` stands to `other`: `requested` by the viewer, `asked` by the other. */
  relation(
    tx: Transaction,
    viewer: MemberId,
    other: MemberId,
  ): Promise<{ kind: 'self' | 'connected' | 'requested' | 'asked' | 'none'; requestId?: string }>;
}
