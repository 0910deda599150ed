import { type Static, Type } from 'typebox';
import type { MemberRow } from './store.ts';

/** A member as others see them in a list. */
export const MemberSummary = Type.Object({
  id: Type.String(),
  name: Type.String(),
  headline: Type.Union([Type.String(), Type.Null()]),
  location: Type.Union([Type.String(), Type.Null()]),
  photo: Type.Union([Type.String(), Type.Null()]),
});

export function summaryOf(member: MemberRow): Static<typeof MemberSummary> {
  return {
    id: member.id,
    name: member.name,
    headline: member.headline,
    location: member.location,
    photo: member.photo_etag === null ? null : `/api/members/${member.id}/photo?v=${member.photo_etag}`,
  };
}
