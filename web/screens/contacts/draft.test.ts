import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyDraft, parseDraft, parseEdit } from './draft.ts';

test('a form that was kept is taken up again; what another version of the screen kept is not', () => {
  const mine = {
    ...emptyDraft,
    names: { given: 'Zoë' },
    lists: { ...emptyDraft.lists, emails: [{ value: 'z' }] },
  };
  assert.deepEqual(parseDraft(JSON.stringify(mine)), mine);
  const edit = { version: 3, before: emptyDraft, mine };
  assert.deepEqual(parseEdit(JSON.stringify(edit)), edit);
  const { notes, ...fewer } = emptyDraft.lists;
  for (const other of [
    '',
    'null',
    '{}',
    JSON.stringify({ ...mine, lists: fewer }),
    JSON.stringify({ ...mine, names: { given: 1 } }),
    JSON.stringify({ ...mine, singles: {} }),
  ]) {
    assert.equal(parseDraft(other), undefined, other);
    assert.equal(
      parseEdit(`{"version":3,"before":${JSON.stringify(emptyDraft)},"mine":${other || '""'}}`),
      undefined,
    );
  }
});
