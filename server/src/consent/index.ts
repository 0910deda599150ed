export {
  authorise,
  type ConsentRequest,
  type Permit,
  permitToSend,
  quotaLeft,
  type Refusal,
} from './authorise.ts';
export { type LedgerReport, verifyLedger } from './ledger.ts';
export { everyone, lift, type SuppressionReason, suppress, suppressionKey } from './suppression.ts';
