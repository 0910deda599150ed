import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  allChosen,
  type Choice,
  chosen,
  countOf,
  nothingChosen,
  selectionOf,
  underFilter,
} from './choice.ts';

const labels = ['', 'a', 'b', 'c'];
const book = Array.from({ length: 120 }, (_, index) => ({
  id: `c${index}`,
  labels: labels.filter((_, at) => at > 0 && index % (at + 1) === 0),
}));
/** Lists longer than this are chosen by their filter; the screen's own limit is higher. */
const longest = 50;

const step = fc.oneof(
  fc.record({ look: fc.constantFrom(...labels) }),
  fc.record({ all: fc.boolean() }),
  fc.record({ from: fc.nat(119), length: fc.integer({ min: 1, max: 9 }), selected: fc.boolean() }),
);

function shown(label: string): string[] {
  return book.filter((one) => label === '' || one.labels.includes(label)).map(({ id }) => id);
}

/** What the server makes of it. */
function meant(choice: Choice): Set<string> {
  const selection = selectionOf(choice);
  if ('ids' in selection) return new Set(selection.ids);
  const out = new Set(selection.except);
  return new Set(shown(String(selection.filter.label ?? '')).filter((id) => !out.has(id)));
}

test('1,000 random scripts of looking and ticking choose exactly whom they ticked', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      let label = '';
      let choice = nothingChosen;
      let expected = new Set<string>();
      let byFilter: string | undefined;
      for (const one of steps) {
        if ('look' in one) {
          label = one.look;
          choice = underFilter(choice, label === '' ? {} : { label });
          if (byFilter !== undefined && byFilter !== label) {
            expected = new Set();
            byFilter = undefined;
          }
          continue;
        }
        const rows = shown(label);
        if ('all' in one) {
          const isLong = rows.length > longest;
          choice = allChosen(choice, label === '' ? {} : { label }, isLong ? undefined : rows, one.all);
          if (isLong) {
            expected = new Set(one.all ? rows : []);
            byFilter = one.all ? label : undefined;
          } else
            for (const id of rows)
              if (one.all) expected.add(id);
              else expected.delete(id);
          continue;
        }
        const ticked = rows.slice(one.from, one.from + one.length);
        choice = chosen(choice, ticked, one.selected);
        for (const id of ticked)
          if (one.selected) expected.add(id);
          else expected.delete(id);
      }
      assert.deepEqual([...meant(choice)].sort(), [...expected].sort());
      assert.equal(countOf(choice, shown(label).length), expected.size);
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
