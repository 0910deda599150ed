import { decodeGsm } from './text-segments.ts';

/** A protocol data unit of SMPP 3.4 (its specification, 3.2). */
export interface Pdu {
  readonly id: number;
  readonly status: number;
  readonly sequence: number;
  readonly body: Buffer;
}

/** Command ids (5.1.2.1); an answer has the highest bit too. */
export const command = {
  nack: 0x80000000,
  submit: 4,
  deliver: 5,
  unbind: 6,
  bindTransceiver: 9,
  enquireLink: 0x15,
};

export function answerTo(id: number): number {
  return (id | 0x80000000) >>> 0;
}

const head = 16;
/** Bytes of a unit; `message_payload` takes 64 KB at most. */
const most = 70_000;

export function encodePdu({ id, status, sequence, body }: Pdu): Buffer {
  const header = Buffer.alloc(head);
  for (const [at, value] of [head + body.length, id, status, sequence].entries())
    header.writeUInt32BE(value, at * 4);
  return Buffer.concat([header, body]);
}

/** Cuts a stream into units. @throws {RangeError} on what is no SMPP; there is no way on from there */
export function pduReader(): (chunk: Buffer) => Pdu[] {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const found: Pdu[] = [];
    while (rest.length >= head) {
      const length = rest.readUInt32BE(0);
      if (length < head || length > most) throw new RangeError(`a unit of ${length} bytes`);
      if (rest.length < length) break;
      found.push({
        id: rest.readUInt32BE(4),
        status: rest.readUInt32BE(8),
        sequence: rest.readUInt32BE(12),
        body: rest.subarray(head, length),
      });
      rest = rest.subarray(length);
    }
    return found;
  };
}

/** An octet string that ends with a zero (3.1). */
export function cString(text: string): Buffer {
  return Buffer.from(`${text.replaceAll('\0', '')}\0`, 'latin1');
}

/** What a `deliver_sm` brings (4.6.1): a message of a person. Undefined for delivery receipts, and for what cannot be read. */
export function messageOf(body: Buffer): { readonly from: string; readonly text: string } | undefined {
  let at = 0;
  const string = () => {
    const end = body.indexOf(0, at);
    if (end < 0) throw new RangeError('a string without an end');
    const text = body.toString('latin1', at, end);
    at = end + 1;
    return text;
  };
  const octet = () => body.readUInt8(at++);
  try {
    string();
    const international = octet() === 1;
    octet();
    const from = string();
    at += 2;
    string();
    const type = octet();
    at += 2;
    string();
    string();
    at += 2;
    const coding = octet();
    octet();
    const length = octet();
    const short = body.subarray(at, at + length);
    const octets = length > 0 ? short : payload(body.subarray(at));
    // 5.2.12: bits 2 to 5 tell receipts from messages, bit 6 that a header stands before the text.
    if ((type & 0x3c) !== 0) return undefined;
    const text = (type & 0x40) === 0 ? octets : octets.subarray((octets[0] ?? 0) + 1);
    return { from: international && !from.startsWith('+') ? `+${from}` : from, text: decoded(text, coding) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The optional parameter `message_payload` (5.3.2.32). */
function payload(parameters: Buffer): Buffer {
  for (let at = 0; at + 4 <= parameters.length; ) {
    const length = parameters.readUInt16BE(at + 2);
    if (parameters.readUInt16BE(at) === 0x0424) return parameters.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  return Buffer.alloc(0);
}

/** By `data_coding` (5.2.19). */
function decoded(octets: Buffer, coding: number): string {
  if (coding === 8)
    return Buffer.from(octets.subarray(0, octets.length & ~1))
      .swap16()
      .toString('utf16le');
  return coding === 3 ? octets.toString('latin1') : decodeGsm(octets);
}
