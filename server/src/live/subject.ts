import type { Events } from '../platform/events.ts';
import type { MemberId } from '../platform/ids.ts';

/** What of a member's can change while they look at it. */
export const subjects = [
  'contacts',
  'imports',
  'connections',
  'requests',
  'invitations',
  'suggestions',
  'data',
] as const;
export type Subject = (typeof subjects)[number];

/** Where it is said that something of a member's changed. */
export function memberTopic(member: MemberId): string {
  return `member:${member}`;
}

/**
 * Names what of a member's changed, for the screens of all their tabs; to be called when it is committed.
 *
 * @example tell(platform.events, owner, 'imports', 'contacts')
 */
export function tell(events: Events, member: MemberId, first: Subject, ...more: readonly Subject[]): void {
  events.publish(memberTopic(member), first, ...more);
}

/** The subjects that a hint names; one that names none may mean any. */
export function named(what: readonly string[]): readonly Subject[] {
  return what.length === 0 ? subjects : subjects.filter((subject) => what.includes(subject));
}
