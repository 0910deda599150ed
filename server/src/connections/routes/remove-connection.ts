import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { tell } from '../../live/index.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';

/** DELETE /api/connections/:memberId: for both sides, without a word to the other. */
export function removeConnection(app: App, platform: Platform): void {
  const schema = {
    tags: ['connections'],
    summary: 'Remove a connection',
    params: Type.Object({ memberId: Type.String({ format: 'uuid' }) }),
    response: { 204: Type.Null() },
  };
  app.delete('/api/connections/:memberId', { schema }, async (request, reply) => {
    const { memberId } = signedIn(request);
    // Safe: an id that is nobody's removes nothing.
    const other = request.params.memberId as MemberId;
    await platform.database.asMember(memberId, (tx) =>
      tx
        .deleteFrom('connections')
        .where((either) =>
          either.or([
            either.and([either('member_id', '=', memberId), either('other_id', '=', other)]),
            either.and([either('member_id', '=', other), either('other_id', '=', memberId)]),
          ]),
        )
        .execute(),
    );
    for (const id of [memberId, other]) tell(platform.events, id, 'connections');
    return reply.code(204).send(null);
  });
}
