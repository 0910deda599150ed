export { mayInviteByText, mayText, textTurn } from './reach.ts';
export { segmentsOf } from './segments.ts';
export { giveBack, segmentsLeft, spendSegments } from './spending.ts';
