import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { lockBook, noteChanges } from '../../contacts/index.ts';
import { tell } from '../../live/index.ts';
import { after } from '../../platform/clock.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { LabelId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { openBook } from '../book.ts';
import { undoableFor } from '../bulk.ts';
import { countBearers } from '../find.ts';
import { Label, labelView, parseLabel } from '../label.ts';
import {
  deleteLabel,
  dropLabel,
  forgetLabelled,
  insertLabel,
  labelByKey,
  labelsOfOwner,
  renameLabel,
  reviveLabel,
} from '../label-store.ts';

/** Labels an owner may have; a source with more groups than that keeps them. */
const mostLabels = 1000;

const LabelParams = Type.Object({ id: Type.Unsafe<LabelId>(Type.String({ format: 'uuid' })) });
// Longer than any label, so that the answer can say how much too long it is.
const Body = Type.Object({ name: Type.String({ maxLength: 100_000 }) });

/** GET, POST /api/labels and PATCH, DELETE /api/labels/:id, and its undo. */
export function labels(app: App, platform: Platform): void {
  const oldest = () => after(platform.clock.now(), -undoableFor);
  const list = {
    tags: ['contacts'],
    summary: 'My labels',
    response: { 200: Type.Object({ labels: Type.Array(Label) }) },
  };
  app.get('/api/labels', { schema: list }, (request) => {
    const { memberId: owner } = signedIn(request);
    return platform.database.asMember(owner, async (tx) => {
      const book = await openBook(platform, tx, owner);
      const bearing = await countBearers(book);
      return {
        labels: book.labels
          .map((label) => labelView(label, bearing.get(label.id) ?? 0))
          .sort((a, b) => a.name.localeCompare(b.name)),
      };
    });
  });

  const create = { tags: ['contacts'], summary: 'Make a label', body: Body, response: { 201: Label } };
  app.post('/api/labels', { schema: create }, async (request, reply) => {
    const { memberId: owner } = signedIn(request);
    const { name, key } = parseLabel(request.body.name);
    const label = await platform.database.asMember(owner, async (tx) => {
      await lockBook(tx, owner);
      const book = await openBook(platform, tx, owner);
      if (book.labels.length >= mostLabels)
        throw new KithError('label.invalid', `There are ${book.labels.length} labels; delete one first.`);
      const same = await labelByKey(tx, owner, key);
      if (same !== undefined && same.deleted_at === null) throw taken();
      if (same !== undefined) {
        // Made anew, it is on nobody whom its owner had put it on before.
        await noteChanges(tx, owner, await forgetLabelled(tx, owner, same.id));
        return reviveLabel(tx, owner, same.id, name);
      }
      return insertLabel(platform, tx, owner, name, key);
    });
    tell(platform.events, owner, 'contacts');
    return reply.code(201).send(labelView(label, 0));
  });

  const rename = {
    tags: ['contacts'],
    summary: 'Rename a label',
    params: LabelParams,
    body: Body,
    response: { 200: Label },
  };
  app.patch('/api/labels/:id', { schema: rename }, async (request) => {
    const { memberId: owner } = signedIn(request);
    const { id } = request.params;
    const { name, key } = parseLabel(request.body.name);
    const renamed = await platform.database.asMember(owner, async (tx) => {
      const book = await openBook(platform, tx, owner);
      if (!book.labels.some((label) => label.id === id)) throw noLabel();
      const same = await labelByKey(tx, owner, key);
      if (same !== undefined && same.id !== id) {
        if (same.deleted_at === null || same.source_key !== null) throw taken();
        // The name is given anew: the label that bore it cannot come back.
        await noteChanges(tx, owner, await dropLabel(tx, owner, same.id));
      }
      const label = await renameLabel(tx, owner, id, name, key);
      return labelView(label, (await countBearers(book)).get(id) ?? 0);
    });
    tell(platform.events, owner, 'contacts');
    return renamed;
  });

  const remove = {
    tags: ['contacts'],
    summary: 'Delete a label; its contacts stay',
    params: LabelParams,
    response: { 204: Type.Null() },
  };
  app.delete('/api/labels/:id', { schema: remove }, async (request, reply) => {
    const { memberId: owner } = signedIn(request);
    const { id } = request.params;
    await platform.database.asMember(owner, async (tx) => {
      await lockBook(tx, owner);
      const book = await openBook(platform, tx, owner);
      if (!book.labels.some((label) => label.id === id)) throw noLabel();
      await deleteLabel(tx, owner, id, platform.clock.now());
    });
    tell(platform.events, owner, 'contacts');
    return reply.code(204).send(null);
  });

  const restore = {
    tags: ['contacts'],
    summary: 'Bring a deleted label back, for a day: on the contacts that bore it',
    params: LabelParams,
    response: { 200: Label },
  };
  app.post('/api/labels/:id/restore', { schema: restore }, async (request) => {
    const { memberId: owner } = signedIn(request);
    const { id } = request.params;
    const restored = await platform.database.asMember(owner, async (tx) => {
      const row = (await labelsOfOwner(tx, owner)).find((label) => label.id === id);
      if (row === undefined || (row.deleted_at !== null && row.deleted_at < oldest())) throw noLabel();
      if (row.deleted_at !== null) await reviveLabel(tx, owner, id, row.name);
      const book = await openBook(platform, tx, owner);
      return labelView(row, (await countBearers(book)).get(id) ?? 0);
    });
    tell(platform.events, owner, 'contacts');
    return restored;
  });
}

function taken(): KithError {
  return new KithError('label.taken', 'There is a label of this name already.');
}

function noLabel(): KithError {
  return new KithError('request.not_found', 'There is no such label.');
}
