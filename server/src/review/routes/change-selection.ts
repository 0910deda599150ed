import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { ContactId, ImportId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { choosePosition } from '../candidates.ts';
import { requireImport } from '../require-import.ts';
import { countView, Filter, pressAll, tick, viewOf } from '../selection.ts';
import { ByChannel } from './list-invitees.ts';
import { ReviewParams } from './list-people.ts';

const Step = Type.Union([Type.Literal('here'), Type.Literal('invite')]);
const Counts = Type.Object({
  total: Type.Integer(),
  matching: Type.Integer(),
  selected: Type.Integer(),
  matchingSelected: Type.Integer(),
  byChannel: ByChannel,
});

/** Who is selected in a step, kept on the server: a reload, the Back button or a second tab lose nothing. */
export function changeSelection(app: App, platform: Platform): void {
  const all = {
    tags: ['review'],
    summary: 'Select all, or none, of what a filter shows',
    params: ReviewParams,
    body: Type.Object({ step: Step, all: Type.Boolean(), filter: Filter }),
    response: { 200: Counts },
  };
  app.post('/api/imports/:id/selection', { schema: all }, (request) => {
    const { memberId: owner } = signedIn(request);
    const { id } = request.params;
    const { step, filter, all: on } = request.body;
    return platform.database.asMember(owner, async (tx) => {
      await requireImport(tx, owner, id);
      await pressAll(tx, owner, id, step, filter, on);
      return countView(tx, await viewOf(platform, tx, owner, id, step), filter);
    });
  });

  const some = {
    tags: ['review'],
    summary: 'Select or unselect single rows',
    params: ReviewParams,
    body: Type.Object({
      step: Step,
      contacts: Type.Array(Type.Unsafe<ContactId>(Type.String({ format: 'uuid' })), { maxItems: 1000 }),
      selected: Type.Boolean(),
      filter: Type.Optional(Filter),
    }),
    response: { 200: Counts },
  };
  app.patch('/api/imports/:id/selection', { schema: some }, (request) => {
    const { memberId: owner } = signedIn(request);
    const { id } = request.params;
    const { step, contacts, selected, filter } = request.body;
    return platform.database.asMember(owner, async (tx) => {
      await requireImport(tx, owner, id);
      await tick(tx, owner, id, step, contacts, selected);
      return countView(tx, await viewOf(platform, tx, owner, id, step), filter);
    });
  });

  const choice = {
    tags: ['review'],
    summary: 'Write to another address or number of this contact',
    params: Type.Object({
      id: Type.Unsafe<ImportId>(Type.String({ format: 'uuid' })),
      contactId: Type.Unsafe<ContactId>(Type.String({ format: 'uuid' })),
    }),
    body: Type.Object({ position: Type.Integer({ minimum: 0 }) }),
  };
  app.put('/api/imports/:id/choices/:contactId', { schema: choice }, async (request, reply) => {
    const { memberId: owner } = signedIn(request);
    const { id, contactId } = request.params;
    await platform.database.asMember(owner, async (tx) => {
      await requireImport(tx, owner, id);
      if (!(await choosePosition(platform, tx, owner, contactId, request.body.position)))
        throw new KithError('request.not_found', 'This contact has no such address or number.');
    });
    return reply.code(204).send();
  });
}
