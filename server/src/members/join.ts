import type { Email } from '@kith/contacts';
import type { Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { memberAppeared } from './appearance.ts';
import { identifierKey } from './identifier.ts';
import './store.ts';

export interface NewMember {
  /** As `parseName` gave it. */
  readonly name: string;
  /** Shown to be the member's own: a link or a code that was sent there came back. */
  readonly email: Email;
  readonly locale: string;
}

/** Makes an account; its address must not have one yet. */
export async function createMember(
  platform: Platform,
  tx: Transaction,
  { name, email, locale }: NewMember,
): Promise<MemberId> {
  const id = platform.ids.next<MemberId>();
  const now = platform.clock.now();
  await tx
    .insertInto('members')
    .values({
      id,
      name,
      headline: null,
      location: null,
      locale,
      region: platform.config.region,
      created_at: now,
      is_demo: false,
      photo_etag: null,
      invited_by: 'anyone',
    })
    .execute();
  await tx
    .insertInto('member_identifiers')
    .values({
      key: identifierKey(platform.secrets, { kind: 'email', value: email }),
      id: platform.ids.next(),
      member_id: id,
      kind: 'email',
      value: email,
      verified_at: now,
      is_primary: true,
      discoverability: 'everyone',
    })
    .execute();
  await memberAppeared(platform, tx, id);
  return id;
}
