import { setTimeout as wait } from 'node:timers/promises';
import {
  authorisationUrl,
  beginLoginFlow,
  GrantFault,
  type Guard,
  type LoginFlow,
  type Once,
  pollLoginFlow,
  readCarddav,
  redeem,
  type SourceNetwork,
} from '@kith/sources';
import { after } from '../platform/clock.ts';
import { KithError } from '../platform/errors.ts';
import type { Session } from '../platform/http/session.ts';
import type { GrantId } from '../platform/ids.ts';
import { causeOf } from '../platform/log.ts';
import type { Platform } from '../platform/platform.ts';
import { randomToken } from '../platform/random.ts';
import { tokenHash } from '../platform/secrets.ts';
import { doorOf, flowSeconds, type GrantAccess, type Held, stateSeconds } from './grant-access.ts';
import { doorInRegion, type OauthDoor, regionIn } from './oauth-door.ts';
import { findGrant, type GrantRow, insertGrant, useState } from './store.ts';

/** Milliseconds between two questions whether a member has granted it at their own server. */
const pollEvery = 1500;
const pollLater = 10_000;

/** What the member wants to be asked for. */
export interface Wish {
  readonly door: OauthDoor;
  readonly address: string;
  readonly collected: boolean;
  readonly popup: boolean;
}

/** The id of an authorisation, and where the browser goes. */
export interface Begun {
  readonly id: GrantId;
  readonly url: string;
}

/** Authorisations at providers, from the click to the answer. */
export interface Grants {
  begin(session: Session, wish: Wish): Promise<Begun>;
  /** By Nextcloud's Login Flow at the member's own server; nobody comes back, it is asked until it has an answer. */
  beginAtServer(session: Session, providerId: string, server: string, address: string): Promise<Begun>;
  /**
   * Takes what the browser brought back, once; redeems it and reads in the background.
   *
   * @returns undefined when nobody in this browser is waiting for it.
   */
  answer(session: Session, clientName: string, parameters: URLSearchParams): Promise<GrantRow | undefined>;
}

