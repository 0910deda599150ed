import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { OwnIdentifierItem, shown } from '../own-identifier.ts';
import { identifiersOf } from '../store.ts';

/** GET /api/me/identifiers */
export function listIdentifiers(app: App, platform: Platform): void {
  const schema = {
    tags: ['members'],
    summary: 'The own verified addresses and numbers',
    response: { 200: Type.Object({ items: Type.Array(OwnIdentifierItem) }) },
  };
  app.get('/api/me/identifiers', { schema }, async (request) => {
    const { memberId } = signedIn(request);
    const rows = await platform.database.asMember(memberId, (tx) => identifiersOf(tx, memberId));
    return { items: rows.map(shown) };
  });
}
