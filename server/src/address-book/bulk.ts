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
  type Act,
  type BulkActRow,
  contactsOfAct,
  findBulkAct,
  insertBulkAct,
  lockBulkAct,
  setFavourite,
  setTrashed,
  sinceWhen,
  type UndoableAct,
  updateBulkAct,
} from './bulk-store.ts';
import type { ContactSelection } from './filter.ts';
import { bears, selectedContacts } from './find.ts';
import { sayLabelled } from './label-store.ts';

/** Seconds in which an act can be undone. */
export const undoableFor = 86_400;
/** Contacts that are changed in one transaction; an act on more goes on page by page in a job. */
const atOnce = 5000;
/** Contacts around which the review is set right at once; of more, a job does it. */
const placedAtOnce = 200;

/** What an act does: how many were chosen, how many were not already so, and how far it is. */
export interface Begun {
  readonly selected: number;
  /** Undefined where it changes nothing. */
  readonly row: BulkActRow | undefined;
  /** Those that were not so already; of an act that goes on in a job, those it is for. */
  readonly changed: number;
  /** To be called once the transaction is committed: the copy of the book in memory becomes so too. */
  readonly follow: () => void;
}

const nothing = { changed: 0, follow: () => undefined };

/**
 * Does one thing to every contact of a selection: to a page of them at once, to more page by page in a job.
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
): Promise<Begun> {
  await lockBook(tx, owner);
  const { book, selected } = await selectedContacts(platform, tx, owner, selection);
  if (label !== undefined && !book.labels.some(({ id }) => id === label))
    throw new KithError('request.not_found', 'There is no such label.');
  const contacts = selected.filter(changes(book, act, label)).map(({ id }) => id);
  if (contacts.length === 0) return { selected: selected.length, row: undefined, ...nothing };
  const id = platform.ids.next<BulkActId>();
  const ended = act === 'unfavourite' ? 'favourite_at' : act === 'restore' ? 'trashed_at' : undefined;
  await insertBulkAct(tx, owner, {
    id,
    act,
    label_id: label ?? null,
    contacts,
    since: ended === undefined ? null : await sinceWhen(tx, owner, contacts, ended),
    done_at: platform.clock.now(),
  });
  return { selected: selected.length, ...(await goOn(platform, tx, owner, id, contacts.length)) };
}

/** Does the first page of an act, or leaves it all to a job. */
async function goOn(platform: Platform, tx: Transaction, owner: MemberId, id: BulkActId, contacts: number) {
  const isLarge = contacts > atOnce;
  if (isLarge) await platform.jobs.enqueue('address-book.act', { ownerId: owner, actId: id }, { tx });
  const page = isLarge ? { ...nothing, changed: contacts } : await nextPage(platform, tx, owner, id);
  return { row: await findBulkAct(tx, owner, id), ...(page ?? nothing) };
}

/** Which way an act still goes; undefined when it is over. */
export function wayOf(row: BulkActRow): 'on' | 'back' | undefined {
  if (row.stopped_at !== null) return undefined;
  if (row.undone_at !== null) return row.taken_back < row.done ? 'back' : undefined;
  return row.done < row.total ? 'on' : undefined;
}

/**
 * Does the next page of an act, or takes it back where it was undone.
 *
 * @returns how many it changed; undefined when the act is over.
 */
