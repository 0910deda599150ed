import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDate } from './date.ts';

const cases: readonly [text: string, expected: string | undefined, order?: 'month-first'][] = [
  ['1980-03-22', '1980-03-22'],
  ['19800322', '1980-03-22'],
  ['1980-03-22T10:00:00Z', '1980-03-22'],
  ['22.03.1980', '1980-03-22'],
  ['3/22/80', '1980-03-22'],
  ['3/4/1980', '1980-04-03'],
  ['3/4/1980', '1980-03-04', 'month-first'],
  ['1980/3/22', '1980-03-22'],
  ['--0203', '--02-03'],
  ['--04-16', '--04-16'],
  [' --03-22', '--03-22'],
  ['1604-02-29', '--02-29'],
  ['16040101', '--01-01'],
  ['12 Mar 2024', '2024-03-12'],
  ['March 22, 1980', '1980-03-22'],
  ['7-Feb-22', '2022-02-07'],
  ['22. März 1980', '1980-03-22'],
  ['1980年3月22日', '1980-03-22'],
  ['04/12', '--04-12', 'month-first'],
  ['0/0/00', undefined],
  ['1981-02-29', undefined],
  ['circa 1800', undefined],
  ['1980', undefined],
  ['', undefined],
];

test('a date is read however it is written', () => {
  for (const [text, expected, order] of cases) assert.equal(parseDate(text, order), expected, text);
});
