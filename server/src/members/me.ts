import { Type } from 'typebox';
import type { Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { MemberCard, photoPath } from './card.ts';
import type { MemberFacts } from './facts.ts';
import { isOperator } from './operator.ts';
import { identifiersOf, memberById } from './store.ts';

export const InvitedBySetting = Type.Union(
  [Type.Literal('anyone'), Type.Literal('known'), Type.Literal('book')],
  {
    description:
      'Who may invite this member or ask for a connection: anyone, who has an address of theirs or is in their address book, or only who is in it',
  },
);

/** The signed-in member with what every screen needs. */
export const Me = Type.Interface([MemberCard], {
  organisation: Type.Union([Type.String(), Type.Null()]),
  school: Type.Union([Type.String(), Type.Null()]),
  locale: Type.String(),
  region: Type.String(),
  email: Type.String(),
  hasPassword: Type.Boolean(),
  invitedBy: InvitedBySetting,
  operator: Type.Boolean({ description: 'Runs this network, and sees the operator’s pages' }),
  network: Type.Object({
    name: Type.String(),
    about: Type.String(),
    demo: Type.Boolean(),
    texts: Type.Boolean({ description: 'Can this network send text messages?' }),
    largeSend: Type.Integer(),
    undoSeconds: Type.Integer(),
    preset: Type.String(),
    forgetsContacts: Type.Boolean({
      description: 'Are contacts who are not here and were not invited forgotten when a review ends?',
    }),
  }),
  counts: Type.Object({
    requests: Type.Integer({ description: 'Connection requests that wait for an answer' }),
    connections: Type.Integer(),
  }),
});
export type Me = Type.Static<typeof Me>;

export async function readMe(
  platform: Platform,
  facts: MemberFacts,
  tx: Transaction,
  id: MemberId,
): Promise<Me> {
  const member = await memberById(tx, id);
  if (member === undefined) throw new KithError('session.required', 'Sign in first.');
  const email = (await identifiersOf(tx, id)).find(({ kind }) => kind === 'email');
  const { received, connections } = await facts.counts(tx, id);
  const { config } = platform;
  return {
    id,
    name: member.name,
    headline: member.headline,
    location: member.location,
    photo: photoPath(id, member.photo_etag),
    organisation: member.organisation,
    school: member.school,
    locale: member.locale,
    region: member.region,
    email: email?.value ?? '',
    hasPassword: await facts.hasPassword(tx, id),
    invitedBy: member.invited_by,
    operator: await isOperator(platform, tx, id),
    network: {
      name: config.network.name,
      about: config.network.about,
      demo: config.demo,
      texts: platform.texts !== undefined,
      largeSend: config.largeSend,
      undoSeconds: config.undoSeconds,
      preset: config.preset,
      forgetsContacts: config.forgetContacts,
    },
    counts: { requests: received, connections },
  };
}