export function openGrants(
  platform: Platform,
  guard: Pick<Guard, 'fetch'>,
  network: SourceNetwork,
  access: GrantAccess,
): Grants {
  const { clock, database, ids, log, random, secrets } = platform;

  function onceOf(id: GrantId, state: string): Once {
    return {
      state,
      verifier: secrets.keyed('grant.verifier', id, 32).toString('base64url'),
      nonce: secrets.keyed('grant.nonce', id).toString('base64url'),
    };
  }

  const isLate = ({ begun_at: begun }: GrantRow) => after(begun, stateSeconds) < clock.now();

  const askedOf = (door: OauthDoor, collected: boolean) => ({
    needed: door.scopes,
    also: collected ? door.collected : [],
  });

  /** Redeems the code, reads the book, and takes the grant back. */
  function use(row: GrantRow, known: OauthDoor, state: string, parameters: URLSearchParams): Promise<void> {
    const once = onceOf(row.id, state);
    const isRevocable = known.client.revoke !== undefined;
    return access.settleWith(row, async () => {
      const region = regionIn(known, parameters);
      const door = doorInRegion(known, region);
      if (door === undefined)
        throw new GrantFault('grant.failed', 'The answer names a server that is none of the provider’s.');
      const { tokens, also, subject } = await redeem(
        door.client,
        askedOf(door, row.collected),
        once,
        parameters,
        guard,
        async (issued) => {
          if (isRevocable)
            await access.keep(row, {
              kind: 'tokens',
              ...issued,
              ...(region === undefined ? {} : { region }),
            });
        },
      );
      const { credentialHosts } = door.provider;
      await access.read(row, {
        at: { url: door.url },
        providerId: door.provider.id,
        protocol: door.protocol,
        read: door.read,
        ...(subject === undefined ? {} : { user: subject }),
        credential: { kind: 'bearer', token: tokens.access },
        ...(credentialHosts === undefined ? {} : { credentialHosts }),
        collected: also,
        network,
      });
    });
  }

  /** Asks the server until the member has granted it there, or cannot any more; `endIfLeft` does the rest. */
  async function follow(row: GrantRow, flow: LoginFlow): Promise<void> {
    const { owner_id: owner, id } = row;
    const until = after(row.begun_at, flowSeconds);
    for (let pause = pollEvery; clock.now() < until; ) {
      await wait(pause, undefined, { ref: false });
      const now = await database.asMember(owner, (tx) => findGrant(tx, owner, id));
      if (now === undefined) return;
      // Cancelled here, or too late, it may still be granted there: then its password is deleted at once.
      if (now.answered_at !== null || isLate(row)) pause = pollLater;
      // A server that does not answer for a moment is asked again.
      const granted = await pollLoginFlow(flow, guard).catch(() => undefined);
      if (granted === undefined) continue;
      const key = { owner, session: row.session_id, client: row.client, state: row.state_hash };
      await access.settleWith(row, async () => {
        await access.keep(row, { kind: 'app-password', ...granted });
        const taken = await database.asMember(owner, (tx) => useState(tx, key, clock.now()));
        if (taken === undefined) throw new KithError('grant.refused', 'Its member waits no more.');
        if (isLate(row)) throw new KithError('grant.expired', 'Its member came too late.');
        const { server, user, password } = granted;
        await access.read(row, {
          at: { url: `${server}/remote.php/dav/` },
          providerId: row.provider_id,
          protocol: 'carddav',
          read: readCarddav,
          credential: { kind: 'password', user, password },
          network,
        });
      });
      return;
    }
  }

  async function insert(
    session: Session,
    facts: Pick<GrantRow, 'id' | 'client' | 'provider_id' | 'address' | 'collected' | 'popup'>,
    state: string,
  ): Promise<GrantRow> {
    const row: GrantRow = {
      ...facts,
      owner_id: session.memberId,
      session_id: session.id,
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
    };
    await database.asMember(session.memberId, (tx) => insertGrant(tx, row));
    return row;
  }

  return {
    async begin(session, { door, address, collected, popup }) {
      const id = ids.next<GrantId>();
      const state = randomToken(random) + randomToken(random);
      const asked = askedOf(door, collected);
      const url = await authorisationUrl(door.client, asked, onceOf(id, state), address);
      const facts = { id, client: door.clientName, provider_id: door.provider.id, address, collected, popup };
      await insert(session, facts, state);
      return { id, url };
    },

    async beginAtServer(session, providerId, server, address) {
      const flow = await beginLoginFlow(server, guard);
      const id = ids.next<GrantId>();
      const facts = {
        id,
        client: providerId,
        provider_id: providerId,
        address,
        collected: false,
        popup: true,
      };
      const row = await insert(session, facts, randomToken(random) + randomToken(random));
      await access.keep(row, { kind: 'login-flow', ...flow });
      void follow(row, flow)
        .finally(access.beat(row))
        .catch((error: unknown) => log.error('grant.lost', { grant: id, ...causeOf(error) }));
      return { id, url: flow.login };
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
      // In one transaction: whoever dies before the tokens are there would leave a grant that nobody knows of.
      const [row, door] = await database.asMember(session.memberId, async (tx) => {
        const used = await useState(tx, key, now);
        if (used === undefined) return [];
        const its = isLate(used) ? undefined : doorOf(platform, used);
        const once = onceOf(used.id, state);
        const brought: Held = { kind: 'answer', parameters: parameters.toString(), once };
        await access.keep(used, its?.client.revoke === undefined ? undefined : brought, tx);
        return [used, its];
      });
      if (row === undefined) return undefined;
      if (door === undefined)
        await access.settle(row.owner_id, row.id, isLate(row) ? 'grant.expired' : 'grant.failed');
      else
        void use(row, door, state, parameters).catch((error: unknown) =>
          log.error('grant.lost', { grant: row.id, ...causeOf(error) }),
        );
      return row;
    },
  };
}
