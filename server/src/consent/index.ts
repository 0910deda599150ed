export {
  agreedTo,
  authorise,
  judge,
  type Later,
  mayBeReminded,
  type Permit,
  permitsToSend,
  type StandingPermit,
  standingPermits,
} from './authorise.ts';
export { logHead } from './jobs/log-head.ts';
export { type LedgerHead, parseHead, printedHead, verifyLedger } from './ledger.ts';
export { type Place, placeOf } from './policy.ts';
export { quotaOf, type Standing } from './quota.ts';
export { allowInviting, type Stop, stopInviting, stopOf } from './stops.ts';
export {
  everyone,
  lift,
  liftAll,
  liftFrom,
  lockRecipients,
  type SuppressionReason,
  suppress,
  suppressFrom,
  suppressionKey,
  suppressionKeys,
  suppressionOf,
} from './suppression.ts';
export { type Way, wayTo } from './way.ts';
