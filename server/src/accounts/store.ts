import type { MemberId, SessionId } from '../platform/ids.ts';

declare module '../platform/database.ts' {
  interface Tables {
    sessions: {
      id: SessionId;
      member_id: MemberId;
      token_hash: Buffer;
      created_at: Date;
      seen_at: Date;
      expires_at: Date;
      ended_at: Date | null;
      agent: string | null;
    };
  }
}
