import { type Charsets, fromByteString, isAscii, toByteString } from './charset.ts';
import { type Draft, note } from './draft.ts';
import { labelOf } from './labels.ts';
import type { CardLimits } from './limits.ts';
import type { Header } from './vcard-header.ts';
import { base64, components, type Escaping, quotedPrintable, trimmed, unescaped } from './vcard-value.ts';

/** One property of a card; jCard and xCard write theirs in the words of vCard 4.0, so that each means the same. */
export interface Property {
  readonly header: Header;
  readonly value: string;
  /** The value holds one character per byte. */
  readonly bytes: boolean;
  /** The value may hold a backslash or a NUL. */
  readonly marked: boolean;
  readonly line: number;
  /** The value was longer than allowed and is cut. */
  readonly cut: boolean;
}

/** A card while its properties are read. */
export interface Reading {
  readonly one: Draft;
  readonly limits: CardLimits;
  readonly charsets: Charsets;
  readonly escaping: Escaping;
  /** Keep the bytes of photos. */
  readonly photos: boolean;
  /** X-ABLabel by group, where the card has any. */
  readonly labels: ReadonlyMap<string, string> | undefined;
  /** The group of the last address: a LABEL of the same group belongs to it. */
  addressGroup: string | undefined;
}

/** Takes what one property says into the draft. */
export type Handler = (reading: Reading, property: Property) => void;

/** The value as text, still escaped. */
function decoded({ one, limits, charsets }: Reading, property: Property): string {
  const { header, value } = property;
  const { encoding, charset = 'utf-8' } = header;
  let bytes: Uint8Array;
  if (encoding === 'quoted-printable') bytes = quotedPrintable(value, property.bytes);
  else if (encoding === 'base64') bytes = base64(value) ?? new Uint8Array();
  else if (!property.bytes && charset === 'utf-8') return value;
  // The charsets of this family write in ASCII what is none.
  else if (isAscii(value) && !charset.startsWith('iso-2022')) return value;
  else bytes = fromByteString(property.bytes ? value : toByteString(value));
  const { text, lost } = charsets.decode(bytes, header.charset);
  if (lost) note(one, limits, 'text.undecodable', property.line, header.name, text);
  return text;
}

/** Whether the value stands there as it is meant. */
function isPlain({ header: { encoding, charset }, bytes, marked }: Property): boolean {
  return !marked && !bytes && encoding === undefined && (charset === undefined || charset === 'utf-8');
}

/** The value still escaped, without NULs, its line breaks as one sign. */
function clean(reading: Reading, property: Property): string {
  const value = decoded(reading, property);
  return /[\0\r]/.test(value) ? value.replaceAll('\0', '').replace(/\r\n?/g, '\n') : value;
}

/** The value as one text, without white space around it. */
export function text(reading: Reading, property: Property): string {
  return trimmed(isPlain(property) ? property.value : unescaped(clean(reading, property), reading.escaping));
}

/** The value as several texts, each without white space around it. */
export function list(reading: Reading, property: Property, separator: ';' | ','): string[] {
  const value = isPlain(property) ? property.value : clean(reading, property);
  return components(value, separator, reading.escaping);
}

/** The components of a structured value (RFC 6350, section 3.3); one that is a list is joined by `joint`. */
export function structured(reading: Reading, property: Property, joint: string): string[] {
  const { escaping } = reading;
  const value = isPlain(property) ? property.value : clean(reading, property);
  if (escaping === 'semicolon' || !value.includes(',')) return components(value, ';', escaping);
  return components(value, ';', 'none').map((component) =>
    components(component, ',', escaping).filter(Boolean).join(joint),
  );
}

/** What the kind of the value is called: by its own label, else by its types. */
export function label({ labels }: Reading, { header }: Property): string | undefined {
  const own = header.group === undefined ? undefined : labels?.get(header.group);
  return own === undefined ? header.label : labelOf(own);
}
