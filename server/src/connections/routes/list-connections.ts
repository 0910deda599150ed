import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import type { BookFacts } from '../book-facts.ts';
import { MemberSummary, summaryOf } from '../member-summary.ts';
import * as store from '../store.ts';

const page = 50;

/** The member's own contact behind another member. */
export const OwnContactItem = Type.Object({
  id: Type.String(),
  name: Type.String(),
  labels: Type.Array(Type.String()),
});

/** GET /api/connections, a page at a time; `q` finds words in name, headline and place. */
export function listConnections(app: App, { database }: Platform, facts: BookFacts): void {
  const schema = {
    tags: ['connections'],
    summary: 'My connections',
    querystring: Type.Object({
      q: Type.Optional(Type.String({ maxLength: 200 })),
      label: Type.Optional(
        Type.String({ maxLength: 200, description: 'Of the member’s own contacts behind them' }),
      ),
      sort: Type.Optional(
        Type.Union([Type.Literal('name'), Type.Literal('newest')], { description: 'Default name' }),
      ),
      cursor: Type.Optional(Type.Unsafe<MemberId>(Type.String({ format: 'uuid' }))),
    }),
    response: {
      200: Type.Object({
        items: Type.Array(
          Type.Object({
            member: MemberSummary,
            connectedAt: Type.String(),
            contact: Type.Optional(OwnContactItem),
          }),
        ),
        next: Type.Optional(Type.String()),
        total: Type.Integer(),
      }),
    },
  };
  app.get('/api/connections', { schema }, async (request) => {
    const { memberId } = signedIn(request);
    const { q = '', label, sort = 'name', cursor: after } = request.query;
    return database.asMember(memberId, async (tx) => {
      const only = label === undefined ? undefined : await facts.membersUnder(tx, memberId, label);
      const words = store.foldedWords(q);
      const { rows, total } = await store.listConnections(tx, memberId, {
        words,
        only,
        sort,
        after,
        limit: page + 1,
      });
      const shown = rows.slice(0, page);
      const contacts = await facts.contactsBehind(
        tx,
        memberId,
        shown.map(({ id }) => id),
      );
      const last = rows.length > page ? shown.at(-1) : undefined;
      return {
        items: shown.map((row) => {
          const contact = contacts.get(row.id);
          return {
            member: summaryOf(row),
            connectedAt: row.connected_at.toISOString(),
            ...(contact === undefined ? {} : { contact: { ...contact, labels: [...contact.labels] } }),
          };
        }),
        ...(last === undefined ? {} : { next: last.id }),
        total,
      };
    });
  });

  const facets = {
    tags: ['connections'],
    summary: 'Labels of the member’s own contacts among the connections, the commonest 50',
    response: {
      200: Type.Object({ labels: Type.Array(Type.Object({ label: Type.String(), count: Type.Integer() })) }),
    },
  };
  app.get('/api/connections/facets', { schema: facets }, (request) => {
    const { memberId } = signedIn(request);
    return database.asMember(memberId, async (tx) => ({
      labels: [...(await facts.labelsBehind(tx, memberId, await store.connectedWith(tx, memberId)))],
    }));
  });
}
