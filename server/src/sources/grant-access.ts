import {
  type AppPassword,
  endLoginFlow,
  GrantFault,
  type Guard,
  type OauthClient,
  type Once,
  redeem,
  revoke,
  type Tokens,
} from '@kith/sources';
import { endAccess } from '../imports/index.ts';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import { type ErrorCode, KithError } from '../platform/errors.ts';
import type { GrantId, MemberId } from '../platform/ids.ts';
import { causeOf } from '../platform/log.ts';
import type { Platform } from '../platform/platform.ts';
import { providerById } from '../providers.ts';
import type { AccountRun, AccountRuns } from './account-run.ts';
import { doorInRegion, type OauthDoor, oauthDoorOf, regionIn } from './oauth-door.ts';
import { findGrant, type GrantRow, leaseGrant, updateGrant } from './store.ts';

/** Seconds that a slot is kept at most; milliseconds that may be read with what it holds, so that it is never needed longer. */
const slotSeconds = 900;
const readingLimit = 840_000;
/** Seconds after which whoever read with a grant and gave no sign of life is taken for dead. */
const deadAfter = 15;
const signOfLife = 5000;
/** Seconds between two tries to revoke. */
const nextTry = 20;
/** Seconds that one try may take. */
const tryLimit = 30;

/** What must be taken back at the provider. */
export type Held =
  | BroughtAnswer
  | ({ readonly kind: 'tokens'; readonly region?: string } & Tokens)
  | ({ readonly kind: 'app-password' } & AppPassword);

/** What the browser brought, until the tokens that are given for it are known. */
interface BroughtAnswer {
  readonly kind: 'answer';
  readonly parameters: string;
  readonly once: Once;
}

/** How an access ended: taken back, without anything that could be, or not yet. */
type End = 'revoked' | 'page' | 'later';

/** The life of what a member granted: kept where it is found again, used, taken back. */
export interface GrantAccess {
  /** Puts it where it is found when this process dies, and sees to it that somebody looks; nothing is kept of what cannot be revoked. */
  keep(row: GrantRow, held: Held | undefined): Promise<void>;
  /** Reads the account, and takes the grant back at the end. */
  read(row: GrantRow, run: Omit<AccountRun, 'address' | 'limit' | 'onBegin' | 'onEnd'>): Promise<void>;
  /** Does what is to be done with an answer; whatever fails, the grant is taken back and the member is told. */
  settleWith(row: GrantRow, work: () => Promise<void>): Promise<void>;
  settle(owner: MemberId, id: GrantId, fault: ErrorCode | null): Promise<void>;
  /** Ends the access of a grant whose reader is gone. Job `sources.end_grant`. */
  endIfLeft(owner: MemberId, id: GrantId): Promise<void>;
}

/** The door that a grant came through; undefined where the operator has taken it away. */
export function doorOf(
  platform: Pick<Platform, 'config' | 'publicUrl'>,
  { provider_id }: GrantRow,
): OauthDoor | undefined {
  const provider = providerById(platform.config, provider_id);
  return provider === undefined ? undefined : oauthDoorOf(platform, provider);
}

