import type { Kysely } from 'kysely';
import { Type } from 'typebox';
import { MemberCard, photoPath } from '../members/index.ts';
import { after } from '../platform/clock.ts';
import type { Tables } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { type SuggestionRow, suggestionsNow } from './store.ts';

/** Seconds until somebody comes back after "not now". */
const notNowFor = 90 * 86_400;

/** Why somebody is suggested; nothing else of what is known of the two is told. */
const Reason = Type.Union([
  Type.Object({ kind: Type.Literal('book') }, { description: 'In the member’s own address book' }),
  Type.Object(
    { kind: Type.Literal('holder') },
    { description: 'Has the member in theirs, and lets them know' },
  ),
  Type.Object(
    { kind: Type.Literal('common'), n: Type.Integer() },
    { description: 'So many connections in common, two at least' },
  ),
  Type.Object(
    { kind: Type.Union([Type.Literal('organisation'), Type.Literal('school')]), name: Type.String() },
    { description: 'States the same in their profile; the name is as the member wrote it' },
  ),
]);
type Reason = Type.Static<typeof Reason>;

export const Suggestion = Type.Object({ member: MemberCard, reasons: Type.Array(Reason, { minItems: 1 }) });
export type Suggestion = Type.Static<typeof Suggestion>;

/** Whom a member may know, best first, as things stand now. */
export async function suggest(
  { config, clock }: Pick<Platform, 'config' | 'clock'>,
  asked: Kysely<Tables>,
  member: MemberId,
  most: number,
): Promise<Suggestion[]> {
  const tells = { yes: true, stated: false, never: null }[config.revealHolders];
  const rows = await suggestionsNow(asked, member, tells, after(clock.now(), -notNowFor), most);
  return rows.map((row) => ({
    member: {
      id: row.id,
      name: row.name,
      headline: row.headline,
      location: row.location,
      photo: photoPath(row.id, row.photo_etag),
    },
    reasons: [...reasonsOf(row)],
  }));
}

function* reasonsOf({ holds, in_book, common, organisation, school }: SuggestionRow): Generator<Reason> {
  if (in_book) yield { kind: 'book' };
  if (holds) yield { kind: 'holder' };
  if (common > 0) yield { kind: 'common', n: common };
  if (organisation !== null) yield { kind: 'organisation', name: organisation };
  if (school !== null) yield { kind: 'school', name: school };
}
