import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import type { MemberFacts } from './facts.ts';
import { readMeRoute } from './routes/read-me.ts';

export { onMemberAppeared } from './appearance.ts';
export { MemberCard, memberCards } from './card.ts';
export type { MemberFacts } from './facts.ts';
export { identifierKey } from './identifier.ts';
export { createMember, type NewMember } from './join.ts';
export { parseName } from './name.ts';
export {
  type Discoverability,
  discoverableMembers,
  identifierByKey,
  memberById,
  memberByKey,
  type OwnIdentifier,
  ownIdentifiers,
  regionOf,
} from './store.ts';

/** Profiles, photos and the identifiers by which members are found. */
export function registerMembers(app: App, platform: Platform, facts: MemberFacts): void {
  readMeRoute(app, platform, facts);
}
