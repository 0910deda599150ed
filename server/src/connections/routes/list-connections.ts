import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { MemberSummary, summaryOf } from '../member-summary.ts';
import * as store from '../store.ts';

const page = 50;

/** GET /api/connections: by name, a page at a time; `q` finds words in name, headline and place. */
export function listConnections(app: App, { database }: Platform): void {
  const schema = {
    tags: ['connections'],
    summary: 'My connections',
    querystring: Type.Object({
      q: Type.Optional(Type.String({ maxLength: 200 })),
      cursor: Type.Optional(Type.String({ maxLength: 400 })),
    }),
    response: {
      200: Type.Object({
        items: Type.Array(Type.Object({ member: MemberSummary, connectedAt: Type.String() })),
        next: Type.Optional(Type.String()),
        total: Type.Integer(),
      }),
    },
  };
  app.get('/api/connections', { schema }, async (request) => {
    const { memberId } = signedIn(request);
    const words = (request.query.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const from = request.query.cursor === undefined ? undefined : parseCursor(request.query.cursor);
    const { rows, total } = await database.asMember(memberId, (tx) =>
      store.listConnections(tx, memberId, words, from, page + 1),
    );
    const last = rows.length > page ? rows[page - 1] : undefined;
    return {
      items: rows.slice(0, page).map((row) => ({
        member: summaryOf(row),
        connectedAt: row.connected_at.toISOString(),
      })),
      ...(last === undefined ? {} : { next: cursorAfter(last) }),
      total,
    };
  });
}

function cursorAfter({ name, id }: { name: string; id: string }): string {
  return Buffer.from(`${id} ${name}`).toString('base64url');
}

function parseCursor(text: string): { name: string; id: string } {
  const [, id, name] =
    /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (.*)$/s.exec(Buffer.from(text, 'base64url').toString()) ??
    [];
  if (id === undefined || name === undefined)
    throw new KithError('request.invalid', 'The cursor is none that this list gave.');
  return { id, name };
}
