import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { tell } from '../../live/index.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { BulkActId, LabelId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { actOnContacts, undoAct } from '../bulk.ts';
import { ContactSelection } from '../filter.ts';

const acts = ['label', 'unlabel', 'favourite', 'unfavourite', 'trash', 'restore', 'erase'] as const;

/** POST /api/contacts/bulk does one thing to many contacts; POST /api/contacts/bulk/undo takes it back. */
export function actOnMany(app: App, platform: Platform): void {
  const { database, events } = platform;
  const schema = {
    tags: ['contacts'],
    summary: 'Do one thing to many contacts',
    body: Type.Object({
      selection: ContactSelection,
      act: Type.Union(
        acts.map((act) => Type.Literal(act)),
        { description: 'erase deletes what is in the trash for good.' },
      ),
      labelId: Type.Optional(Type.Unsafe<LabelId>(Type.String({ format: 'uuid' }))),
    }),
    response: {
      200: Type.Object({
        selected: Type.Integer(),
        changed: Type.Integer({ description: 'Those that were not so already.' }),
        undo: Type.Optional(Type.String({ format: 'uuid', description: 'Undoes it, for a day.' })),
      }),
    },
  };
  app.post('/api/contacts/bulk', { schema }, async (request) => {
    const { memberId: owner } = signedIn(request);
    const { selection, act, labelId } = request.body;
    const named = act === 'label' || act === 'unlabel';
    if (named && labelId === undefined) throw new KithError('request.invalid', 'Say which label: labelId.');
    const { undo, follow, ...done } = await database.asMember(owner, (tx) =>
      actOnContacts(platform, tx, owner, selection, act, named ? labelId : undefined),
    );
    follow();
    tell(events, owner, 'contacts');
    return { ...done, ...(undo === undefined ? {} : { undo }) };
  });

  const undo = {
    tags: ['contacts'],
    summary: 'Undo what was done to many contacts',
    body: Type.Object({ undo: Type.Unsafe<BulkActId>(Type.String({ format: 'uuid' })) }),
    response: { 200: Type.Object({ changed: Type.Integer() }) },
  };
  app.post('/api/contacts/bulk/undo', { schema: undo }, async (request) => {
    const { memberId: owner } = signedIn(request);
    const { changed, follow } = await database.asMember(owner, (tx) =>
      undoAct(platform, tx, owner, request.body.undo),
    );
    follow();
    tell(events, owner, 'contacts');
    return { changed };
  });
}
