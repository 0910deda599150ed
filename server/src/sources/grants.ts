import {
  authorisationUrl,
  GrantFault,
  type Guard,
  type Once,
  redeem,
  revoke,
  type SourceNetwork,
  type Tokens,
} from '@kith/sources';
import { endAccess } from '../imports/index.ts';
import { after } from '../platform/clock.ts';
import { type ErrorCode, KithError } from '../platform/errors.ts';
import type { Session } from '../platform/http/session.ts';
import type { GrantId, MemberId } from '../platform/ids.ts';
import { causeOf } from '../platform/log.ts';
import type { Platform } from '../platform/platform.ts';
import { randomToken } from '../platform/random.ts';
import { tokenHash } from '../platform/secrets.ts';
import { providerById } from '../providers.ts';
import type { AccountRuns } from './account-run.ts';
import { type OauthDoor, oauthDoorOf } from './oauth-door.ts';
import { findGrant, type GrantRow, insertGrant, leaseGrant, updateGrant, useState } from './store.ts';

/** Seconds in which the member must come back from the provider. */
export const stateSeconds = 600;
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

/** What the member wants to be asked for. */
export interface Wish {
  readonly door: OauthDoor;
  readonly address: string;
  readonly collected: boolean;
  readonly popup: boolean;
}

/** Authorisations at providers: from the click to the end of the access. */
export interface Grants {
  /** @returns the id, and where the browser goes. */
  begin(session: Session, wish: Wish): Promise<{ readonly id: GrantId; readonly url: string }>;
  /**
   * Takes what the browser brought back, once; redeems it and reads in the background.
   *
   * @returns undefined when nobody in this browser is waiting for it.
   */
  answer(session: Session, clientName: string, parameters: URLSearchParams): Promise<GrantRow | undefined>;
  /** Ends the access of a grant whose reader is gone. Job `sources.end_grant`. */
  endIfLeft(owner: MemberId, id: GrantId): Promise<void>;
}

