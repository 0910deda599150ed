import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { changeIdentifier, DiscoverabilitySetting, OwnIdentifierItem, shown } from '../own-identifier.ts';

/** PATCH /api/me/identifiers/:id */
export function updateIdentifier(app: App, platform: Platform): void {
  const schema = {
    tags: ['members'],
    summary: 'Who finds you by it, and whether messages go to it',
    params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
    body: Type.Object({
      discoverability: Type.Optional(DiscoverabilitySetting),
      primary: Type.Optional(Type.Boolean()),
    }),
    response: { 200: OwnIdentifierItem },
  };
  app.patch('/api/me/identifiers/:id', { schema }, async (request) => {
    const { memberId } = signedIn(request);
    return shown(
      await platform.database.asMember(memberId, (tx) =>
        changeIdentifier(platform, tx, memberId, request.params.id, request.body),
      ),
    );
  });
}
