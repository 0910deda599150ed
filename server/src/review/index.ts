import type { App } from '../app.ts';
import { onMemberAppeared } from '../members/index.ts';
import type { Platform } from '../platform/platform.ts';
import { matchAppeared, matchHeldBack } from './jobs/match-members.ts';
import { changeSelection } from './routes/change-selection.ts';
import { listInvitees } from './routes/list-invitees.ts';
import { listPeople } from './routes/list-people.ts';

export {
  choosePosition,
  markInvited,
  placeCandidates,
  placeSweeps,
  refreshCandidates,
  reopen,
  triageFacts,
} from './candidates.ts';
export { rematch } from './jobs/match-members.ts';
export { heldBack } from './matching.ts';
export { requireImport } from './require-import.ts';
export { reviewOnly, scopeCounts } from './scope.ts';
export {
  countSelected,
  type SelectedInvitee,
  selectedDomains,
  selectedInvitees,
  selectedNumbers,
} from './selection.ts';
export {
  candidateCounts,
  copySearch,
  markEnded,
  matchedByImport,
  notHereNorInvited,
  sweptBooks,
  twins,
} from './store.ts';
export { placeAround, restoreCandidates, trashCandidates } from './trash.ts';

/** The review: who of the address book is here, who may be invited, and whom the owner chose. */
export function registerReview(app: App, platform: Platform): void {
  listPeople(app, platform);
  listInvitees(app, platform);
  changeSelection(app, platform);
  platform.jobs.define(matchAppeared(platform));
  platform.jobs.define(matchHeldBack(platform));
  onMemberAppeared(platform, (tx, memberId) =>
    platform.jobs.enqueue('review.member-appeared', { memberId }, { tx }),
  );
}