export function openGrantAccess(
  platform: Platform,
  guard: Pick<Guard, 'fetch'>,
  runs: AccountRuns,
): GrantAccess {
  const { clock, database, events, jobs, log, random, secrets } = platform;

  async function settle(owner: MemberId, id: GrantId, fault: ErrorCode | null): Promise<void> {
    await database.asMember(owner, (tx) => updateGrant(tx, owner, id, { settled_at: clock.now(), fault }));
    events.publish(`member:${owner}`);
  }

  async function settleWith(row: GrantRow, work: () => Promise<void>): Promise<void> {
    const { owner_id: owner, id } = row;
    try {
      await work();
      await settle(owner, id, null);
    } catch (error) {
      const code = error instanceof GrantFault || error instanceof KithError ? error.code : 'grant.failed';
      log.warn('grant.failed', {
        grant: id,
        client: row.client,
        code,
        ...(error instanceof GrantFault ? { reason: error.message } : causeOf(error)),
      });
      await end(owner, id);
      await settle(owner, id, code);
    }
  }

  async function keep({ owner_id: owner, id }: GrantRow, held: Held | undefined): Promise<void> {
    const now = clock.now();
    await database.asMember(owner, async (tx) => {
      await updateGrant(tx, owner, id, {
        alive_at: now,
        ...(held === undefined
          ? {}
          : {
              sealed: secrets.seal('grant.slot', id, JSON.stringify(held), random.bytes(12)),
              sealed_at: now,
            }),
      });
      // Tokens take the place of the answer that they were given for, which somebody looks after already.
      if (held?.kind !== 'tokens') await lookLater(owner, id, tx);
    });
  }

  /** By the database's clock: ours may be wrong by hours. */
  const lookLater = (ownerId: MemberId, grantId: GrantId, tx?: Transaction) =>
    jobs.enqueue(
      'sources.end_grant',
      { ownerId, grantId },
      { startAfter: nextTry, ...(tx === undefined ? {} : { tx }) },
    );

  async function read(
    { owner_id: owner, id, address }: GrantRow,
    run: Omit<AccountRun, 'address' | 'limit' | 'onBegin' | 'onEnd'>,
  ): Promise<void> {
    const set = (facts: Partial<GrantRow>) =>
      database.asMember(owner, (tx) => updateGrant(tx, owner, id, facts));
    const beat = setInterval(() => void set({ alive_at: clock.now() }).catch(() => undefined), signOfLife);
    beat.unref();
    try {
      await runs.read(owner, {
        ...run,
        address,
        limit: readingLimit,
        onBegin: (importId) => set({ import_id: importId }),
        onEnd: async () => {
          clearInterval(beat);
          return (await end(owner, id)) === 'revoked' ? 'revoked' : 'page';
        },
      });
    } catch (error) {
      clearInterval(beat);
      throw error;
    }
  }

  /** Revokes a grant, if it is not revoked yet; what could not be revoked now is tried again by the job. */
  async function end(owner: MemberId, id: GrantId): Promise<End> {
    const now = clock.now();
    const set = (facts: Partial<GrantRow>) =>
      database.asMember(owner, (tx) => updateGrant(tx, owner, id, facts));
    const row = await database.asMember(owner, (tx) => leaseGrant(tx, owner, id, now, after(now, tryLimit)));
    if (row === undefined) {
      const known = await database.asMember(owner, (tx) => findGrant(tx, owner, id));
      if (known?.sealed != null) return 'later';
      await set({ ended_at: now });
      return known?.revoked_at == null ? 'page' : 'revoked';
    }
    const how = await revokeOne(row);
    if (how === 'later') await set({ revoking_until: null, alive_at: null });
    else {
      const revoked = how === 'revoked' ? { revoked_at: clock.now() } : {};
      await set({ sealed: null, ended_at: clock.now(), revoking_until: null, ...revoked });
    }
    return how;
  }

  async function revokeOne(row: GrantRow): Promise<End> {
    const text = row.sealed === null ? undefined : secrets.open('grant.slot', row.id, row.sealed);
    if (text === undefined) return 'later';
    try {
      // Safe: nobody but `keep` seals for this purpose.
      const held = JSON.parse(text) as Held;
      if (held.kind === 'app-password') await endLoginFlow(held, guard);
      else {
        const known = doorOf(platform, row);
        if (known === undefined) return 'later';
        const region =
          held.kind === 'tokens' ? held.region : regionIn(known, new URLSearchParams(held.parameters));
        const client = doorInRegion(known, region)?.client;
        if (client === undefined) return 'page';
        const tokens = held.kind === 'tokens' ? held : await tokensFor(client, held, guard);
        if (tokens === undefined) return 'page';
        await revoke(client, tokens, guard);
      }
      log.info('grant.revoked', { grant: row.id, client: row.client });
      return 'revoked';
    } catch (error) {
      log.warn('grant.not_revoked', {
        grant: row.id,
        client: row.client,
        ...(error instanceof GrantFault ? { reason: error.message } : causeOf(error)),
      });
      return 'later';
    }
  }

  return {
    keep,
    read,
    settle,
    settleWith,

    async endIfLeft(owner, id) {
      const now = clock.now();
      const row = await database.asMember(owner, (tx) => findGrant(tx, owner, id));
      if (row === undefined || row.ended_at !== null) return;
      if (row.alive_at !== null && isWithin(row.alive_at, deadAfter, now)) return lookLater(owner, id);
      let how = await end(owner, id);
      if (how === 'later') {
        if (row.sealed_at !== null && isWithin(row.sealed_at, slotSeconds - nextTry, now))
          return lookLater(owner, id);
        log.error('grant.left', { grant: id, client: row.client });
        await database.asMember(owner, (tx) =>
          updateGrant(tx, owner, id, { sealed: null, ended_at: clock.now() }),
        );
        how = 'page';
      }
      if (row.import_id !== null) await endAccess(platform, owner, row.import_id, how);
      if (row.settled_at === null) await settle(owner, id, 'source.interrupted');
    },
  };
}

/**
 * Redeems the answer that somebody died with, so that what it gives can be revoked. A code that was used already gives
 * nothing: the server refuses it, and takes back what it gave for it (RFC 6749, 4.1.2).
 */
async function tokensFor(
  client: OauthClient,
  { parameters, once }: BroughtAnswer,
  guard: Pick<Guard, 'fetch'>,
): Promise<Tokens | undefined> {
  let issued: Tokens | undefined;
  const nothing = { needed: [], also: [] };
  try {
    await redeem(client, nothing, once, new URLSearchParams(parameters), guard, async (tokens) => {
      issued = tokens;
    });
  } catch (error) {
    if (issued === undefined && error instanceof GrantFault && error.code === 'grant.unavailable')
      throw error;
  }
  return issued;
}

/** Whether an instant is no further away than so many seconds: one that lies ahead is of a clock that was set back. */
function isWithin(instant: Date, seconds: number, now: Date): boolean {
  return after(instant, seconds) > now && after(now, seconds) > instant;
}
