/** One row: its cells as they stood, where it ends, and how many line breaks it holds. */
export interface Row {
  readonly cells: string[];
  /** Where the next row starts. */
  readonly end: number;
  readonly breaks: number;
  /** A quote opened and never closed; the cells are those of the row's first line, read without quotes. */
  readonly unclosed: boolean;
}

/** How a file is cut into rows. */
export interface Dialect {
  readonly delimiter: string;
  /** `\r` for old Macintosh files, else `\n`. */
  readonly newline: string;
}

/**
 * The row that starts at `start`, or `undefined` where its end is not yet there (`last` says that nothing follows).
 *
 * RFC 4180, and kinder: quotes inside a cell stay, and a quote that never closes costs its row only. Such a quote is
 * recognised where a later quote that seems to close it is followed by text and comes right after a separator: there
 * another quoted cell starts.
 */
export function nextRow(
  text: string,
  start: number,
  dialect: Dialect,
  last: boolean,
  longest: number,
): Row | undefined {
  const { delimiter, newline } = dialect;
  let lineEnd = text.indexOf(newline, start);
  if (lineEnd < 0) {
    if (!last) return undefined;
    lineEnd = text.length;
  }
  const quote = text.indexOf('"', start);
  if (quote < 0 || quote > lineEnd) return plainRow(text, start, lineEnd, delimiter);
  return quotedRow(text, start, lineEnd, dialect, last, longest);
}

function plainRow(text: string, start: number, lineEnd: number, delimiter: string): Row {
  let end = lineEnd;
  while (end > start && text.charCodeAt(end - 1) === 0x0d) end--;
  return { cells: text.slice(start, end).split(delimiter), end: lineEnd + 1, breaks: 1, unclosed: false };
}

function quotedRow(
  text: string,
  start: number,
  lineEnd: number,
  dialect: Dialect,
  last: boolean,
  longest: number,
): Row | undefined {
  const { delimiter, newline } = dialect;
  const unclosed = (): Row => {
    const row = plainRow(text, start, lineEnd, delimiter);
    let { end, breaks: lines } = row;
    // What follows without any separator is the rest of the broken cell, not a row.
    while (row.cells.length > 1 && end < text.length) {
      const eol = text.indexOf(newline, end);
      const line = text.slice(end, eol < 0 ? text.length : eol);
      if ((eol < 0 && !last) || line.includes(delimiter) || line.includes('@') || line.length > longest)
        break;
      end = eol < 0 ? text.length : eol + 1;
      lines++;
    }
    return { cells: row.cells.map((cell) => cell.replaceAll('"', '')), end, breaks: lines, unclosed: true };
  };
  const cells: string[] = [];
  let breaks = 1;
  let at = start;
  for (;;) {
    if (text.charCodeAt(at) !== 0x22) {
      // A cell without quotes: to the next separator, at most to the end of this line.
      let end = text.indexOf(delimiter, at);
      let eol = text.indexOf(newline, at);
      if (eol < 0) {
        if (!last) return undefined;
        eol = text.length;
      }
      const ends = end < 0 || end > eol;
      if (ends) {
        end = eol;
        while (end > at && text.charCodeAt(end - 1) === 0x0d) end--;
      }
      cells.push(text.slice(at, end));
      if (ends) return { cells, end: eol + 1, breaks, unclosed: false };
      at = end + 1;
      continue;
    }
    let cell = '';
    let from = at + 1;
    for (;;) {
      const close = text.indexOf('"', from);
      if (close < 0) {
        if (last || text.length - start > longest) return unclosed();
        return undefined;
      }
      if (close - start > longest) return unclosed();
      const next = close + 1 < text.length ? text[close + 1] : undefined;
      if (next === undefined && !last) return undefined;
      if (next === '"') {
        cell += text.slice(from, close + 1);
        from = close + 2;
        continue;
      }
      if (next === undefined || next === delimiter || next === '\n' || next === '\r') {
        cell += text.slice(from, close);
        at = close + 1;
        break;
      }
      const before = text[close - 1];
      if (close > lineEnd && (before === delimiter || before === '\n' || before === '\r')) return unclosed();
      // A stray quote inside the cell stays.
      cell += text.slice(from, close + 1);
      from = close + 1;
    }
    for (let nl = cell.indexOf(newline); nl >= 0; nl = cell.indexOf(newline, nl + 1)) breaks++;
    cells.push(cell);
    if (at >= text.length) {
      return last ? { cells, end: text.length, breaks, unclosed: false } : undefined;
    }
    if (text[at] === delimiter) {
      at++;
      continue;
    }
    while (text.charCodeAt(at) === 0x0d && newline !== '\r') at++;
    if (at >= text.length && !last) return undefined;
    if (at >= text.length || text[at] === newline)
      return { cells, end: Math.min(at + 1, text.length), breaks, unclosed: false };
  }
}
