import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { date, provenOrder } from './date.ts';
import { parseWrittenDate } from './written-date.ts';

const lines = readFileSync(new URL('date.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

test('a date is read however it is written', () => {
  for (const line of lines) {
    const [text = '', order, expected = ''] = line.split('=>').map((part) => part.trim());
    assert.equal(parseWrittenDate(text, order === 'm' ? 'month-first' : 'day-first') ?? '', expected, line);
  }
});

test('every day there is comes back, whatever the order', () => {
  const days = fc.date({ min: new Date('1000-01-01T00:00:00Z'), max: new Date('2399-12-31T00:00:00Z') });
  fc.assert(
    fc.property(
      days.filter((day) => !Number.isNaN(day.getTime()) && day.getUTCFullYear() !== 1604),
      (day) => {
        const iso = day.toISOString().slice(0, 10);
        const [year, month, dayOfMonth] = iso.split('-');
        assert.equal(parseWrittenDate(iso), iso);
        assert.equal(parseWrittenDate(`${dayOfMonth}.${month}.${year}`, 'day-first'), iso);
        assert.equal(parseWrittenDate(`${month}/${dayOfMonth}/${year}`, 'month-first'), iso);
        assert.equal(date(Number(year), Number(month), Number(dayOfMonth)), iso);
      },
    ),
  );
});

test('three columns make a date, and a day that is none makes nothing', () => {
  assert.equal(date(1980, 3, 22), '1980-03-22');
  assert.equal(date(0, 2, 29), '--02-29');
  assert.equal(date(1604, 2, 29), '--02-29');
  assert.equal(date(1981, 2, 29), undefined);
  assert.equal(date(Number.NaN, 3, 22), undefined);
  assert.equal(date(1980, Number.NaN, 22), undefined);
});

test('an order is proven by a day beyond the twelfth', () => {
  assert.equal(provenOrder('22.3.1980'), 'day-first');
  assert.equal(provenOrder('3/22/1980'), 'month-first');
  assert.equal(provenOrder('3/4/1980'), undefined);
  assert.equal(provenOrder('1980-03-22'), undefined);
});
