/** How a file is cut into rows. */
export interface Dialect {
  readonly delimiter: string;
  /** `\r` for old Macintosh files, else `\n`. */
  readonly newline: string;
}

/**
 * Cuts a text into rows, one after the other; what it says of a row holds until the next one is read.
 *
 * The cells are places in the text, and become strings when somebody asks: most cells of a wide table are empty.
 */
export interface Rows {
  /** Reads the row at `start`; `false` where its end is not yet there (`last` says that nothing follows). */
  read(text: string, start: number, last: boolean): boolean;
  /** Cells of the row, also those beyond the limit that cannot be asked for. */
  readonly count: number;
  /** Where the next row starts. */
  readonly end: number;
  /** Line breaks that the row holds, with the one that ends it. */
  readonly breaks: number;
  /** A quote opened and never closed; the cells are those of the row's first line, read without quotes. */
  readonly unclosed: boolean;
  /** Whether there is nothing at all in a cell. */
  isEmpty(at: number): boolean;
  /** A cell as it stands, without the quotes around it. */
  cell(at: number): string;
  /** All cells up to the limit. */
  cells(): string[];
}

const QUOTE = 0x22;
const CR = 0x0d;

/**
 * A reader of rows by RFC 4180, and kinder: quotes inside a cell stay, and a quote that never closes costs its row only.
 * Such a quote is recognised where a later quote that seems to close it is followed by text and comes right after a
 * separator: there another quoted cell starts.
 *
 * `columns` is the most cells of a row that can be asked for, `longest` the most characters of a quoted cell.
 */
export function rowReader(dialect: Dialect, columns: number, longest: number): Rows {
  const delimiter = dialect.delimiter.charCodeAt(0);
  const newline = dialect.newline.charCodeAt(0);
  const starts = new Int32Array(columns);
  const ends = new Int32Array(columns);
  /** Cells with quotes in them that stand twice. */
  const doubled = new Uint8Array(columns);
  let source = '';
  let count = 0;
  let end = 0;
  let breaks = 0;
  let unclosed = false;
  let bare: readonly string[] = [];

  function push(from: number, to: number, quotes: number): void {
    if (count < columns) {
      starts[count] = from;
      ends[count] = to;
      doubled[count] = quotes;
    }
    count++;
  }

  /** The row's first line without quotes, and what follows without any separator: the rest of the broken cell. */
  function broken(start: number, last: boolean): void {
    const eol = source.indexOf(dialect.newline, start);
    let to = eol < 0 ? source.length : eol;
    end = eol < 0 ? source.length : eol + 1;
    breaks = 1;
    while (to > start && source.charCodeAt(to - 1) === CR) to--;
    bare = source
      .slice(start, to)
      .split(dialect.delimiter, columns)
      .map((cell) => cell.replaceAll('"', ''));
    count = bare.length;
    unclosed = true;
    while (count > 1 && end < source.length) {
      const next = source.indexOf(dialect.newline, end);
      const line = source.slice(end, next < 0 ? source.length : next);
      if (
        (next < 0 && !last) ||
        line.includes(dialect.delimiter) ||
        line.includes('@') ||
        line.length > longest
      )
        return;
      end = next < 0 ? source.length : next + 1;
      breaks++;
    }
  }

  return {
    get count() {
      return count;
    },
    get end() {
      return end;
    },
    get breaks() {
      return breaks;
    },
    get unclosed() {
      return unclosed;
    },

    read(text, start, last) {
      source = text;
      count = 0;
      breaks = 1;
      unclosed = false;
      const { length } = text;
      let at = start;
      let firstLine = true;
      for (;;) {
        if (at >= length) {
          if (!last) return false;
          push(length, length, 0);
          end = length;
          return true;
        }
        if (text.charCodeAt(at) !== QUOTE) {
          const from = at;
          let code = text.charCodeAt(at);
          while (code !== delimiter && code !== newline && ++at < length) code = text.charCodeAt(at);
          if (at < length && code === delimiter) {
            push(from, at, 0);
            at++;
            continue;
          }
          if (at >= length && !last) return false;
          let to = at;
          while (to > from && text.charCodeAt(to - 1) === CR) to--;
          push(from, to, 0);
          end = at < length ? at + 1 : length;
          return true;
        }
        const from = at + 1;
        let quotes = 0;
        at = from;
        for (;;) {
          for (; at < length; at++) {
            const code = text.charCodeAt(at);
            if (code === QUOTE) break;
            if (code !== newline) continue;
            breaks++;
            firstLine = false;
          }
          if (at >= length) {
            if (!last && length - start <= longest) return false;
            broken(start, last);
            return true;
          }
          if (at - start > longest) {
            broken(start, last);
            return true;
          }
          if (at + 1 >= length) {
            if (!last) return false;
            push(from, at, quotes);
            end = length;
            return true;
          }
          const next = text.charCodeAt(at + 1);
          if (next === QUOTE) {
            quotes = 1;
            at += 2;
            continue;
          }
          if (next === delimiter || next === 0x0a || next === CR) break;
          const before = text.charCodeAt(at - 1);
          if (!firstLine && (before === delimiter || before === 0x0a || before === CR)) {
            broken(start, last);
            return true;
          }
          // A stray quote inside the cell stays.
          at++;
        }
        push(from, at, quotes);
        at++;
        if (text.charCodeAt(at) === delimiter) {
          at++;
          continue;
        }
        while (at < length && newline !== CR && text.charCodeAt(at) === CR) at++;
        if (at >= length && !last) return false;
        if (at >= length || text.charCodeAt(at) === newline) {
          end = Math.min(at + 1, length);
          return true;
        }
      }
    },

    isEmpty(at) {
      return unclosed ? bare[at] === '' : starts[at] === ends[at];
    },

    cell(at) {
      if (unclosed) return bare[at] ?? '';
      if (at >= count || at >= columns) return '';
      const cell = source.slice(starts[at], ends[at]);
      return doubled[at] === 1 ? cell.replaceAll('""', '"') : cell;
    },

    cells() {
      return Array.from({ length: Math.min(count, columns) }, (_, at) => this.cell(at));
    },
  };
}
