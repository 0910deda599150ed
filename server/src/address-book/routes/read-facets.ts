import { Type } from 'typebox';
import type { App } from '../../app.ts';
import type { Transaction } from '../../platform/database.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { type Book, type Entry, openBook } from '../book.ts';
import { importsOfBook, membersBehind, sourcesOfOwner } from '../book-store.ts';
import { countBearers, ofSource } from '../find.ts';
import { Label, labelView } from '../label.ts';

/** Organisations and cities that are named, the most frequent first. */
const mostNamed = 200;

const Named = Type.Object({ name: Type.String(), count: Type.Integer() });

/** GET /api/contacts/facets: what the address book can be filtered by, and how many contacts each would show. */
export function readFacets(app: App, platform: Platform): void {
  const schema = {
    tags: ['contacts'],
    summary: 'What contacts can be filtered by',
    response: {
      200: Type.Object({
        total: Type.Integer(),
        labels: Type.Array(Label),
        sources: Type.Array(
          Type.Object({
            id: Type.String(),
            kind: Type.String(),
            label: Type.String(),
            count: Type.Integer(),
          }),
        ),
        imports: Type.Array(
          Type.Object({
            id: Type.String(),
            kind: Type.String(),
            label: Type.Union([Type.String(), Type.Null()]),
            receivedAt: Type.String({ format: 'date-time' }),
            count: Type.Integer({ description: 'Cards that it brought or saw again.' }),
          }),
        ),
        organisations: Type.Array(Named),
        cities: Type.Array(Named),
        has: Type.Object({ email: Type.Integer(), phone: Type.Integer(), birthday: Type.Integer() }),
        onNetwork: Type.Integer(),
        favourites: Type.Integer(),
        written: Type.Integer({
          description: 'Contacts of whom a mailbox told when they were last written to.',
        }),
        trash: Type.Integer(),
      }),
    },
  };
  app.get('/api/contacts/facets', { schema }, (request) => {
    const { memberId: owner } = signedIn(request);
    return platform.database.asMember(owner, async (tx) => {
      const book = await openBook(platform, tx, owner);
      const members = await membersBehind(tx, owner);
      const imports = await importsOfBook(tx, owner);
      const sources = await book.remembered('sources', '', () => countSources(tx, owner, book));
      const bearing = await countBearers(book);
      const counts = await book.remembered('counts', `${book.revision}`, async () => counted(book));
      return {
        ...counts,
        labels: book.labels
          .map((label) => labelView(label, bearing.get(label.id) ?? 0))
          .sort((a, b) => a.name.localeCompare(b.name)),
        onNetwork: [...members.keys()].filter((id) => book.entries.get(id)?.trashed === false).length,
        sources,
        imports: imports.map(({ id, kind, label, received_at: at, count }) => ({
          id,
          kind,
          label,
          receivedAt: at.toISOString(),
          count,
        })),
      };
    });
  });
}

/** The sources that brought something of the book. */
async function countSources(tx: Transaction, owner: MemberId, book: Book) {
  const sources = [];
  for (const source of await sourcesOfOwner(tx, owner)) {
    const { length: count } = await ofSource(book, tx, owner, source.id);
    if (count > 0) sources.push({ ...source, count });
  }
  return sources;
}

function counted(book: Book) {
  const there = [...book.entries.values()].filter(({ trashed }) => !trashed);
  const count = (test: (entry: Entry) => boolean) => there.reduce((sum, one) => sum + (test(one) ? 1 : 0), 0);
  return {
    total: there.length,
    organisations: frequent(there, ({ organisation }) => organisation),
    cities: frequent(there, ({ city }) => city),
    has: {
      email: count(({ hasEmail }) => hasEmail),
      phone: count(({ hasPhone }) => hasPhone),
      birthday: count(({ birthday }) => birthday !== undefined),
    },
    favourites: count(({ favourite }) => favourite),
    written: count(({ writtenOn }) => writtenOn !== undefined),
    trash: book.entries.size - there.length,
  };
}

/** The values that occur most often; those that differ in case alone count as one. */
function frequent(
  entries: readonly Entry[],
  of: (entry: Entry) => string | undefined,
): { name: string; count: number }[] {
  const spelt = new Map<string, number>();
  for (const entry of entries) {
    const name = of(entry);
    if (name !== undefined) spelt.set(name, (spelt.get(name) ?? 0) + 1);
  }
  const counts = new Map<string, { name: string; count: number }>();
  for (const [name, count] of spelt) {
    const key = name.toLowerCase();
    const one = counts.get(key);
    if (one === undefined) counts.set(key, { name, count });
    else one.count += count;
  }
  return [...counts.values()]
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, mostNamed);
}
