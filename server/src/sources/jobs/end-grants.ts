import { Type } from 'typebox';
import { after } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database.ts';
import type { GrantId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import type { GrantAccess } from '../grant-access.ts';
import { deleteOldGrants, grantsHeld } from '../store.ts';

const day = 86_400;

/**
 * Job `sources.end_grant`: takes a grant back whose reader died, or could not. Job `sources.tidy`, hourly: a grant that
 * ended is forgotten after a day; what became of it stands at its import.
 */
export function endGrants({ clock, database, jobs }: Platform, access: GrantAccess): void {
  jobs.define({
    name: 'sources.end_grant',
    payload: Type.Object({
      ownerId: Type.Unsafe<MemberId>(Type.String()),
      grantId: Type.Unsafe<GrantId>(Type.String()),
    }),
    concurrency: 2,
    run: ({ ownerId, grantId }) => access.endIfLeft(ownerId, grantId),
  });
  jobs.define({
    name: 'sources.tidy',
    payload: Type.Object({}),
    schedule: '47 * * * *',
    run: async () => {
      await database.asSystem((tx) => deleteOldGrants(tx, after(clock.now(), -day)));
    },
  });
}

/** Has whatever access an owner's grants still give taken back at the provider. @returns how many grants those are */
export async function endGrantsOf({ jobs }: Platform, tx: Transaction, owner: MemberId): Promise<number> {
  const held = await grantsHeld(tx, owner);
  for (const grantId of held) await jobs.enqueue('sources.end_grant', { ownerId: owner, grantId }, { tx });
  return held.length;
}
