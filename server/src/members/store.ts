import type { MemberId } from '../platform/ids.ts';

export type Discoverability = 'everyone' | 'mutual' | 'nobody';

declare module '../platform/database.ts' {
  interface Tables {
    members: {
      id: MemberId;
      name: string;
      headline: string | null;
      location: string | null;
      locale: string;
      region: string;
      created_at: Date;
      is_demo: boolean;
      photo_etag: string | null;
    };
    member_photos: { member_id: MemberId; media_type: string; bytes: Buffer };
    member_identifiers: {
      key: Buffer;
      id: string;
      member_id: MemberId;
      kind: 'email' | 'phone';
      value: string;
      verified_at: Date;
      is_primary: boolean;
      discoverability: Discoverability;
    };
    identifier_codes: {
      member_id: MemberId;
      kind: 'email' | 'phone';
      value: string;
      code_hash: Buffer;
      attempts: number;
      created_at: Date;
      expires_at: Date;
    };
  }
}
