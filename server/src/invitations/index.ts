import type { App } from '../app.ts';
import { logHead } from '../consent/index.ts';
import type { Platform } from '../platform/platform.ts';
import { endReview } from './jobs/end-review.ts';
import { sendInvitations, sweepInvitations } from './jobs/send-invitations.ts';
import { tellBrake } from './jobs/tell-brake.ts';
import { tellReports } from './jobs/tell-reports.ts';
import { answerInvitation } from './routes/answer-invitation.ts';
import { changeBatches } from './routes/change-batch.ts';
import { drawPreview } from './routes/draw-preview.ts';
import { handOverLinks } from './routes/hand-over-links.ts';
import { listSent } from './routes/list-invitations.ts';
import { listOffers } from './routes/list-offers.ts';
import { readInvitation } from './routes/read-invitation.ts';
import { readNetwork } from './routes/read-network.ts';
import { reportRequest } from './routes/report-request.ts';
import { reviewInvitations } from './routes/review-invitations.ts';
import { seeHeld } from './routes/see-held.ts';
import { withdrawImport } from './routes/withdraw-import.ts';

export { beginPause, endPause, pauseNow, recentFates } from './brake.ts';
export { cameBack, textCameBack } from './came-back.ts';
export { reachesAsciiAlone } from './delivery-store.ts';
export { listReports, reopenInviting, settleReport, stopMember } from './reports.ts';
export { resolveUnknown, unknownMessages } from './unknown.ts';
export { type Volume, volumeNow } from './volume.ts';

/** Invitations: the exact message, the sending, and the recipient's answer. */
export function registerInvitations(app: App, platform: Platform): void {
  reviewInvitations(app, platform);
  drawPreview(app, platform);
  changeBatches(app, platform);
  listSent(app, platform);
  handOverLinks(app, platform);
  listOffers(app, platform);
  readInvitation(app, platform);
  withdrawImport(app, platform);
  readNetwork(app, platform);
  answerInvitation(app, platform);
  seeHeld(app, platform);
  reportRequest(app, platform);
  platform.jobs.define(sendInvitations(platform));
  platform.jobs.define(sweepInvitations(platform));
  platform.jobs.define(endReview(platform));
  platform.jobs.define(tellReports(platform));
  platform.jobs.define(tellBrake(platform));
  platform.jobs.define(logHead(platform));
}
