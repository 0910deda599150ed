import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { reopenInviting, settleReport, stopMember } from '../../invitations/index.ts';
import { memberById, requireOperator } from '../../members/index.ts';
import type { Transaction } from '../../platform/database.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { MemberId, ReportId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { type ActRow, noteAct } from '../store.ts';

/** What was done to whom. */
type Done = Pick<ActRow, 'act' | 'member_id' | 'reports'>;

/** What an operator does about a report or a member; each is written down where nobody can change it. */
export function settleReportRoute(app: App, platform: Platform): void {
  const act = (operator: MemberId, work: (tx: Transaction) => Promise<Done>): Promise<void> =>
    platform.database.asSystem(async (tx) => {
      await requireOperator(platform, tx, operator);
      const done = await work(tx);
      await noteAct(tx, {
        id: platform.ids.next<MemberId>(),
        operator_id: operator,
        acted_at: platform.clock.now(),
        ...done,
      });
    });

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
    await act(operator, async (tx) => {
      const settled = await settleReport(platform, tx, request.params.id, outcome);
      if (settled === undefined)
        throw new KithError('request.not_found', 'There is no such report, or it was settled before.');
      return { act: outcome, member_id: settled.memberId, reports: [...settled.reports] };
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
    const { stop } = request.body;
    await act(operator, async (tx) => {
      await requireMember(tx, id);
      return { act: stop, member_id: id, reports: [...(await stopMember(platform, tx, id, stop))] };
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
    await act(operator, async (tx) => {
      await requireMember(tx, id);
      await reopenInviting(platform, tx, id);
      return { act: 'reopened', member_id: id, reports: [] };
    });
    return reply.code(204).send();
  });
}

async function requireMember(tx: Transaction, id: MemberId): Promise<void> {
  if ((await memberById(tx, id)) === undefined)
    throw new KithError('request.not_found', 'There is no such member.');
}
