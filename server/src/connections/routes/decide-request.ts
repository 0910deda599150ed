import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { tell } from '../../live/index.ts';
import type { Transaction } from '../../platform/database.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { MemberId, RequestId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { connect } from '../connection.ts';
import { openRequest } from '../store.ts';

/** POST /api/connection-requests/:id/:decision. The sender never learns of an ignored request or a block. */
export function decideRequest(app: App, platform: Platform): void {
  const schema = {
    tags: ['connections'],
    summary: 'Accept, ignore or withdraw a request, or block its sender',
    params: Type.Object({
      id: Type.String({ format: 'uuid' }),
      decision: Type.Union([
        Type.Literal('accept'),
        Type.Literal('ignore'),
        Type.Literal('withdraw'),
        Type.Literal('block'),
      ]),
    }),
    response: { 204: Type.Null() },
  };
  app.post('/api/connection-requests/:id/:decision', { schema }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const { decision } = request.params;
    // Safe: an id that is no request's finds none.
    const id = request.params.id as RequestId;
    const now = platform.clock.now();
    const both = await platform.database.asMember(memberId, async (tx) => {
      const found = await openRequest(tx, id, memberId, decision === 'withdraw' ? 'sender' : 'recipient');
      if (found === undefined)
        throw new KithError('request.not_found', 'This request is not open, or not yours to decide.');
      if (decision === 'accept') await connect(tx, found.sender, found.recipient, now);
      else {
        const fact = decision === 'withdraw' ? { withdrawn_at: now } : { ignored_at: now };
        await tx.updateTable('connection_requests').set(fact).where('id', '=', id).execute();
      }
      if (decision === 'block') await block(tx, memberId, found.sender, now);
      return found;
    });
    tell(platform.events, memberId, 'requests', 'connections');
    if (decision === 'accept' || decision === 'withdraw')
      tell(
        platform.events,
        both.sender === memberId ? both.recipient : both.sender,
        'requests',
        'connections',
      );
    return reply.code(204).send(null);
  });
}

async function block(tx: Transaction, member: MemberId, blocked: MemberId, now: Date): Promise<void> {
  await tx
    .insertInto('blocks')
    .values({ member_id: member, blocked_id: blocked, blocked_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
