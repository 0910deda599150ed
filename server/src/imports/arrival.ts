import { tell as tellMember } from '../live/index.ts';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import { type ErrorCode, KithError } from '../platform/errors.ts';
import type { ImportId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { importTopic } from './import.ts';
import { isOver } from './over.ts';
import {
  type Access,
  accountsOf,
  beatAccount,
  brokenOffAt,
  countArriving,
  deleteImport,
  findImport,
  hasFile,
  insertAccount,
  insertChunk,
  insertFile,
  insertImport,
  isArriving,
  readChunk,
  updateAccount,
  updateFile,
  updateImport,
} from './store.ts';

/** Seconds after which whoever reads an account and gave no sign of life is taken for dead. */
const deadAfter = 20;
/** Accounts of one owner that are read side by side. */
const sideBySide = 3;
const day = 86_400;

/** The account that an import reads, without what opens it. */
export interface Account {
  readonly providerId: string | undefined;
  readonly protocol: string;
  readonly host: string;
  readonly address: string;
  readonly user: string;
}

/** A part of a book as a protocol gave it. */
export interface ArrivedPart {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly cards: number;
  readonly total?: number;
  readonly cursor?: string;
}

/** Takes in what a protocol reads, part by part; each is kept before the next is asked for. */
export interface Arrival {
  readonly id: ImportId;
  /** Where an earlier import of this account broke off. */
  readonly after: string | undefined;
  /** Keeps a part. @returns false when the import was stopped or undone meanwhile. */
  take(part: ArrivedPart): Promise<boolean>;
  /** Tells that the reading goes on, though nothing came. */
  alive(): Promise<void>;
  /** Calls `stop` when the import was stopped or undone. @returns a function that ends it. */
  onStopped(stop: () => void): () => void;
  /** The book was read to its end, or as far as the fault allowed. */
  end(fault: ErrorCode | undefined): Promise<void>;
  /** How the use of what opened the account ended. */
  accessEnded(how: Access): Promise<void>;
  /** Forgets an import of which nothing was kept. */
  forget(): Promise<void>;
}

function arrivalTopic(id: ImportId): string {
  return `arrival:${id}`;
}

/**
 * Begins an import that an account is read into; its cards are read while they arrive.
 *
 * @throws {KithError} `source.busy` when three accounts of this owner are being read.
 */
export async function beginArrival(
  platform: Platform,
  owner: MemberId,
  region: string,
  account: Account,
): Promise<Arrival> {
  const { clock, database, events, ids, jobs } = platform;
  const id = ids.next<ImportId>();
  const label = [account.protocol, account.host, account.user].join(' ');
  const goOn = await database.asMember(owner, async (tx) => {
    const now = clock.now();
    if ((await countArriving(tx, owner, deadAfter)) >= sideBySide)
      throw new KithError('source.busy', 'Three accounts are being read. Wait until one is done.');
    const cursor = await brokenOffAt(tx, owner, label, after(now, -day));
    await insertImport(tx, { owner_id: owner, id, kind: 'account', received_at: now, region });
    await insertAccount(tx, {
      owner_id: owner,
      import_id: id,
      provider_id: account.providerId ?? null,
      protocol: account.protocol,
      host: account.host,
      address: account.address,
      label,
      cards: 0,
      cards_expected: null,
      cards_vanished: 0,
      cursor: cursor ?? null,
      resumed: cursor !== undefined,
      alive_at: now,
      fault: null,
      access: 'in_use',
      access_ended_at: null,
    });
    await beatAccount(tx, owner, id);
    await jobs.enqueue('imports.follow', { ownerId: owner, importId: id }, { tx });
    return cursor;
  });
  const places = new Map<string, { position: number; sequence: number; bytes: number }>();
  let bytesTotal = 0;
  const tell = () => {
    events.publish(arrivalTopic(id));
    tellMember(events, owner, 'imports');
  };
  return {
    id,
    after: goOn,

    async take({ file, bytes, cards, total, cursor }) {
      const known = places.get(file);
      const place = known ?? { position: places.size, sequence: 0, bytes: 0 };
      places.set(file, place);
      const goesOn = await database.asMember(owner, async (tx) => {
        const row = await findImport(tx, owner, id);
        if (row === undefined || isOver(row)) return false;
        const { position, sequence } = place;
        if (known === undefined)
          await insertFile(tx, { owner_id: owner, import_id: id, position, name: file.slice(0, 200) });
        await insertChunk(tx, {
          owner_id: owner,
          import_id: id,
          position,
          sequence,
          bytes: Buffer.from(bytes),
        });
        place.sequence += 1;
        place.bytes += bytes.length;
        bytesTotal += bytes.length;
        await updateFile(tx, owner, id, position, { bytes: place.bytes });
        await updateAccount(tx, owner, id, {
          cards,
          ...(total === undefined ? {} : { cards_expected: total }),
          ...(cursor === undefined ? {} : { cursor }),
        });
        await beatAccount(tx, owner, id);
        return true;
      });
      tell();
      return goesOn;
    },

    async alive() {
      await database.asMember(owner, (tx) => beatAccount(tx, owner, id));
    },

    onStopped(stop) {
      const stopIfOver = async () => {
        const row = await database.asMember(owner, (tx) => findImport(tx, owner, id));
        if (row === undefined || isOver(row)) stop();
      };
      return events.subscribe(importTopic(id), () => void stopIfOver().catch(() => undefined));
    },

    async end(fault) {
      await database.asMember(owner, async (tx) => {
        await updateAccount(tx, owner, id, { fault: fault ?? null });
        await updateImport(tx, owner, id, { uploaded_at: clock.now(), bytes_total: bytesTotal });
      });
      tell();
    },

    async accessEnded(how) {
      await endAccess(platform, owner, id, how);
      tell();
    },

    async forget() {
      await database.asMember(owner, (tx) => deleteImport(tx, owner, id));
      tell();
    },
  };
}

/** Notes how access ended that outlived whoever read by it. */
export async function endAccess(
  { clock, database, events }: Platform,
  owner: MemberId,
  id: ImportId,
  how: Access,
): Promise<void> {
  await database.asMember(owner, (tx) =>
    updateAccount(tx, owner, id, { access: how, access_ended_at: clock.now() }),
  );
  tellMember(events, owner, 'imports');
}

/** The bytes of an import in order; while its account is being read, waits for what comes next. */
export interface Arriving {
  /** Whether there is a file at this place. */
  file(position: number): Promise<boolean>;
  /** A chunk of a file; undefined after its last. */
  chunk(position: number, sequence: number): Promise<Buffer | undefined>;
  end(): void;
}

export function arriving(platform: Platform, owner: MemberId, id: ImportId): Arriving {
  const { clock, database, events } = platform;
  let complete = false;
  let wake: (() => void) | undefined;
  let news = false;
  const unsubscribe = events.subscribe(arrivalTopic(id), () => {
    news = true;
    wake?.();
  });
  /** Until something arrived; another process tells nothing, so it is looked for now and then too. */
  const more = async (): Promise<void> => {
    if (!news)
      await new Promise<void>((done) => {
        const timer = setTimeout(done, 500);
        wake = () => {
          clearTimeout(timer);
          done();
        };
      });
    news = false;
    wake = undefined;
  };

  /** What `look` finds, or undefined when all has arrived and it is not there. */
  async function sought<T>(look: (tx: Transaction) => Promise<T | undefined>) {
    for (;;) {
      const found = await database.asMember(owner, async (tx) => {
        // Asked first: what arrives between the two is found by the second.
        complete ||= await hasArrived(tx);
        return look(tx);
      });
      if (found !== undefined || complete) return found;
      await more();
    }
  }

  async function hasArrived(tx: Transaction): Promise<boolean> {
    const row = await findImport(tx, owner, id);
    if (row === undefined || isOver(row) || row.uploaded_at !== null) return true;
    if (await isArriving(tx, owner, id, deadAfter)) return false;
    const [account] = await accountsOf(tx, owner, [id]);
    // Whoever read it is gone, and the password with them; access by a token is ended where tokens are kept.
    await updateAccount(tx, owner, id, {
      fault: 'source.interrupted',
      ...(account?.access === 'in_use' ? { access: 'forgotten', access_ended_at: clock.now() } : {}),
    });
    await updateImport(tx, owner, id, { uploaded_at: clock.now() });
    return true;
  }

  return {
    async file(position) {
      return (await sought(async (tx) => (await hasFile(tx, owner, id, position)) || undefined)) === true;
    },

    async chunk(position, sequence) {
      const found = await sought(
        async (tx) =>
          (await readChunk(tx, owner, id, position, sequence)) ??
          ((await hasFile(tx, owner, id, position + 1)) ? ('next file' as const) : undefined),
      );
      return found === 'next file' ? undefined : found;
    },

    end: unsubscribe,
  };
}
