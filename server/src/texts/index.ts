export { segmentsOf } from '../platform/text-segments.ts';
export { mayInviteByText, mayText, textTurn } from './reach.ts';
export { giveBack, segmentsLeft, spendSegments } from './spending.ts';
