import { deleteContactsWhole, lockBook, noteChanges } from '../contacts/index.ts';
import { forgetCards } from '../imports/index.ts';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { BulkActId, ContactId, LabelId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { placeAround, restoreCandidates, trashCandidates } from '../review/index.ts';
import { type Book, type Entry, followAct, openBook } from './book.ts';
import {
  insertBulkAct,
  lockBulkAct,
  markUndone,
  setFavourite,
  setTrashed,
  sinceWhen,
  type UndoableAct,
} from './bulk-store.ts';
import type { ContactSelection } from './filter.ts';
import { bears, selectedContacts } from './find.ts';
import { sayLabelled } from './label-store.ts';

export type Act = UndoableAct | 'erase';

/** Seconds in which an act can be undone. */
export const undoableFor = 86_400;
/** Contacts around which the review is set right at once; of more, a job does it. */
const placedAtOnce = 200;

/** What an act did: how many were chosen, and how many were not already so. */
export interface Done {
  readonly selected: number;
  readonly changed: number;
  /** What undoes it; undefined where it changed nothing, or cannot be undone. */
  readonly undo: BulkActId | undefined;
  /** To be called once the transaction is committed: the copy of the book in memory becomes so too. */
  readonly follow: () => void;
}

/**
 * Does one thing to every contact of a selection, in one transaction: all of it or nothing.
 *
 * @throws {KithError} `selection.empty`; `request.not_found` where there is no such label.
 */
export async function actOnContacts(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  selection: ContactSelection,
  act: Act,
  label: LabelId | undefined,
): Promise<Done> {
  await lockBook(tx, owner);
  const { book, selected } = await selectedContacts(platform, tx, owner, selection);
  if (label !== undefined && !book.labels.some(({ id }) => id === label))
    throw new KithError('request.not_found', 'There is no such label.');
  const concerned = selected.filter(changes(book, act, label));
  const ids = concerned.map(({ id }) => id);
  const done = { selected: selected.length, changed: ids.length, follow: () => undefined };
  if (ids.length === 0) return { ...done, undo: undefined };
  if (act === 'erase') {
    await eraseContacts(tx, owner, ids);
    return { ...done, undo: undefined };
  }
  const id = platform.ids.next<BulkActId>();
  const now = platform.clock.now();
  const ended = act === 'unfavourite' ? 'favourite_at' : act === 'restore' ? 'trashed_at' : undefined;
  await insertBulkAct(tx, owner, {
    id,
    act,
    label_id: label ?? null,
    contact_ids: ids,
    since: ended === undefined ? null : await sinceWhen(tx, owner, ids, ended),
    done_at: now,
  });
  const follow = await apply(platform, tx, owner, concerned, { act, book, label, since: now, id });
  return { ...done, undo: id, follow };
}

/** Deletes contacts with all that their sources said of them; nothing brings them back but another import. */
export async function eraseContacts(
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
): Promise<void> {
  await forgetCards(tx, owner, await deleteContactsWhole(tx, owner, contacts));
}

const opposite: Readonly<Record<UndoableAct, UndoableAct>> = {
  label: 'unlabel',
  unlabel: 'label',
  favourite: 'unfavourite',
  unfavourite: 'favourite',
  trash: 'restore',
  restore: 'trash',
};

/**
 * Undoes an act: the contacts that it changed, and are still so, become what they were. Undone twice is undone once.
 *
 * @throws {KithError} `request.not_found` where there is no such act, or it was a day ago.
 */
export async function undoAct(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: BulkActId,
): Promise<Pick<Done, 'changed' | 'follow'>> {
  await lockBook(tx, owner);
  const now = platform.clock.now();
  const row = await lockBulkAct(tx, owner, id);
  if (row === undefined || row.done_at < after(now, -undoableFor))
    throw new KithError('request.not_found', 'There is nothing to undo any more.');
  if (row.undone_at !== null) return { changed: 0, follow: () => undefined };
  const book = await openBook(platform, tx, owner);
  const act = opposite[row.act];
  const label = row.label_id ?? undefined;
  const before = new Map(row.contact_ids.map((contact, at) => [contact, row.since?.[at] ?? now]));
  const concerned = row.contact_ids
    .flatMap((contact) => book.entries.get(contact) ?? [])
    .filter(changes(book, act, label));
  await markUndone(tx, owner, id, now);
  const follow = await apply(platform, tx, owner, concerned, {
    act,
    book,
    label,
    since: concerned.map((entry) => before.get(entry.id) ?? now),
    id,
  });
  return { changed: concerned.length, follow };
}

/** Whom an act concerns: those who are not so already. */
function changes(book: Book, act: Act, label: LabelId | undefined): (entry: Entry) => boolean {
  const labelled = label === undefined ? () => false : bears(book, label);
  switch (act) {
    case 'label':
      return (entry) => !labelled(entry);
    case 'unlabel':
      return labelled;
    case 'favourite':
      return ({ favourite }) => !favourite;
    case 'unfavourite':
      return ({ favourite }) => favourite;
    case 'trash':
      return ({ trashed }) => !trashed;
    case 'restore':
    case 'erase':
      return ({ trashed }) => trashed;
  }
}

async function apply(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  concerned: readonly Entry[],
  what: {
    readonly act: UndoableAct;
    readonly book: Book;
    readonly label: LabelId | undefined;
    readonly since: Date | readonly Date[];
    readonly id: BulkActId;
  },
): Promise<() => void> {
  if (concerned.length === 0) return () => undefined;
  const { act, book, label, since, id } = what;
  const ids = concerned.map((entry) => entry.id);
  if (label !== undefined) await putLabel(tx, owner, book, label, concerned, act === 'label');
  if (act === 'favourite' || act === 'unfavourite')
    await setFavourite(tx, owner, ids, act === 'favourite' ? since : null);
  if (act === 'trash' || act === 'restore') {
    await setTrashed(tx, owner, ids, act === 'trash' ? since : null);
    await (act === 'trash' ? trashCandidates : restoreCandidates)(tx, owner, ids);
    if (ids.length <= placedAtOnce) await placeAround(platform, tx, owner, ids);
    else await platform.jobs.enqueue('address-book.place', { ownerId: owner, actId: id }, { tx });
  }
  const revision = await noteChanges(tx, owner, ids);
  return () => followAct(platform, owner, revision, ids, changeOf(book, act, label));
}

/** What an act makes of a contact in memory. */
function changeOf(book: Book, act: UndoableAct, label: LabelId | undefined): (entry: Entry) => void {
  switch (act) {
    case 'favourite':
    case 'unfavourite':
      return (entry) => {
        entry.favourite = act === 'favourite';
      };
    case 'trash':
    case 'restore':
      return (entry) => {
        entry.trashed = act === 'trash';
      };
    case 'label':
    case 'unlabel': {
      if (label === undefined) return () => undefined;
      const on = act === 'label';
      const says = groupOf(book, label);
      return (entry) => {
        const without = (labels: readonly LabelId[]) => labels.filter((one) => one !== label);
        entry.labelled = on && !says(entry) ? [...without(entry.labelled), label] : without(entry.labelled);
        entry.unlabelled =
          !on && says(entry) ? [...without(entry.unlabelled), label] : without(entry.unlabelled);
      };
    }
  }
}

/** Whether a source says that a contact bears a label. */
function groupOf({ labels }: Book, label: LabelId): (entry: Entry) => boolean {
  const group = labels.find(({ id }) => id === label)?.source_key ?? undefined;
  return ({ groups }) => group !== undefined && groups.includes(group);
}

/** Says of contacts that they bear a label or not; where a source says the same, nothing needs to be said. */
async function putLabel(
  tx: Transaction,
  owner: MemberId,
  book: Book,
  label: LabelId,
  contacts: readonly Entry[],
  on: boolean,
): Promise<void> {
  const says = groupOf(book, label);
  const { same = [], other = [] } = Object.groupBy(contacts, (entry) =>
    says(entry) === on ? 'same' : 'other',
  );
  await sayLabelled(
    tx,
    owner,
    label,
    same.map(({ id }) => id),
    'as the sources say',
  );
  await sayLabelled(
    tx,
    owner,
    label,
    other.map(({ id }) => id),
    on ? 'on' : 'off',
  );
}
