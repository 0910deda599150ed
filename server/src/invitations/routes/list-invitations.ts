import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { InvitationId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { reopen } from '../../review/index.ts';
import { listInvitations, withdrawSome } from '../store.ts';

const State = Type.Union([
  Type.Literal('queued'),
  Type.Literal('sent'),
  Type.Literal('accepted'),
  Type.Literal('withdrawn'),
  Type.Literal('expired'),
]);
const Invitation = Type.Object({
  id: Type.String(),
  name: Type.String(),
  value: Type.Optional(Type.String({ description: 'The address; gone once the invitation ended' })),
  channel: Type.Union([Type.Literal('email'), Type.Literal('text')]),
  state: State,
  createdAt: Type.String(),
});

/** Invitations sent. The inviter learns Queued, Sent, Accepted, Withdrawn and Expired, nothing else. */
export function listSent(app: App, platform: Platform): void {
  const list = {
    tags: ['invitations'],
    summary: 'Invitations sent, the newest first',
    querystring: Type.Object({
      state: Type.Optional(State),
      cursor: Type.Optional(Type.Unsafe<InvitationId>(Type.String({ format: 'uuid' }))),
    }),
    response: { 200: Type.Object({ items: Type.Array(Invitation), next: Type.Optional(Type.String()) }) },
  };
  app.get('/api/invitations', { schema: list }, (request) => {
    const { memberId } = signedIn(request);
    const { state, cursor } = request.query;
    return platform.database.asMember(memberId, async (tx) => {
      const rows = await listInvitations(tx, memberId, state, cursor, 101);
      const page = rows.slice(0, 100);
      const last = page.at(-1);
      const items = page.map((row) => ({
        id: row.id,
        name: row.kept_name ?? '',
        ...(row.address === null ? {} : { value: row.address }),
        channel: row.channel,
        state: row.state,
        createdAt: row.created_at.toISOString(),
      }));
      return { items, ...(rows.length > 100 && last !== undefined ? { next: last.id } : {}) };
    });
  });

  const withdraw = {
    tags: ['invitations'],
    summary: 'Withdraw invitations that were not accepted',
    body: Type.Object({
      ids: Type.Array(Type.Unsafe<InvitationId>(Type.String({ format: 'uuid' })), { maxItems: 1000 }),
    }),
    response: { 200: Type.Object({ withdrawn: Type.Integer() }) },
  };
  app.post('/api/invitations/withdraw', { schema: withdraw }, (request) => {
    const { memberId } = signedIn(request);
    return platform.database.asMember(memberId, async (tx) => {
      const { withdrawn, unsent } = await withdrawSome(tx, memberId, request.body.ids, platform.clock.now());
      await reopen(platform, tx, memberId, unsent);
      return { withdrawn };
    });
  });
}
