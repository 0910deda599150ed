import { Type } from 'typebox';
import { spellingsOf } from '../../address-book/index.ts';
import type { App } from '../../app.ts';
import { tell } from '../../live/index.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { LabelId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { exclude, include } from '../store.ts';

const params = Type.Object({
  kind: Type.Union([Type.Literal('label'), Type.Literal('import')]),
  id: Type.String({ format: 'uuid' }),
});
const response = { 204: Type.Null() };

/** PUT and DELETE /api/suggestions/exclusions/:kind/:id: the people of a label or an import are never suggested. */
export function changeExclusions(app: App, platform: Platform): void {
  const path = '/api/suggestions/exclusions/:kind/:id';
  const excluding = {
    tags: ['suggestions'],
    summary: 'Never suggest the people of a label or an import',
    description: 'Nor is the member suggested to them. It holds for whoever gets the label later, too.',
    params,
    response,
  };
  app.put(path, { schema: excluding }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const { kind, id } = request.params;
    await platform.database.asMember(memberId, async (tx) => {
      // Safe: an id that is no label's finds none.
      const groups = kind === 'label' ? await spellingsOf(tx, memberId, id as LabelId) : [];
      if (groups === undefined) throw new KithError('request.not_found', 'You have no such label.');
      await exclude(tx, memberId, kind, id, groups, platform.clock.now());
    });
    tell(platform.events, memberId, 'suggestions');
    return reply.code(204).send(null);
  });

  const including = {
    tags: ['suggestions'],
    summary: 'Suggest the people of a label or an import again',
    params,
    response,
  };
  app.delete(path, { schema: including }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const { kind, id } = request.params;
    await platform.database.asMember(memberId, (tx) => include(tx, memberId, kind, id));
    tell(platform.events, memberId, 'suggestions');
    return reply.code(204).send(null);
  });
}
