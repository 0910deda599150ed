import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import type { MemberFacts } from './facts.ts';
import { addIdentifierRoute } from './routes/add-identifier.ts';
import { deleteIdentifierRoute } from './routes/delete-identifier.ts';
import { deletePhoto } from './routes/delete-photo.ts';
import { listIdentifiers } from './routes/list-identifiers.ts';
import { readMeRoute } from './routes/read-me.ts';
import { readMember } from './routes/read-member.ts';
import { readPhoto } from './routes/read-photo.ts';
import { replacePhoto } from './routes/replace-photo.ts';
import { updateIdentifier } from './routes/update-identifier.ts';
import { updateMe } from './routes/update-me.ts';
import { verifyIdentifier } from './routes/verify-identifier.ts';

export { onMemberAppeared } from './appearance.ts';
export { MemberCard, memberCards, photoPath } from './card.ts';
export { checkCode, codeMinutes, deliverCode, sendCode } from './code.ts';
export type { MemberFacts } from './facts.ts';
export { type Identifier, identifierKey, identifierOf, parseIdentifier } from './identifier.ts';
export { createMember } from './join.ts';
export { parseLine, parseName } from './name.ts';
export { requireOperator } from './operator.ts';
export {
  discoverableMembers,
  forgetOldCodes,
  identifierByKey,
  lockKey,
  memberById,
  memberByKey,
  membersBehind,
  membersById,
  ownIdentifiers,
  placeKey,
  regionOf,
  whoMayInvite,
} from './store.ts';
export { plainWords, type WordsFault, wordsFault } from './words.ts';

/** Profiles, photos and the identifiers by which members are found. */
export function registerMembers(app: App, platform: Platform, facts: MemberFacts): void {
  readMeRoute(app, platform, facts);
  updateMe(app, platform, facts);
  replacePhoto(app, platform, facts);
  deletePhoto(app, platform, facts);
  readMember(app, platform, facts);
  readPhoto(app, platform);
  listIdentifiers(app, platform);
  addIdentifierRoute(app, platform);
  verifyIdentifier(app, platform);
  updateIdentifier(app, platform);
  deleteIdentifierRoute(app, platform);
}
