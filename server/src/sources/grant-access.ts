import {
  type AppPassword,
  endLoginFlow,
  GrantFault,
  type Guard,
  type LoginFlow,
  type OauthClient,
  type Once,
  pollLoginFlow,
  redeem,
  revoke,
  type Tokens,
} from '@kith/sources';
import { endAccess } from '../imports/index.ts';
import { tell } from '../live/index.ts';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import { type ErrorCode, KithError } from '../platform/errors.ts';
import type { GrantId, MemberId } from '../platform/ids.ts';
import { causeOf } from '../platform/log.ts';
import type { Platform } from '../platform/platform.ts';
import { providerById } from '../providers.ts';
import type { AccountRun, AccountRuns } from './account-run.ts';
import { doorInRegion, type OauthDoor, oauthDoorOf, regionIn } from './oauth-door.ts';
import {
  beatGrant,
  findGrant,
  type GrantRow,
  heldFor,
  leaseGrant,
  renewLease,
  updateGrant,
} from './store.ts';

/** Seconds in which the member must come back from the provider. */
export const stateSeconds = 600;
/** Seconds that a slot is kept at most; milliseconds that may be read with what it holds, so that it is never needed longer. */
const slotSeconds = 900;
const readingLimit = 840_000;
/** Seconds after which whoever read with a grant, or revoked it, and gave no sign of life is taken for dead. */
const deadAfter = 15;
const signOfLife = 5000;
/** Seconds between two tries to revoke. */
const nextTry = 20;
/** Seconds that Nextcloud keeps a sign-in open (`lifetime` of its LoginFlowV2Mapper). */
export const flowSeconds = 1200;

/** What must be taken back at the provider. */
export type Held =
  | BroughtAnswer
  | ({ readonly kind: 'login-flow' } & LoginFlow)
  | ({ readonly kind: 'tokens'; readonly region?: string } & Tokens)
  | ({ readonly kind: 'app-password' } & AppPassword);

/** What the browser brought, until the tokens that are given for it are known. */
interface BroughtAnswer {
  readonly kind: 'answer';
  readonly parameters: string;
  readonly once: Once;
}

/** How an access ended: taken back, without anything that could be, not yet, or not granted yet. */
type End = 'revoked' | 'page' | 'later' | 'open';

/** The life of what a member granted: kept where it is found again, used, taken back. */
export interface GrantAccess {
  /** Puts it where it is found when this process dies, and sees to it that somebody looks; nothing is kept of what cannot be revoked. */
  keep(row: GrantRow, held: Held | undefined, tx?: Transaction): Promise<void>;
  /** Gives signs of life. @returns a function that ends it. */
  beat(row: GrantRow): () => void;
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
    tell(events, owner, 'imports');
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

  async function keep(row: GrantRow, held: Held | undefined, tx?: Transaction): Promise<void> {
    const { owner_id: owner, id } = row;
    if (tx === undefined) return database.asMember(owner, (own) => keep(row, held, own));
    if (held !== undefined)
      await updateGrant(tx, owner, id, {
        sealed: secrets.seal('grant.slot', id, JSON.stringify(held), random.bytes(12)),
        sealed_at: clock.now(),
      });
    await beatGrant(tx, owner, id);
    // What takes the place of an answer or a flow is looked after already.
    if (held?.kind !== 'tokens' && held?.kind !== 'app-password') await lookLater(owner, id, deadAfter, tx);
  }

  /** By the database's clock: ours may be wrong by hours. */
  const lookLater = (ownerId: MemberId, grantId: GrantId, startAfter: number, tx?: Transaction) =>
    jobs.enqueue(
      'sources.end_grant',
      { ownerId, grantId },
      { startAfter, ...(tx === undefined ? {} : { tx }) },
    );

  /** Does something about a grant again and again, as long as this process lives. @returns a function that ends it. */
  function every5Seconds(owner: MemberId, work: (tx: Transaction) => Promise<void>): () => void {
    const timer = setInterval(() => void database.asMember(owner, work).catch(() => undefined), signOfLife);
    timer.unref();
    return () => clearInterval(timer);
  }

  const beat = ({ owner_id: owner, id }: GrantRow) => every5Seconds(owner, (tx) => beatGrant(tx, owner, id));

  async function read(
    row: GrantRow,
    run: Omit<AccountRun, 'address' | 'limit' | 'onBegin' | 'onEnd'>,
  ): Promise<void> {
    const { owner_id: owner, id, address } = row;
    const stop = beat(row);
    try {
      await runs.read(owner, {
        ...run,
        address,
        limit: readingLimit,
        onBegin: (importId) =>
          database.asMember(owner, (tx) => updateGrant(tx, owner, id, { import_id: importId })),
        onEnd: async () => {
          stop();
          return (await end(owner, id)) === 'revoked' ? 'revoked' : 'page';
        },
      });
    } catch (error) {
      stop();
      throw error;
    }
  }

  /** Revokes a grant, if it is not revoked yet; what could not be revoked now is tried again by the job. */
  async function end(owner: MemberId, id: GrantId): Promise<End> {
    const now = clock.now();
    const set = (facts: Partial<GrantRow>) =>
      database.asMember(owner, (tx) => updateGrant(tx, owner, id, facts));
    const row = await database.asMember(owner, (tx) => leaseGrant(tx, owner, id, deadAfter));
    if (row === undefined) {
      const known = await database.asMember(owner, (tx) => findGrant(tx, owner, id));
      if (known?.sealed != null) return 'later';
      await set({ ended_at: now });
      return known?.revoked_at == null ? 'page' : 'revoked';
    }
    const stop = every5Seconds(owner, (tx) => renewLease(tx, owner, id, deadAfter));
    const how = await revokeOne(row).finally(stop);
    if (how === 'later' || how === 'open') await set({ revoking_until: null, alive_at: null });
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
      else if (held.kind === 'login-flow') {
        const granted = await pollLoginFlow(held, guard);
        if (granted === undefined) return isWithin(row.begun_at, flowSeconds, clock.now()) ? 'open' : 'page';
        // It is told once.
        await keep(row, { kind: 'app-password', ...granted });
        await endLoginFlow(granted, guard);
      } else {
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
    beat,
    read,
    settle,
    settleWith,

    async endIfLeft(owner, id) {
      const [row, held] = await database.asMember(
        owner,
        async (tx) => [await findGrant(tx, owner, id), await heldFor(tx, owner, id, deadAfter)] as const,
      );
      if (row === undefined || row.ended_at !== null) return;
      if (held > 0) return lookLater(owner, id, held);
      let how = await end(owner, id);
      const now = clock.now();
      if (row.settled_at === null) {
        const late = !isWithin(row.begun_at, stateSeconds, now) && row.answered_at === null;
        await settle(owner, id, late ? 'grant.expired' : 'source.interrupted');
      }
      if (how === 'open') return lookLater(owner, id, nextTry);
      if (how === 'later') {
        if (row.sealed_at !== null && isWithin(row.sealed_at, slotSeconds - nextTry, now))
          return lookLater(owner, id, nextTry);
        log.error('grant.left', { grant: id, client: row.client });
        await database.asMember(owner, (tx) =>
          updateGrant(tx, owner, id, { sealed: null, ended_at: clock.now() }),
        );
        how = 'page';
      }
      if (row.import_id !== null) await endAccess(platform, owner, row.import_id, how);
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
