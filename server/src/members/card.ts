import { Type } from 'typebox';
import type { Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
import './store.ts';

const nullable = Type.Union([Type.String(), Type.Null()]);

/** What members see of each other. */
export const MemberCard = Type.Object({
  id: Type.Unsafe<MemberId>(Type.String({ format: 'uuid' })),
  name: Type.String(),
  headline: nullable,
  location: nullable,
  photo: Type.Union([Type.String({ description: 'Path of the image' }), Type.Null()]),
});
export type MemberCard = Type.Static<typeof MemberCard>;

/** The cards of several members; ids that are no member's are left out. */
export async function memberCards(
  tx: Transaction,
  ids: readonly MemberId[],
): Promise<ReadonlyMap<MemberId, MemberCard>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('members')
    .select(['id', 'name', 'headline', 'location', 'photo_etag'])
    .where('id', 'in', ids)
    .execute();
  return new Map(
    rows.map(({ id, name, headline, location, photo_etag }) => [
      id,
      { id, name, headline, location, photo: photoPath(id, photo_etag) },
    ]),
  );
}

/** Where a photo is; its version stands in the path, so that it may be kept for ever. */
export function photoPath(id: MemberId, etag: string | null): string | null {
  return etag === null ? null : `/api/members/${id}/photo?v=${etag}`;
}
