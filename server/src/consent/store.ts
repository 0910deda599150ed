import type { ConsentId, InvitationId, MemberId, PermitId, SessionId } from '../platform/ids.ts';
import type { PolicyChannel } from './policy.ts';
import type { Stop } from './stops.ts';
import type { SuppressionReason } from './suppression.ts';

export interface ConsentRow {
  sequence: number;
  id: ConsentId;
  member_id: MemberId;
  session_id: SessionId;
  channel: PolicyChannel;
  message_version: string;
  message_hash: Buffer;
  note: string | null;
  locale: string;
  reminders: number;
  recipients: Buffer[];
  stated: string | null;
  created_at: Date;
  /** How the member may be named in messages of others; null where that was not asked. */
  mention: string | null;
  /** Later messages agreed to. */
  later: { sequence: number; hash: string; due: string }[];
  previous_hash: Buffer;
  hash: Buffer;
  /** When the member erased the account, and the member's own words went. */
  redacted_at: Date | null;
}

declare module '../platform/database.ts' {
  interface Tables {
    consents: ConsentRow;
    permits: {
      id: PermitId;
      consent_id: ConsentId;
      invitation_id: InvitationId;
      recipient_key: Buffer;
      kind: 'invitation' | 'reminder' | 'link';
      sequence: number;
      issued_at: Date;
    };
    quota_uses: { member_id: MemberId; invitation_id: InvitationId; used_at: Date };
    inviting_stops: {
      id: string;
      member_id: MemberId;
      kind: Stop;
      began_at: Date;
      ended_at: Date | null;
    };
    suppressions: { key: Buffer; inviter_id: string; reason: SuppressionReason; suppressed_at: Date };
  }
}
