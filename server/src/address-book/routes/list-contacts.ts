import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Entry } from '../book.ts';
import { ContactFilter, Sort } from '../filter.ts';
import { findContacts } from '../find.ts';
import { ContactSummary, contactSummaries } from '../rows.ts';

/** GET /api/contacts: the address book, searched, filtered and sorted; a page by its place, or after the one before. */
export function listContacts(app: App, platform: Platform): void {
  const schema = {
    tags: ['contacts'],
    summary: 'Contacts of the address book',
    querystring: Type.Object({
      ...ContactFilter.properties,
      sort: Type.Optional(Sort),
      cursor: Type.Optional(Type.String({ maxLength: 400 })),
      offset: Type.Optional(Type.Integer({ minimum: 0, description: 'Contacts left out before the page.' })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: 'Default 100' })),
    }),
    response: {
      200: Type.Object({
        contacts: Type.Array(ContactSummary),
        total: Type.Integer(),
        next: Type.Optional(Type.String({ description: 'The cursor of the next page.' })),
      }),
    },
  };
  app.get('/api/contacts', { schema }, (request) => {
    const { memberId: owner } = signedIn(request);
    const { sort = 'name', cursor, offset = 0, limit = 100, ...filter } = request.query;
    return platform.database.asMember(owner, async (tx) => {
      const { book, found } = await findContacts(platform, tx, owner, filter, sort);
      const from = cursor === undefined ? offset : placeAfter(found, cursor);
      const page = found.slice(from, from + limit);
      const last = from + limit < found.length ? page.at(-1) : undefined;
      return {
        contacts: await contactSummaries(tx, owner, book, page),
        total: found.length,
        ...(last === undefined ? {} : { next: cursorAfter(last, from + limit) }),
      };
    });
  });
}

/** The last contact of a page and how many came before the next: where it is gone meanwhile, its place tells. */
function cursorAfter({ id }: Entry, place: number): string {
  return Buffer.from(`${place} ${id}`).toString('base64url');
}

function placeAfter(found: readonly Entry[], cursor: string): number {
  const [, place, id] = /^(\d{1,9}) ([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (place === undefined || id === undefined)
    throw new KithError('request.invalid', 'The cursor is none that this list gave.');
  const at = found.findIndex((entry) => entry.id === id);
  return at < 0 ? Math.max(0, Number(place) - 1) : at + 1;
}
