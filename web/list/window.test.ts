import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Candidate } from '../api/types.ts';
import {
  allToggled,
  emptyWindow,
  type ListWindow,
  matchingSelected,
  missingPages,
  pageSize,
  rowAt,
  ticks,
  toggled,
  withCome,
  withPage,
} from './window.ts';

test('only the pages in sight that are not here are asked for', () => {
  const window = loaded(people(350), [0]);
  assert.deepEqual(missingPages(window, 90, 210), [1, 2]);
  assert.deepEqual(missingPages(window, 0, 99), []);
  assert.deepEqual(missingPages(window, 340, 500), [3]);
  assert.equal(rowAt(window, 99)?.contactId, 'c99');
  assert.equal(rowAt(window, 100), undefined);
});

test('a page that came while the list was read anew stays, and no other', () => {
  const before = loaded(people(350), [0, 1, 3]).pages;
  const fresh = loaded(people(350), [0]).pages;
  const after = withCome(fresh, before, new Set([0, 3]));
  assert.deepEqual([...after.keys()].sort(), [0, 3]);
  assert.equal(after.get(0), fresh.get(0));
  assert.equal(after.get(3), before.get(3));
});

test('an empty list has no ticks', () => {
  assert.equal(ticks(emptyWindow<Candidate>().counts), 'none');
});

test('whatever is ticked in whatever order, the window says what the server will say', () => {
  const step = fc.oneof(
    fc.record({ all: fc.boolean() }),
    fc.record({ from: fc.nat(249), length: fc.integer({ min: 1, max: 40 }), selected: fc.boolean() }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.subarray([0, 1, 2]), (steps, pages) => {
      const truth = people(250);
      let window = loaded(truth, pages);
      for (const one of steps) {
        if ('all' in one) {
          for (const row of truth) row.selected = one.all;
          window = allToggled(window, one.all);
          continue;
        }
        // Only rows on the screen can be ticked.
        const seen = truth
          .slice(one.from, one.from + one.length)
          .filter((row) => pages.includes(Math.floor(truth.indexOf(row) / pageSize)));
        for (const row of seen) row.selected = one.selected;
        window = toggled(window, new Set(seen.map((row) => row.contactId)), one.selected);
      }
      const selected = truth.filter((row) => row.selected).length;
      assert.equal(window.counts.selected, selected);
      assert.equal(matchingSelected(window.counts), selected);
      assert.equal(ticks(window.counts), selected === 0 ? 'none' : selected === 250 ? 'all' : 'some');
      for (const page of pages)
        assert.deepEqual(window.pages.get(page), truth.slice(page * pageSize, (page + 1) * pageSize));
    }),
  );
});

interface Row extends Candidate {
  selected: boolean;
}

function people(count: number): Row[] {
  return Array.from({ length: count }, (_, index) => ({ contactId: `c${index}`, selected: true }));
}

function loaded(rows: readonly Row[], pages: readonly number[]): ListWindow<Row> {
  const selected = rows.filter((row) => row.selected).length;
  const counts = { total: rows.length, matching: rows.length, selected, matchingSelected: selected };
  return pages.reduce<ListWindow<Row>>(
    (window, page) =>
      withPage(window, page, {
        ...counts,
        items: rows.slice(page * pageSize, (page + 1) * pageSize).map((row) => ({ ...row })),
      }),
    { ...emptyWindow<Row>(), counts },
  );
}
