/** How a file is cut into rows. */
export interface Dialect {
  readonly delimiter: string;
  /** `\r` for old Macintosh files, else `\n`. */
  readonly newline: string;
}

/**
 * Cuts a text into rows, one after the other; what it says of a row holds until the next one is read.
 *
 * The cells are places in a text, and become strings when somebody asks: most cells of a wide table are empty, and a
 * call for each of the others is what a reader of tables spends its time on.
 */
export interface Rows {
  /** Reads the row at `start`; `false` where its end is not yet there (`last` says that nothing follows). */
  read(text: string, start: number, last: boolean): boolean;
  /** The text in which the cells of the row stand. */
  readonly source: string;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** 1 for a cell in which quotes stand twice. */
  readonly doubled: Uint8Array;
  /** Cells of the row, also those beyond the limit that have no place. */
  readonly count: number;
  /** Where the next row starts. */
  readonly end: number;
  /** Line breaks that the row holds, with the one that ends it. */
  readonly breaks: number;
  /** A quote opened and never closed; the cells are those of the row's first line, read without quotes. */
  readonly unclosed: boolean;
  /** A cell as it stands, without the quotes around it. */
  cell(at: number): string;
  /** All cells up to the limit. */
  cells(): string[];
}

const QUOTE = 0x22;
const CR = 0x0d;

/** Characters that are always searched for a closing quote. */
const SHORTEST = 4096;

/**
 * A reader of rows by RFC 4180, and kinder: quotes inside a cell stay, and a quote that never closes costs its row only.
 * Such a quote is recognised where a later quote that seems to close it is followed by text and comes right after a
 * separator: there another quoted cell starts.
 *
 * `columns` is the most cells of a row that have a place, `longest` the most characters that are searched for the quote
 * that closes a cell. A table of quotes that never close would be searched again for each of its rows: after every four
 * searches in vain the next ones reach half as far.
 */
export function rowReader(dialect: Dialect, columns: number, longest: number): Rows {
  const delimiter = dialect.delimiter.charCodeAt(0);
  const newline = dialect.newline.charCodeAt(0);
  const starts = new Int32Array(columns);
  const ends = new Int32Array(columns);
  const doubled = new Uint8Array(columns);
  let vain = 0;
  /** The first quote that the last row did not look at: a text with few of them is not searched for each row. */
  let ahead = -1;
  const rows = {
    read,
    source: '',
    starts,
    ends,
    doubled,
    count: 0,
    end: 0,
    breaks: 0,
    unclosed: false,
    cell,
    cells,
  };
  return rows;

  function read(text: string, start: number, last: boolean): boolean {
    const { length } = text;
    let quote =
      start === rows.end && text === rows.source && ahead >= start ? ahead : placeOf(text, '"', start);
    let count = 0;
    let breaks = 1;
    let at = start;
    let from = start;
    let eol = placeOf(text, dialect.newline, start);
    for (;;) {
      // Up to a quote or the end of the line there are but cells and delimiters.
      for (const stop = Math.min(quote, eol); at < stop; at++) {
        if (text.charCodeAt(at) !== delimiter) continue;
        if (count < columns) {
          starts[count] = from;
          ends[count] = at;
          doubled[count] = 0;
        }
        count++;
        from = at + 1;
      }
      if (eol <= quote) {
        if (eol >= length && !last) return false;
        let to = eol;
        while (to > from && text.charCodeAt(to - 1) === CR) to--;
        if (count < columns) {
          starts[count] = from;
          ends[count] = to;
          doubled[count] = 0;
        }
        return found(text, count + 1, Math.min(eol + 1, length), breaks, quote);
      }
      if (from < quote) {
        // A stray quote inside the cell stays.
        at = quote + 1;
        quote = placeOf(text, '"', at);
        continue;
      }
      from = quote + 1;
      let quotes = 0;
      let crossed = breaks > 1;
      const reach = Math.min(longest, Math.max(SHORTEST, Math.floor(longest / 2 ** Math.floor(vain / 4))));
      for (;;) {
        // Past the quote that was looked at last, and its double.
        quote = placeOf(text, '"', quote + 1);
        at = Math.min(quote, start + reach + 1);
        for (; eol < at; eol = placeOf(text, dialect.newline, eol + 1)) {
          breaks++;
          crossed = true;
        }
        if (at >= length && !last && length - start <= reach) return false;
        if (at >= length || at - start > reach) {
          if (at - start > SHORTEST) vain++;
          return broken(text, start, last);
        }
        if (at + 1 >= length) {
          if (!last) return false;
          break;
        }
        const next = text.charCodeAt(at + 1);
        if (next === QUOTE) {
          quotes = 1;
          quote++;
          continue;
        }
        if (next === delimiter || next === 0x0a || next === CR) break;
        const before = text.charCodeAt(at - 1);
        if (crossed && (before === delimiter || before === 0x0a || before === CR))
          return broken(text, start, last);
      }
      if (count < columns) {
        starts[count] = from;
        ends[count] = at;
        doubled[count] = quotes;
      }
      count++;
      at++;
      if (newline !== CR) while (at < length && text.charCodeAt(at) === CR) at++;
      if (at >= length && !last) return false;
      const code = at < length ? text.charCodeAt(at) : newline;
      if (code === newline) return found(text, count, Math.min(at + 1, length), breaks, quote);
      // After a closing quote and a lone carriage return, another cell starts without a delimiter.
      if (code === delimiter) at++;
      from = at;
      if (quote < at) quote = placeOf(text, '"', at);
    }
  }

  function found(text: string, count: number, end: number, breaks: number, quote: number): true {
    ahead = quote;
    rows.source = text;
    rows.count = count;
    rows.end = end;
    rows.breaks = breaks;
    rows.unclosed = false;
    return true;
  }

  /** The row's first line without quotes, and what follows without any separator: the rest of the broken cell. */
  function broken(text: string, start: number, last: boolean): boolean {
    const eol = text.indexOf(dialect.newline, start);
    let to = eol < 0 ? text.length : eol;
    rows.end = eol < 0 ? text.length : eol + 1;
    rows.breaks = 1;
    rows.unclosed = true;
    while (to > start && text.charCodeAt(to - 1) === CR) to--;
    const bare = text.slice(start, to).replaceAll('"', '');
    const cells = bare.split(dialect.delimiter, columns);
    let from = 0;
    cells.forEach((one, at) => {
      starts[at] = from;
      ends[at] = from + one.length;
      doubled[at] = 0;
      from += one.length + 1;
    });
    rows.source = bare;
    rows.count = cells.length;
    while (rows.count > 1 && rows.end < text.length) {
      const next = text.indexOf(dialect.newline, rows.end);
      const line = text.slice(rows.end, next < 0 ? text.length : next);
      if (
        (next < 0 && !last) ||
        line.includes(dialect.delimiter) ||
        line.includes('@') ||
        line.length > longest
      )
        break;
      rows.end = next < 0 ? text.length : next + 1;
      rows.breaks++;
    }
    return true;
  }

  function cell(at: number): string {
    if (at >= rows.count || at >= columns) return '';
    const text = rows.source.slice(starts[at], ends[at]);
    return doubled[at] === 1 ? text.replaceAll('""', '"') : text;
  }

  function cells(): string[] {
    return Array.from({ length: Math.min(rows.count, columns) }, (_, at) => cell(at));
  }
}

/** Where the sign stands next; the end of the text where it does not. */
function placeOf(text: string, sign: string, from: number): number {
  const place = text.indexOf(sign, from);
  return place < 0 ? text.length : place;
}