export async function nextPage(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: BulkActId,
): Promise<Pick<Begun, 'changed' | 'follow'> | undefined> {
  await lockBook(tx, owner);
  const row = await lockBulkAct(tx, owner, id);
  const way = row === undefined ? undefined : wayOf(row);
  if (row === undefined || way === undefined) return undefined;
  const from = way === 'on' ? row.done : row.taken_back;
  const until = Math.min(from + atOnce, way === 'on' ? row.total : row.done);
  const page = await contactsOfAct(tx, owner, id, from, until);
  const book = await openBook(platform, tx, owner);
  const label = row.label_id ?? undefined;
  const act = way === 'on' ? row.act : row.act === 'erase' ? undefined : opposite[row.act];
  if (act === undefined) return undefined;
  const since = new Map(page.map((one) => [one.contact, one.since]));
  const concerned = page
    .flatMap(({ contact }) => book.entries.get(contact) ?? [])
    .filter(changes(book, act, label));
  const now = platform.clock.now();
  const set = way === 'on' ? { done: until, changed: row.changed + concerned.length } : { taken_back: until };
  await updateBulkAct(tx, owner, id, set);
  const follow = await apply(platform, tx, owner, concerned, {
    act,
    book,
    label,
    since: way === 'on' ? row.done_at : concerned.map((entry) => since.get(entry.id) ?? now),
  });
  if (row.total > placedAtOnce && wayOf({ ...row, ...set }) === undefined)
    await placeLater(platform, tx, owner, row);
  return { changed: concerned.length, follow };
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
 * Undoes an act: the contacts that it changed, and are still so, become what they were; one that still goes on ends where it
 * is. Undone twice is undone once.
 *
 * @throws {KithError} `request.not_found` where there is no such act, or it was a day ago.
 */
export async function undoAct(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: BulkActId,
): Promise<Omit<Begun, 'selected'>> {
  await lockBook(tx, owner);
  const now = platform.clock.now();
  const row = await lockBulkAct(tx, owner, id);
  if (row === undefined || row.act === 'erase' || row.done_at < after(now, -undoableFor))
    throw new KithError('request.not_found', 'There is nothing to undo any more.');
  if (row.undone_at !== null && row.stopped_at === null) return { row, ...nothing };
  // An undo that was stopped goes on where it was.
  await updateBulkAct(tx, owner, id, { undone_at: now, stopped_at: null });
  return goOn(platform, tx, owner, id, row.done - row.taken_back);
}

/**
 * Ends an act or its undo where it is: what it has changed stays so, and can be undone.
 *
 * @throws {KithError} `request.not_found`
 */
export async function stopAct(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: BulkActId,
): Promise<BulkActRow> {
  const row = await lockBulkAct(tx, owner, id);
  if (row === undefined) throw new KithError('request.not_found', 'There is no such act.');
  if (wayOf(row) === undefined) return row;
  const now = platform.clock.now();
  await updateBulkAct(tx, owner, id, { stopped_at: now });
  if (row.done > 0) await placeLater(platform, tx, owner, row);
  return { ...row, stopped_at: now };
}

/** Leaves the review around what an act moved into the trash, or out of it, to a job. */
async function placeLater(
  { jobs }: Platform,
  tx: Transaction,
  owner: MemberId,
  { id, act }: Pick<BulkActRow, 'id' | 'act'>,
): Promise<void> {
  if (act === 'trash' || act === 'restore')
    await jobs.enqueue('address-book.place', { ownerId: owner, actId: id }, { tx });
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
    readonly act: Act;
    readonly book: Book;
    readonly label: LabelId | undefined;
    readonly since: Date | readonly Date[];
  },
): Promise<() => void> {
  if (concerned.length === 0) return nothing.follow;
  const { act, book, label, since } = what;
  const ids = concerned.map((entry) => entry.id);
  if (act === 'erase') {
    await eraseContacts(tx, owner, ids);
    return nothing.follow;
  }
  if (label !== undefined) await putLabel(tx, owner, book, label, concerned, act === 'label');
  if (act === 'favourite' || act === 'unfavourite')
    await setFavourite(tx, owner, ids, act === 'favourite' ? since : null);
  if (act === 'trash' || act === 'restore') {
    await setTrashed(tx, owner, ids, act === 'trash' ? since : null);
    await (act === 'trash' ? trashCandidates : restoreCandidates)(tx, owner, ids);
    if (ids.length <= placedAtOnce) await placeAround(platform, tx, owner, ids);
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
