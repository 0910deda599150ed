import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../src/formats/crc32.ts';

/** One file of an archive. */
export interface ZipFile {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** Bytes of the name where it is no UTF-8. */
  readonly rawName?: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** Sizes come after the data, as programs write that cannot go back. */
  readonly described?: boolean;
  /** Sizes of eight bytes. */
  readonly zip64?: boolean;
  readonly crc?: number;
}

/** An archive of these files, as APPNOTE 6.3.10 has it. */
export function zipOf(files: readonly ZipFile[]): Uint8Array {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const content = Buffer.from(file.content);
    const method = file.method ?? 8;
    const packed = method === 8 ? deflateRawSync(content) : content;
    const name = Buffer.from(file.rawName ?? file.name);
    const described = file.described === true;
    const flags = (file.flags ?? 0) | (described ? 8 : 0);
    const crc = file.crc ?? crc32(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(method, 8);
    if (!described) {
      local.writeUInt32LE(crc, 14);
      local.writeUInt32LE(file.zip64 === true ? 0xffffffff : packed.length, 18);
      local.writeUInt32LE(file.zip64 === true ? 0xffffffff : content.length, 22);
    }
    local.writeUInt16LE(name.length, 26);
    const extra = Buffer.alloc(file.zip64 === true ? 20 : 0);
    if (file.zip64 === true) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(16, 2);
      extra.writeBigUInt64LE(BigInt(content.length), 4);
      extra.writeBigUInt64LE(BigInt(packed.length), 12);
    }
    local.writeUInt16LE(extra.length, 28);
    const descriptor = Buffer.alloc(described ? 16 : 0);
    if (described) {
      descriptor.writeUInt32LE(0x08074b50, 0);
      descriptor.writeUInt32LE(crc, 4);
      descriptor.writeUInt32LE(packed.length, 8);
      descriptor.writeUInt32LE(content.length, 12);
    }
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    local.copy(central, 6, 4, 28);
    central.writeUInt32LE(offset, 42);
    directory.push(central, name);
    const all = [local, name, extra, packed, descriptor];
    pieces.push(...all);
    offset += all.reduce((sum, { length }) => sum + length, 0);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  end.writeUInt32LE(offset, 16);
  return Uint8Array.from(Buffer.concat([...pieces, ...directory, end]));
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A sheet: its name, and its rows as the XML of their cells. */
export type Sheet = readonly [name: string, rows: string];

/** A workbook with its parts in the order of Excel, the shared texts last. */
export function workbookOf(
  sheets: readonly Sheet[],
  texts: readonly string[],
  options: { readonly from1904?: boolean; readonly described?: boolean } = {},
): Uint8Array {
  const part = (name: string, content: string): ZipFile => ({
    name,
    content: XML + content,
    ...(options.described === true ? { described: true } : {}),
  });
  const names = sheets.map(([name], at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`);
  const relations = sheets.map(
    (_, at) =>
      `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  );
  return zipOf([
    part('[Content_Types].xml', '<Types/>'),
    part('_rels/.rels', '<Relationships/>'),
    part(
      'xl/workbook.xml',
      `<workbook ${MAIN} xmlns:r="${RELATIONS}"><workbookPr${options.from1904 === true ? ' date1904="1"' : ''}/><sheets>${names.join('')}</sheets></workbook>`,
    ),
    part('xl/_rels/workbook.xml.rels', `<Relationships>${relations.join('')}</Relationships>`),
    ...sheets.map(([, rows], at) =>
      part(
        `xl/worksheets/sheet${at + 1}.xml`,
        `<worksheet ${MAIN}><sheetData>${rows}</sheetData></worksheet>`,
      ),
    ),
    part(
      'xl/styles.xml',
      `<styleSheet ${MAIN}><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/><numFmt numFmtId="165" formatCode="00000"/><numFmt numFmtId="166" formatCode="&quot;+&quot;0"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>`,
    ),
    part(
      'xl/sharedStrings.xml',
      `<sst ${MAIN}>${texts.map((text) => `<si>${text.startsWith('<') ? text : `<t>${text}</t>`}</si>`).join('')}</sst>`,
    ),
  ]);
}
