export { mayInviteByText, mayText, textTurn } from './reach.ts';
export { giveBack, segmentsLeft, spendSegments } from './spending.ts';
