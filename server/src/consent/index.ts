export {
  authorise,
  type Permit,
  permitToSend,
  quotaLeft,
} from './authorise.ts';
export { verifyLedger } from './ledger.ts';
export { everyone, lift, type SuppressionReason, suppress, suppressionKey } from './suppression.ts';
