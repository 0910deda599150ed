import { beginAudit, type Queried } from './auditor/ask.ts';
import { canaryViolations } from './auditor/canaries.ts';
import { type Drawn, type Figures, figureViolations } from './auditor/figures.ts';
import { importViolations, type Truth } from './auditor/imports.ts';
import { ledgerViolations } from './auditor/ledger.ts';
import { messageViolations, type Shown, type SinkRecord } from './auditor/messages.ts';
import { optOutViolations } from './auditor/opt-outs.ts';
import { progressViolations } from './auditor/progress.ts';
import { type ShownBatch, shownViolations } from './auditor/shown.ts';

export { keepJournal } from './auditor/journal.ts';
export type { Queried, ShownBatch, SinkRecord };

/**
 * I1 what was imported is what the source has. I2 each message was taken at most once. I3 each had its permission before,
 * for that recipient and those words. I4 none after a no. I5 no more is unknown than was in flight when something broke.
 * I6 no secret outside its place. I7 nothing stands still. I8 what members are shown is what happened. I9 memory and event
 * loop keep their limits. I10 the same seed makes the same trace.
 */
export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I10';

export interface Violation {
  readonly invariant: Invariant;
  readonly what: string;
  /** Which row, message or figure. */
  readonly row: string;
}

/** What the auditor cannot read in the database; what is left out is not checked. */
export interface Evidence extends Figures {
  /** Every message that the sinks took, in order. */
  readonly sinks: readonly SinkRecord[];
  /** The time it is for the server; by default that of the database. */
  readonly now?: Date;
  /** The master secret: recipients are then recognised by addresses alone. */
  readonly secret?: string;
  /** Everything has come to rest: what the sinks took and what the database says must agree. */
  readonly settled?: boolean;
  /** How many answers of the wire may be missing: messages in flight at crashes, and those whose connection broke. */
  readonly inFlight?: number;
  /** Days within which a recipient gets one message; 7 by default. */
  readonly intervalDays?: number;
  /** What each import was made of. */
  readonly truth?: readonly Truth[];
  /** What the API said of batches. */
  readonly batches?: readonly ShownBatch[];
  /** What the review showed of messages, by batch. */
  readonly previews?: readonly Shown[];
  /** Passwords and tokens that may stand nowhere. */
  readonly canaries?: readonly string[];
  /** Traces of runs with the same seed. */
  readonly traces?: readonly Drawn[];
}

/**
 * Reads the database and what the sinks took, and nothing else, and says what should not be. It shares no code with what it
 * audits: its own SQL, its own digests.
 *
 * @param database A session of its own; in a consistent, read-only transaction everybody's rows are read.
 * @example const violations = await audit(client, { sinks: [{ channel: 'email', recipient: 'leo@work.example', message }] });
 */
export async function audit(database: Queried, evidence: Evidence): Promise<Violation[]> {
  const found: Violation[] = figureViolations(evidence, evidence.traces ?? []);
  const { ask, end } = await beginAudit(database);
  try {
    found.push(
      ...(await importViolations(ask, evidence.truth ?? [])),
      ...(await ledgerViolations(ask)),
      ...(await messageViolations(ask, evidence)),
      ...(await optOutViolations(ask)),
      ...(await progressViolations(ask, evidence.now, evidence.inFlight)),
      ...(await canaryViolations(ask, evidence.canaries ?? [], evidence.sinks)),
      ...(await shownViolations(ask, evidence.batches ?? [])),
    );
  } finally {
    await end();
  }
  return found;
}
