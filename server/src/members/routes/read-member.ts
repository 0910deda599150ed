import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { MemberCard, memberCards } from '../card.ts';
import type { MemberFacts } from '../facts.ts';

const Seen = Type.Interface([MemberCard], {
  relation: Type.Union(
    [
      Type.Literal('self'),
      Type.Literal('connected'),
      Type.Literal('requested'),
      Type.Literal('asked'),
      Type.Literal('none'),
    ],
    { description: 'requested by you, or asked by them' },
  ),
  requestId: Type.Optional(Type.String()),
});

/** GET /api/members/:id */
export function readMember(app: App, platform: Platform, facts: MemberFacts): void {
  const schema = {
    tags: ['members'],
    summary: 'A member, and how you stand to each other',
    params: Type.Pick(MemberCard, ['id']),
    response: { 200: Seen },
  };
  app.get('/api/members/:id', { schema }, async (request) => {
    const { memberId } = signedIn(request);
    const { id } = request.params;
    return platform.database.asMember(memberId, async (tx) => {
      const card = (await memberCards(tx, [id])).get(id);
      if (card === undefined) throw new KithError('request.not_found', 'There is no such member.');
      const { kind, requestId } = await facts.relation(tx, memberId, id);
      return { ...card, relation: kind, ...(requestId === undefined ? {} : { requestId }) };
    });
  });
}
