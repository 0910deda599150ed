import type { ConsentId, InvitationId, MemberId, PermitId, SessionId } from '../platform/ids.ts';
import type { SuppressionReason } from './suppression.ts';

export interface ConsentRow {
  sequence: number;
  id: ConsentId;
  member_id: MemberId;
  session_id: SessionId;
  channel: 'email' | 'text';
  message_version: string;
  message_hash: Buffer;
  note: string | null;
  locale: string;
  reminders: number;
  recipients: Buffer[];
  created_at: Date;
  previous_hash: Buffer;
  hash: Buffer;
}

declare module '../platform/database.ts' {
  interface Tables {
    consents: ConsentRow;
    permits: {
      id: PermitId;
      consent_id: ConsentId;
      invitation_id: InvitationId;
      recipient_key: Buffer;
      kind: 'invitation' | 'reminder';
      sequence: number;
      issued_at: Date;
    };
    suppressions: { key: Buffer; inviter_id: string; reason: SuppressionReason; suppressed_at: Date };
  }
}
