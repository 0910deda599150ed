import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { tell } from '../../live/index.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { unblockMembers } from '../blocking.ts';
import { MemberSummary, summaryOf } from '../member-summary.ts';
import * as store from '../store.ts';

const page = 50;

/** Whom the member has blocked, and the way back. None of them is told of either. */
export function changeBlocks(app: App, platform: Platform): void {
  const { database, events } = platform;
  const list = {
    tags: ['connections'],
    summary: 'Members whom I blocked',
    querystring: Type.Object({
      cursor: Type.Optional(Type.Unsafe<MemberId>(Type.String({ format: 'uuid' }))),
    }),
    response: {
      200: Type.Object({
        items: Type.Array(Type.Object({ member: MemberSummary, blockedAt: Type.String() })),
        next: Type.Optional(Type.String()),
      }),
    },
  };
  app.get('/api/blocks', { schema: list }, async (request) => {
    const { memberId } = signedIn(request);
    const rows = await database.asMember(memberId, (tx) =>
      store.listBlocked(tx, memberId, request.query.cursor, page + 1),
    );
    const shown = rows.slice(0, page);
    const last = rows.length > page ? shown.at(-1) : undefined;
    return {
      items: shown.map((row) => ({ member: summaryOf(row), blockedAt: row.blocked_at.toISOString() })),
      ...(last === undefined ? {} : { next: last.id }),
    };
  });

  const remove = {
    tags: ['connections'],
    summary: 'Unblock a member: they may ask and invite me again',
    params: Type.Object({ memberId: Type.Unsafe<MemberId>(Type.String({ format: 'uuid' })) }),
    response: { 204: Type.Null() },
  };
  app.delete('/api/blocks/:memberId', { schema: remove }, async (request, reply) => {
    const { memberId } = signedIn(request);
    await database.asMember(memberId, (tx) =>
      unblockMembers(platform, tx, memberId, [request.params.memberId]),
    );
    tell(events, memberId, 'requests', 'invitations', 'suggestions');
    return reply.code(204).send(null);
  });
}