export function openGrants(
  platform: Platform,
  guard: Pick<Guard, 'fetch'>,
  network: SourceNetwork,
  runs: AccountRuns,
): Grants {
  const { clock, config, database, ids, jobs, log, random, secrets } = platform;

  function onceOf(id: GrantId, state: string): Once {
    return {
      state,
      verifier: secrets.keyed('grant.verifier', id, 32).toString('base64url'),
      nonce: secrets.keyed('grant.nonce', id).toString('base64url'),
    };
  }

  const askedOf = (door: OauthDoor, collected: boolean) => ({
    needed: door.scopes,
    also: collected ? door.collected : [],
  });

  const doorOf = ({ provider_id }: GrantRow): OauthDoor | undefined => {
    const provider = providerById(config, provider_id);
    return provider === undefined ? undefined : oauthDoorOf(platform, provider);
  };

  async function settle(owner: MemberId, id: GrantId, fault: ErrorCode | null): Promise<void> {
    await database.asMember(owner, (tx) => updateGrant(tx, owner, id, { settled_at: clock.now(), fault }));
    platform.events.publish(`member:${owner}`);
  }

  /** Redeems the code, reads the book, and takes the grant back. */
  async function use(row: GrantRow, door: OauthDoor, state: string, parameters: URLSearchParams) {
    const { owner_id: owner, id } = row;
    try {
      const granted = await redeem(
        door.client,
        askedOf(door, row.collected),
        onceOf(id, state),
        parameters,
        guard,
        (tokens) => keep(row, door, tokens),
      );
      await read(row, door, granted);
      await settle(owner, id, null);
    } catch (error) {
      const code =
        error instanceof GrantFault || error instanceof KithError ? error.code : ('grant.failed' as const);
      log.warn('grant.failed', {
        grant: id,
        client: door.clientName,
        code,
        ...(error instanceof GrantFault ? { reason: error.message } : causeOf(error)),
      });
      await end(owner, id);
      await settle(owner, id, code);
    }
  }

  /** Puts tokens where they are found again when this process dies, and sees to it that somebody looks. */
  async function keep({ owner_id: owner, id }: GrantRow, door: OauthDoor, tokens: Tokens): Promise<void> {
    const now = clock.now();
    await database.asMember(owner, async (tx) => {
      await updateGrant(tx, owner, id, {
        alive_at: now,
        ...(door.client.revoke === undefined
          ? {}
          : {
              sealed: secrets.seal('grant.slot', id, JSON.stringify(tokens), random.bytes(12)),
              sealed_at: now,
            }),
      });
      await jobs.enqueue(
        'sources.end_grant',
        { ownerId: owner, grantId: id },
        { tx, startAfter: after(now, nextTry) },
      );
    });
  }

  async function read(
    row: GrantRow,
    door: OauthDoor,
    { tokens, also, subject }: Awaited<ReturnType<typeof redeem>>,
  ): Promise<void> {
    const { owner_id: owner, id } = row;
    const set = (facts: Partial<GrantRow>) =>
      database.asMember(owner, (tx) => updateGrant(tx, owner, id, facts));
    const beat = setInterval(() => void set({ alive_at: clock.now() }).catch(() => undefined), signOfLife);
    beat.unref();
    const { credentialHosts } = door.provider;
    try {
      await runs.read(owner, {
        at: { url: door.url },
        providerId: door.provider.id,
        protocol: door.protocol,
        read: door.read,
        address: row.address,
        ...(subject === undefined ? {} : { user: subject }),
        credential: { kind: 'bearer', token: tokens.access },
        ...(credentialHosts === undefined ? {} : { credentialHosts }),
        collected: also,
        network,
        limit: readingLimit,
        onBegin: (importId) => set({ import_id: importId }),
        onEnd: () => {
          clearInterval(beat);
          return end(owner, id);
        },
      });
    } catch (error) {
      clearInterval(beat);
      throw error;
    }
  }

  /** Revokes a grant, if it is not revoked yet; what could not be revoked now is tried again by the job. */
  async function end(owner: MemberId, id: GrantId): Promise<'revoked' | 'page'> {
    const now = clock.now();
    const row = await database.asMember(owner, (tx) => leaseGrant(tx, owner, id, now, after(now, tryLimit)));
    if (row === undefined) {
      const known = await database.asMember(owner, (tx) => findGrant(tx, owner, id));
      if (known?.sealed == null)
        await database.asMember(owner, (tx) => updateGrant(tx, owner, id, { ended_at: now }));
      return known?.revoked_at == null ? 'page' : 'revoked';
    }
    const done = await revokeOne(row);
    await database.asMember(owner, (tx) =>
      updateGrant(
        tx,
        owner,
        id,
        done
          ? { sealed: null, revoked_at: clock.now(), ended_at: clock.now(), revoking_until: null }
          : { revoking_until: null, alive_at: null },
      ),
    );
    return done ? 'revoked' : 'page';
  }

  async function revokeOne(row: GrantRow): Promise<boolean> {
    const door = doorOf(row);
    const text = row.sealed === null ? undefined : secrets.open('grant.slot', row.id, row.sealed);
    if (door === undefined || text === undefined) return false;
    try {
      // Safe: nobody but `keep` seals for this purpose.
      await revoke(door.client, JSON.parse(text) as Tokens, guard);
      log.info('grant.revoked', { grant: row.id, client: row.client });
      return true;
    } catch (error) {
      log.warn('grant.not_revoked', {
        grant: row.id,
        client: row.client,
        ...(error instanceof GrantFault ? { reason: error.message } : causeOf(error)),
      });
      return false;
    }
  }

  return {
    async begin(session, { door, address, collected, popup }) {
      const id = ids.next<GrantId>();
      const state = randomToken(random) + randomToken(random);
      const asked = askedOf(door, collected);
      const url = await authorisationUrl(door.client, asked, onceOf(id, state), address);
      await database.asMember(session.memberId, (tx) =>
        insertGrant(tx, {
          owner_id: session.memberId,
          id,
          session_id: session.id,
          client: door.clientName,
          provider_id: door.provider.id,
          address,
          collected,
          popup,
          state_hash: tokenHash(state),
          begun_at: clock.now(),
          answered_at: null,
          settled_at: null,
          import_id: null,
          fault: null,
          sealed: null,
          sealed_at: null,
          alive_at: null,
          revoking_until: null,
          revoked_at: null,
          ended_at: null,
        }),
      );
      return { id, url };
    },

    async answer(session, clientName, parameters) {
      const [state = '', ...others] = parameters.getAll('state');
      if (others.length > 0) return undefined;
      const now = clock.now();
      const key = {
        owner: session.memberId,
        session: session.id,
        client: clientName,
        state: tokenHash(state),
      };
      const row = await database.asMember(session.memberId, (tx) => useState(tx, key, now));
      if (row === undefined) return undefined;
      const door = doorOf(row);
      if (after(row.begun_at, stateSeconds) < now) await settle(row.owner_id, row.id, 'grant.expired');
      else if (door === undefined) await settle(row.owner_id, row.id, 'grant.failed');
      else
        void use(row, door, state, parameters).catch((error: unknown) =>
          log.error('grant.lost', { grant: row.id, ...causeOf(error) }),
        );
      return row;
    },

    async endIfLeft(owner, id) {
      const now = clock.now();
      const row = await database.asMember(owner, (tx) => findGrant(tx, owner, id));
      if (row === undefined || row.ended_at !== null) return;
      const again = () =>
        jobs.enqueue(
          'sources.end_grant',
          { ownerId: owner, grantId: id },
          { startAfter: after(clock.now(), nextTry) },
        );
      if (row.alive_at !== null && after(row.alive_at, deadAfter) > now) return again();
      let how = await end(owner, id);
      if (how === 'page' && row.sealed_at !== null) {
        if (after(row.sealed_at, slotSeconds - nextTry) > now) return again();
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
