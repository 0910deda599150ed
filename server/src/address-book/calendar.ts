import type { ContactId } from '../platform/ids.ts';
import type { Birthday } from './birthdays.ts';

export interface CalendarEntry {
  readonly id: ContactId;
  readonly name: string;
  readonly on: Birthday;
}

/** Stands for a year that is not known: a leap year, so that 29 February is in it. */
const anyYear = 2000;

/**
 * Birthdays as a calendar (RFC 5545), an event each that returns every year.
 *
 * One on 29 February returns on the last day of February. Where no year is known, the event begins in 2000 and its text
 * has none.
 */
export function* calendarOf(name: string, stamp: Date, entries: Iterable<CalendarEntry>): Generator<string> {
  yield lines([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Kith//Kith//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT12H',
    'X-PUBLISHED-TTL:PT12H',
  ]);
  const stamped = `DTSTAMP:${stamp.toISOString().replace(/[-:]|\.\d+/g, '')}`;
  for (const { id, name: who, on } of entries) {
    const { year, month, day } = on;
    // Calendars draw nothing before 1900 well, and some refuse it.
    const first = year === undefined || year < 1900 ? anyYear : year;
    const leap = month === 2 && day === 29;
    // A year without that day is a mistake of the source: the event begins where there is one.
    const begins = leap && !isLeap(first) ? anyYear : first;
    yield lines([
      'BEGIN:VEVENT',
      `UID:${id}@birthdays.kith`,
      stamped,
      `DTSTART;VALUE=DATE:${begins}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`,
      `RRULE:FREQ=YEARLY${leap ? ';BYMONTH=2;BYMONTHDAY=-1' : ''}`,
      `SUMMARY:${escaped(year === undefined ? who : `${who} (${year})`)}`,
      'CATEGORIES:BIRTHDAY',
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]);
  }
  yield lines(['END:VCALENDAR']);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** RFC 5545, section 3.3.11. */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|[\r\n]/g, '\\n');
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${folded(text)}\r\n`).join('');
}

/** RFC 5545, section 3.1: no line above 75 bytes, no character cut in two. */
function folded(text: string): string {
  let line = '';
  let size = 0;
  for (const letter of text) {
    const bytes = Buffer.byteLength(letter);
    if (size + bytes > 75) {
      line += '\r\n ';
      size = 1;
    }
    line += letter;
    size += bytes;
  }
  return line;
}
