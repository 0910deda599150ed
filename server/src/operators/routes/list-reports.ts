import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { listReports } from '../../invitations/index.ts';
import { memberById, ownIdentifiers, requireOperator } from '../../members/index.ts';
import type { Transaction } from '../../platform/database.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { MemberId, ReportId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { latestActs } from '../store.ts';

const Stop = Type.Union([Type.Literal('paused'), Type.Literal('closed')]);
const Report = Type.Object({
  id: Type.String(),
  reportedAt: Type.String(),
  text: Type.Optional(Type.String({ description: 'What the recipient wrote' })),
  outcome: Type.Optional(Type.Union([Type.Literal('dismissed'), Stop])),
  member: Type.Object({
    id: Type.String(),
    name: Type.String(),
    email: Type.Optional(Type.String()),
    joinedAt: Type.String(),
    stop: Type.Optional(Stop),
    sent: Type.Integer(),
    accepted: Type.Integer(),
    declined: Type.Integer(),
  }),
  channel: Type.Union([Type.Literal('email'), Type.Literal('text'), Type.Literal('request')], {
    description: '`request`: a connection request',
  }),
  consent: Type.Optional(
    Type.Object({
      id: Type.String({ description: 'Entry of the ledger' }),
      at: Type.String(),
      recipients: Type.Integer({ description: 'How many people that permission named' }),
      messageVersion: Type.String(),
    }),
  ),
  message: Type.Optional(
    Type.String({ description: 'As every recipient had it, a placeholder for the own key' }),
  ),
  note: Type.Optional(Type.String()),
  others: Type.Integer({ description: 'Other reports about this member that were not dismissed' }),
});
const Act = Type.Object({
  id: Type.String(),
  act: Type.Union([
    Type.Literal('dismissed'),
    Type.Literal('paused'),
    Type.Literal('closed'),
    Type.Literal('reopened'),
  ]),
  at: Type.String(),
  operator: Type.String(),
  member: Type.Object({ id: Type.String(), name: Type.String() }),
  reports: Type.Integer(),
});

/** GET /api/operators/reports: what recipients reported, and what operators did. For others than operators there is nothing. */
export function listReportsRoute(app: App, platform: Platform): void {
  const reports = {
    tags: ['operation'],
    summary: 'Reports of abuse with what is needed to act, and nothing of who reported',
    querystring: Type.Object({
      state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('settled')])),
      cursor: Type.Optional(Type.Unsafe<ReportId>(Type.String({ format: 'uuid' }))),
    }),
    response: { 200: Type.Object({ items: Type.Array(Report), next: Type.Optional(Type.String()) }) },
  };
  app.get('/api/operators/reports', { schema: reports }, (request) => {
    const { memberId } = signedIn(request);
    const { state = 'open', cursor } = request.query;
    return platform.database.asSystem(async (tx) => {
      await requireOperator(platform, tx, memberId);
      const rows = await listReports(tx, state, cursor, 51);
      const page = rows.slice(0, 50);
      const items = [];
      for (const row of page) {
        const { sent, accepted, declined, stop } = row;
        items.push({
          id: row.id,
          reportedAt: row.reportedAt.toISOString(),
          ...(row.text === null ? {} : { text: row.text }),
          ...(row.outcome === null ? {} : { outcome: row.outcome }),
          member: {
            ...(await describe(tx, row.memberId)),
            ...(stop === null ? {} : { stop }),
            sent,
            accepted,
            declined,
          },
          channel: row.channel,
          ...(row.consentId === null || row.consentedAt === null || row.messageVersion === null
            ? {}
            : {
                consent: {
                  id: row.consentId,
                  at: row.consentedAt.toISOString(),
                  recipients: row.recipients,
                  messageVersion: row.messageVersion,
                },
              }),
          ...(row.message === null ? {} : { message: row.message }),
          ...(row.note === null ? {} : { note: row.note }),
          others: row.others,
        });
      }
      const last = page.at(-1);
      return { items, ...(rows.length > 50 && last !== undefined ? { next: last.id } : {}) };
    });
  });

  const acts = {
    tags: ['operation'],
    summary: 'What operators did about members, the latest 100',
    response: { 200: Type.Object({ items: Type.Array(Act) }) },
  };
  app.get('/api/operators/acts', { schema: acts }, (request) => {
    const { memberId } = signedIn(request);
    return platform.database.asSystem(async (tx) => {
      await requireOperator(platform, tx, memberId);
      const items = [];
      for (const { id, act, acted_at, operator_id, member_id, reports: settled } of await latestActs(
        tx,
        100,
      )) {
        items.push({
          id,
          act,
          at: acted_at.toISOString(),
          operator: await nameOf(tx, operator_id),
          member: { id: member_id, name: await nameOf(tx, member_id) },
          reports: settled.length,
        });
      }
      return { items };
    });
  });
}

async function describe(tx: Transaction, id: MemberId) {
  const member = await memberById(tx, id);
  if (member === undefined) throw new TypeError('a report is gone with its member');
  const email = (await ownIdentifiers(tx, id)).find(({ kind }) => kind === 'email')?.value;
  return {
    id,
    name: member.name,
    ...(email === undefined ? {} : { email }),
    joinedAt: member.created_at.toISOString(),
  };
}

async function nameOf(tx: Transaction, id: MemberId): Promise<string> {
  return (await memberById(tx, id))?.name ?? '';
}
