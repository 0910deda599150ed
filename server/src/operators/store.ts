import type { Transaction } from '../platform/database.ts';
import type { MemberId, ReportId } from '../platform/ids.ts';

/** What an operator did about a member. */
export type OperatorAct = 'dismissed' | 'paused' | 'closed' | 'reopened';

export interface ActRow {
  id: string;
  operator_id: MemberId;
  act: OperatorAct;
  member_id: MemberId;
  reports: ReportId[];
  acted_at: Date;
}

declare module '../platform/database.ts' {
  interface Tables {
    operator_acts: ActRow;
  }
}

/** Writes down what an operator did; nobody can change it afterwards. */
export async function noteAct(tx: Transaction, act: ActRow): Promise<void> {
  await tx.insertInto('operator_acts').values(act).execute();
}

/** The latest that operators did. */
export function latestActs(tx: Transaction, limit: number): Promise<ActRow[]> {
  return tx.selectFrom('operator_acts').selectAll().orderBy('id', 'desc').limit(limit).execute();
}
