import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

declare const brand: unique symbol;
/** An opaque UUIDv7 that says whose it is. */
type Id<Of extends string> = string & { readonly [brand]: Of };

export type MemberId = Id<'member'>;
export type SessionId = Id<'session'>;
export type ImportId = Id<'import'>;
export type HandOffId = Id<'hand-off'>;
export type SourceId = Id<'source'>;
export type CardId = Id<'card'>;
export type ContactId = Id<'contact'>;
export type MergeId = Id<'merge'>;
export type ConsentId = Id<'consent'>;
export type PermitId = Id<'permit'>;
export type InvitationId = Id<'invitation'>;
export type BatchId = Id<'batch'>;
export type GrantId = Id<'grant'>;
export type RequestId = Id<'request'>;
export type ReportId = Id<'report'>;
export type LabelId = Id<'label'>;
export type ErasureId = Id<'erasure'>;
export type ExportId = Id<'export'>;
export type BulkActId = Id<'bulk-act'>;

export interface Ids {
  next<T extends Id<string>>(): T;
}

/** Makes UUIDv7 (RFC 9562, section 5.7), in order within one process: a counter fills the twelve bits after the millisecond. */
export function uuidv7(clock: Clock, random: Random): Ids {
  let last = 0;
  let counter = 0;
  // Drawn in bulk: a draw of its own for every id is half the cost of making one.
  let pool: Buffer = Buffer.alloc(0);
  const draw = (): Buffer => {
    if (pool.length === 0) pool = random.bytes(8 * 512);
    const taken = pool.subarray(0, 8);
    pool = pool.subarray(8);
    return taken;
  };
  return {
    next<T extends Id<string>>(): T {
      const now = clock.now().getTime();
      if (now > last) {
        last = now;
        counter = random.bytes(2).readUInt16BE() & 0x7ff;
      } else if (++counter > 0xfff) {
        last += 1;
        counter = 0;
      }
      const hex = last.toString(16).padStart(12, '0');
      const tail = draw();
      tail[0] = 0x80 | ((tail[0] ?? 0) & 0x3f);
      const end = tail.toString('hex');
      const text = `${hex.slice(0, 8)}-${hex.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${end.slice(0, 4)}-${end.slice(4)}`;
      // Safe: the caller's annotation says whose id it is; the text is a fresh UUIDv7.
      return text as T;
    },
  };
}
