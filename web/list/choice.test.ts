import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ContactFilter } from '../api/contact-types.ts';
import { played, scripts } from '../testing/choice-script.ts';
import { allChosen, type Choice, countOf, nothingChosen, selectionOf } from './choice.ts';

const labels = ['a', 'b', 'c'];
const book = Array.from({ length: 120 }, (_, index) => ({
  id: `c${index}`,
  labels: labels.filter((_, at) => index % (at + 2) === 0),
}));

function shown({ label }: ContactFilter): string[] {
  return book.filter((one) => label === undefined || one.labels.includes(label)).map(({ id }) => id);
}

/** What the server makes of it. */
function madeOf(choice: Choice): Set<string> {
  const selection = selectionOf(choice);
  if ('ids' in selection) return new Set(selection.ids);
  const out = new Set(selection.except);
  const { label } = selection.filter;
  return new Set(shown(label === undefined ? {} : { label: String(label) }).filter((id) => !out.has(id)));
}

test('1,000 random scripts of looking and ticking choose exactly whom they ticked', () => {
  const filters = [{}, ...labels.map((label) => ({ label }))];
  fc.assert(
    fc.property(scripts(filters, book.length), (script) => {
      const { choice, meant, filter } = played(script, shown, 50);
      assert.deepEqual([...madeOf(choice)].sort(), [...meant].sort());
      assert.equal(countOf(choice, shown(filter).length), meant.size);
    }),
    { numRuns: 1000 },
  );
});

test('yes and no of a filter are words in the URL, and no words for the server', () => {
  const choice = allChosen(
    nothingChosen,
    { trash: 'true', onNetwork: 'false', has: 'email' },
    undefined,
    true,
  );
  assert.deepEqual(selectionOf(choice), {
    filter: { trash: true, onNetwork: false, has: 'email' },
    except: [],
  });
});
