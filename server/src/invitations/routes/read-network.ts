import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { countRequests } from '../../connections/index.ts';
import { recentImports } from '../../imports/index.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { countInvitations, joinedSince } from '../store.ts';

const Network = Type.Object({
  connections: Type.Integer(),
  requestsReceived: Type.Integer(),
  requestsSent: Type.Integer(),
  invitations: Type.Object({
    sent: Type.Integer(),
    accepted: Type.Integer(),
    pending: Type.Integer({ description: 'Wait for an answer, and can be withdrawn' }),
  }),
  recentImports: Type.Array(
    Type.Object({
      id: Type.String(),
      receivedAt: Type.String(),
      kind: Type.String(),
      name: Type.String(),
      contacts: Type.Integer(),
      joinedSince: Type.Integer({ description: 'Who accepted an invitation that came of this import' }),
    }),
  ),
});

/** GET /api/network: the member's network in figures, for the start page. */
export function readNetwork(app: App, platform: Platform): void {
  app.get(
    '/api/network',
    { schema: { tags: ['network'], summary: 'The member’s network in figures', response: { 200: Network } } },
    (request) => {
      const { memberId } = signedIn(request);
      return platform.database.asMember(memberId, async (tx) => {
        const { received, sent, connections } = await countRequests(tx, memberId);
        const recent = await recentImports(platform, tx, memberId);
        const joined = await joinedSince(
          tx,
          memberId,
          recent.map(({ id }) => id),
        );
        return {
          connections,
          requestsReceived: received,
          requestsSent: sent,
          invitations: await countInvitations(tx, memberId),
          recentImports: recent.map((one) => ({ ...one, joinedSince: joined.get(one.id) ?? 0 })),
        };
      });
    },
  );
}
