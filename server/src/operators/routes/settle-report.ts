import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { reopenInviting, settleReport, stopMember } from '../../invitations/index.ts';
import { memberById, requireOperator } from '../../members/index.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { MemberId, ReportId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { noteAct } from '../store.ts';

/** What an operator does about a report or a member; each is written down where nobody can change it. */
export function settleReportRoute(app: App, platform: Platform): void {
  const settle = {
    tags: ['operation'],
    summary: 'Dismiss a report, pause the member’s sending, or close inviting for the account',
    description:
      'A pause keeps what waits; closing withdraws it. Both settle every open report about the member. A dismissed report no longer counts against the member’s quota.',
    params: Type.Object({ id: Type.Unsafe<ReportId>(Type.String({ format: 'uuid' })) }),
    body: Type.Object({
      outcome: Type.Union([Type.Literal('dismissed'), Type.Literal('paused'), Type.Literal('closed')]),
    }),
  };
  app.post('/api/operators/reports/:id/settle', { schema: settle }, async (request, reply) => {
    const { memberId: operator } = signedIn(request);
    const { outcome } = request.body;
    await platform.database.asSystem(async (tx) => {
      await requireOperator(platform, tx, operator);
      const settled = await settleReport(platform, tx, request.params.id, outcome);
      if (settled === undefined)
        throw new KithError('request.not_found', 'There is no such report, or it was settled before.');
      await noteAct(tx, {
        id: platform.ids.next<MemberId>(),
        operator_id: operator,
        act: outcome,
        member_id: settled.memberId,
        reports: [...settled.reports],
        acted_at: platform.clock.now(),
      });
    });
    return reply.code(204).send();
  });

  const stop = {
    tags: ['operation'],
    summary: 'Pause a member’s sending, or close inviting for the account, without a report',
    params: Type.Object({ id: Type.Unsafe<MemberId>(Type.String({ format: 'uuid' })) }),
    body: Type.Object({ stop: Type.Union([Type.Literal('paused'), Type.Literal('closed')]) }),
  };
  app.post('/api/operators/members/:id/stop', { schema: stop }, async (request, reply) => {
    const { memberId: operator } = signedIn(request);
    const { id } = request.params;
    await platform.database.asSystem(async (tx) => {
      await requireOperator(platform, tx, operator);
      if ((await memberById(tx, id)) === undefined)
        throw new KithError('request.not_found', 'There is no such member.');
      const settled = await stopMember(platform, tx, id, request.body.stop);
      await noteAct(tx, {
        id: platform.ids.next<MemberId>(),
        operator_id: operator,
        act: request.body.stop,
        member_id: id,
        reports: [...settled],
        acted_at: platform.clock.now(),
      });
    });
    return reply.code(204).send();
  });

  const reopen = {
    tags: ['operation'],
    summary: 'Let a member invite again whose sending was paused or closed',
    params: Type.Object({ id: Type.Unsafe<MemberId>(Type.String({ format: 'uuid' })) }),
  };
  app.post('/api/operators/members/:id/reopen', { schema: reopen }, async (request, reply) => {
    const { memberId: operator } = signedIn(request);
    const { id } = request.params;
    await platform.database.asSystem(async (tx) => {
      await requireOperator(platform, tx, operator);
      if ((await memberById(tx, id)) === undefined)
        throw new KithError('request.not_found', 'There is no such member.');
      await reopenInviting(platform, tx, id);
      await noteAct(tx, {
        id: platform.ids.next<MemberId>(),
        operator_id: operator,
        act: 'reopened',
        member_id: id,
        reports: [],
        acted_at: platform.clock.now(),
      });
    });
    return reply.code(204).send();
  });
}
