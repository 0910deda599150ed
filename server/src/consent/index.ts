export {
  authorise,
  type Permit,
  permitsToSend,
  quotaLeft,
} from './authorise.ts';
export { verifyLedger } from './ledger.ts';
export {
  everyone,
  lift,
  liftAll,
  type SuppressionReason,
  suppress,
  suppressionKey,
  suppressionOf,
} from './suppression.ts';
