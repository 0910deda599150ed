import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { RequestId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import type { BookFacts } from '../book-facts.ts';
import { MemberSummary, summaryOf } from '../member-summary.ts';
import * as store from '../store.ts';
import { OwnContactItem } from './list-connections.ts';

const page = 50;

/** GET /api/connection-requests: those that wait for an answer, the newest first. */
export function listRequests(app: App, { database }: Platform, facts: BookFacts): void {
  const schema = {
    tags: ['connections'],
    summary: 'Open connection requests, received or sent',
    querystring: Type.Object({
      direction: Type.Union([Type.Literal('received'), Type.Literal('sent')]),
      cursor: Type.Optional(Type.Unsafe<RequestId>(Type.String({ format: 'uuid' }))),
    }),
    response: {
      200: Type.Object({
        items: Type.Array(
          Type.Object({
            id: Type.String(),
            member: MemberSummary,
            createdAt: Type.String(),
            contact: Type.Optional(OwnContactItem),
          }),
        ),
        next: Type.Optional(Type.String()),
        total: Type.Integer(),
      }),
    },
  };
  app.get('/api/connection-requests', { schema }, (request) => {
    const { memberId } = signedIn(request);
    const { direction, cursor } = request.query;
    return database.asMember(memberId, async (tx) => {
      const rows = await store.listRequests(tx, memberId, direction, cursor, page + 1);
      const shown = rows.slice(0, page);
      const last = rows.length > page ? shown.at(-1) : undefined;
      const counts = await store.countRequests(tx, memberId);
      const contacts = await facts.contactsBehind(
        tx,
        memberId,
        shown.map(({ id }) => id),
      );
      return {
        items: shown.map((row) => {
          const contact = contacts.get(row.id);
          return {
            id: row.request_id,
            member: summaryOf(row),
            createdAt: row.created_at.toISOString(),
            ...(contact === undefined ? {} : { contact: { ...contact, labels: [...contact.labels] } }),
          };
        }),
        ...(last === undefined ? {} : { next: last.request_id }),
        total: counts[direction],
      };
    });
  });
}
