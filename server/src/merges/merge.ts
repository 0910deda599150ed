import { BLANK_CARD, contentOf, displayName, foldForSearch, looksOf } from '@kith/contacts';
import {
  type CardData,
  type EditableField,
  editsOf,
  insertCards,
  lockBook,
  mergedCards,
  ownSource,
  rebuildContacts,
} from '../contacts/index.ts';
import type { Transaction } from '../platform/database.ts';
import { digestOf } from '../platform/digest.ts';
import { KithError } from '../platform/errors.ts';
import type { CardId, ContactId, MemberId, MergeId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { refreshCandidates, twins } from '../review/index.ts';
import {
  type Absorbed,
  absorbedBy,
  cardsIn,
  contactExists,
  deleteMergeEdits,
  insertEdits,
  isSpokenOf,
  laterMerges,
  type MergeableRow,
  type MergeRow,
  mergeableContacts,
  moveContacts,
  rememberAnew,
  rememberContacts,
  remembered,
  rememberWithout,
  restoreContact,
  standingMerge,
  standingMerges,
  takeBackMarks,
} from './store.ts';

/** Contacts that become one at a time: more than a person can have looked at are a mistake. */
export const mostMerged = 50;

/** What is to become one. */
export interface MergeWish {
  readonly contactIds: readonly ContactId[];
  /** Which of them stays. */
  readonly keep: ContactId;
  /** Of which contact a field is taken whole; the rest is what all have together. */
  readonly fields: Readonly<Partial<Record<EditableField, ContactId>>>;
}

/**
 * Makes one contact of several: a view over all their cards, under the id of the one that is kept. Asked twice, also from
 * another tab, it is the same merge.
 *
 * @returns the press by which all of `wishes` are undone
 * @throws {KithError} `merge.too_many`, `merge.gone`, `request.invalid`
 */
export async function mergeContacts(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  wishes: readonly MergeWish[],
): Promise<MergeId> {
  await lockBook(tx, owner);
  const touched: ContactId[] = [];
  let last: MergeId | undefined;
  for (const wish of wishes) last = await join(platform, tx, owner, wish, last, touched);
  if (last === undefined) throw new TypeError('a merge of nothing');
  if (touched.length > 0) {
    await rebuildContacts(platform, tx, owner, touched);
    await refreshCandidates(platform, tx, owner, [...touched, ...(await twins(tx, owner))]);
  }
  return last;
}

/**
 * Contacts that may become one are two at least, and no more than a person can look at.
 *
 * @throws {KithError} `merge.too_many`, `request.invalid`
 */
export function expectSome(ids: readonly ContactId[]): void {
  if (ids.length > mostMerged)
    throw new KithError(
      'merge.too_many',
      `At most ${mostMerged} contacts become one at a time; these are ${ids.length}. Choose fewer, or go through the proposals.`,
    );
  if (ids.length < 2) throw new KithError('request.invalid', 'Name two contacts at least.');
}

/** @returns the press that the merge is one of: its own, or the one before it */
async function join(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  wish: MergeWish,
  batch: MergeId | undefined,
  touched: ContactId[],
): Promise<MergeId> {
  const ids = [...new Set([wish.keep, ...wish.contactIds])];
  expectSome(ids);
  const rows = await mergeableContacts(tx, owner, ids);
  const [kept, ...others] = rows;
  if (kept === undefined || rows.length < ids.length) {
    const standing = await standingMerge(tx, owner, wish.keep, ids);
    if (standing !== undefined) return standing;
    throw new KithError(
      'merge.gone',
      'One of these contacts was merged or deleted meanwhile. Nothing was changed; look at the list again.',
    );
  }
  const now = platform.clock.now();
  const edits = await mergeEdits(tx, owner, rows, wish.fields);
  const id = platform.ids.next<MergeId>();
  await rememberContacts(
    tx,
    owner,
    {
      id,
      batch_id: batch ?? id,
      kept_id: kept.id,
      name: kept.name,
      contacts: ids.length,
      merged_at: now,
    },
    ids,
  );
  const absorbed = others.map((one) => one.id);
  await moveContacts(tx, owner, absorbed, kept.id);
  await insertEdits(
    tx,
    owner,
    kept.id,
    edits.map((edit) => ({
      ...edit,
      edited_at: now.toISOString(),
      version: kept.version + 1,
      merge_id: id,
    })),
  );
  touched.push(...ids);
  return batch ?? id;
}

/**
 * What the merge must say of fields: those chosen of one contact; and those that an owner had the last word on, where the
 * cards alone would not say what the contacts said together.
 */
async function mergeEdits(
  tx: Transaction,
  owner: MemberId,
  rows: readonly MergeableRow[],
  chosen: MergeWish['fields'],
): Promise<{ field: EditableField; value: unknown }[]> {
  const [first, ...rest] = rows.map(({ data }) => data);
  if (first === undefined) return [];
  const together = mergedCards([first, ...rest]);
  const said = await editsOf(
    tx,
    owner,
    rows.map(({ id }) => id),
  );
  const edits = new Map<EditableField, unknown>();
  for (const { field } of said) edits.set(field, saidIn(together, field));
  // The oldest card would name the contact; whoever is kept does.
  if (rows.some(({ name }) => name !== rows[0]?.name)) edits.set('names', first.names);
  for (const [name, contact] of Object.entries(chosen)) {
    const row = rows.find(({ id }) => id === contact);
    if (row === undefined)
      throw new KithError('request.invalid', `fields.${name} names a contact that is not merged here.`);
    // Safe: the schema of the request has these fields alone.
    const field = name as EditableField;
    edits.set(field, saidIn(row.data, field));
  }
  return [...edits].map(([field, value]) => ({ field, value }));
}

function saidIn(data: CardData, field: EditableField): unknown {
  return data[field] ?? null;
}

/**
 * Parts what a merge made one, or all merges of one press, at any later time: each contact has its cards again, whatever
 * was read into them since, with its labels, its star and what its owner said of it. Undone twice is undone once.
 *
 * @throws {KithError} `request.not_found`
 */
export async function undoMerge(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  id: MergeId,
): Promise<void> {
  await lockBook(tx, owner);
  const merges = await standingMerges(tx, owner, id);
  if (merges.length === 0) throw new KithError('request.not_found', 'There is no such merge.');
  const touched = new Set<ContactId>();
  for (const merge of merges)
    if (merge.undone_at === null) for (const one of await part(platform, tx, owner, merge)) touched.add(one);
  if (touched.size === 0) return;
  await rebuildContacts(platform, tx, owner, [...touched]);
  await refreshCandidates(platform, tx, owner, [...touched, ...(await twins(tx, owner))]);
}

async function part(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  merge: MergeRow,
): Promise<ContactId[]> {
  const now = platform.clock.now();
  const all = await absorbedBy(tx, owner, merge.id);
  const later = await laterMerges(tx, owner, merge.kept_id);
  const holder = later.at(-1)?.kept ?? merge.kept_id;
  await tx
    .updateTable('merges')
    .set({ undone_at: now })
    .where('owner_id', '=', owner)
    .where('id', '=', merge.id)
    .execute();
  const kept = all.find((one) => one.contact_id === merge.kept_id);
  if (kept === undefined || !(await contactExists(tx, owner, holder))) return [];
  const others = all.filter((one) => one !== kept);
  const held = await cardsIn(tx, owner, holder);
  const cards = homes(held, kept, others);
  const touched = [holder];
  const moved: CardId[] = [];
  for (const was of others) {
    const its = cards.get(was.contact_id) ?? [];
    // Its cards went with an import that was undone: it would be gone by itself too.
    if (its.length === 0) continue;
    await restoreContact(tx, owner, was, its, now);
    touched.push(was.contact_id);
    moved.push(...its);
  }
  await rememberWithout(tx, owner, merge.id, moved);
  await takeBack(tx, owner, merge, kept, others, later);
  // Its own cards went with their imports: what its owner said of it since is all there is of it.
  if (held.length === moved.length && (await isSpokenOf(tx, owner, holder)))
    await standAlone(platform, tx, owner, holder, merge.name);
  return touched;
}

/** Gives a contact without cards one of its owner's own, with its name. */
async function standAlone(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  contactId: ContactId,
  name: string,
): Promise<void> {
  const content = contentOf({ ...BLANK_CARD, names: { full: name } });
  const id = platform.ids.next<CardId>();
  const key = Buffer.from(id.replaceAll('-', ''), 'hex');
  const source = await ownSource(platform, tx, owner);
  const card = { id, key, contactId, digest: digestOf(content), content };
  await insertCards(tx, owner, source, [card], platform.clock.now());
}

/**
 * Takes from the kept contact what the merge gave it: edits, labels, the star. Where it became part of others since, what
 * those merges remember of it is set right, so that it comes back as it was when they are undone.
 */
async function takeBack(
  tx: Transaction,
  owner: MemberId,
  merge: MergeRow,
  kept: Absorbed,
  others: readonly Absorbed[],
  later: Awaited<ReturnType<typeof laterMerges>>,
): Promise<void> {
  for (const was of await remembered(tx, owner, merge)) {
    const back = new Set(was.edits.filter(({ merge_id: by }) => by === merge.id).map(({ field }) => field));
    await rememberAnew(tx, owner, was.merge_id, {
      ...was,
      edits: [
        ...was.edits.filter(({ field }) => !back.has(field)),
        ...kept.edits.filter(({ field }) => back.has(field)),
      ],
    });
  }
  const own = new Set(kept.labels.map((one) => one.label_id));
  const brought = others.flatMap((one) => one.labels.filter(({ removed }) => !removed));
  let stars =
    kept.favourite_at === null ? others.flatMap(({ favourite_at: at }) => (at === null ? [] : [at])) : [];
  for (const { merge: id, absorbed, kept: into } of later) {
    const members = await absorbedBy(tx, owner, id);
    for (const was of members.filter(({ contact_id: contact }) => contact === absorbed))
      await rememberAnew(tx, owner, id, {
        ...was,
        favourite_at: stars.some((at) => at.getTime() === was.favourite_at?.getTime())
          ? null
          : was.favourite_at,
        labels: was.labels.filter(
          (one) => own.has(one.label_id) || !brought.some(({ label_id: label }) => label === one.label_id),
        ),
      });
    // What the others brought as well stays.
    for (const was of members.filter(({ contact_id: contact }) => contact !== absorbed)) {
      for (const { label_id: label, removed } of was.labels) if (!removed) own.add(label);
      if (was.contact_id === into && was.favourite_at !== null) stars = [];
    }
  }
  const holder = later.at(-1)?.kept ?? kept.contact_id;
  const back = await deleteMergeEdits(tx, owner, merge);
  await insertEdits(
    tx,
    owner,
    merge.kept_id,
    kept.edits.filter(({ field }) => back.has(field)),
  );
  await takeBackMarks(
    tx,
    owner,
    holder,
    brought.map((one) => one.label_id).filter((label) => !own.has(label)),
    stars,
  );
}

/** Which cards each absorbed contact has again: its own, and those that came since and would have joined it. */
function homes(
  cards: Awaited<ReturnType<typeof cardsIn>>,
  kept: Absorbed,
  others: readonly Absorbed[],
): Map<ContactId, CardId[]> {
  const found = new Map<ContactId, CardId[]>();
  const people = new Map<string, ContactId>();
  const later: (typeof cards)[number][] = [];
  for (const card of cards) {
    const home = [kept, ...others].find((one) =>
      one.cards.some(({ id, source, key }) => id === card.id || (source === card.source && key === card.key)),
    );
    if (home === undefined) later.push(card);
    else {
      if (home !== kept) found.set(home.contact_id, [...(found.get(home.contact_id) ?? []), card.id]);
      for (const person of peopleIn(card.data))
        if (home === kept || !people.has(person)) people.set(person, home.contact_id);
    }
  }
  for (const card of later) {
    const home = peopleIn(card.data)
      .map((person) => people.get(person))
      .find((id) => id !== undefined);
    const own = home === undefined || home === kept.contact_id ? undefined : found.get(home);
    own?.push(card.id);
  }
  return found;
}

/** Name and address or number together, by which a new card joins a contact. */
function peopleIn(data: CardData): string[] {
  const name = foldForSearch(displayName(data));
  return looksOf(data).values.map(({ kind, comparison }) => `${kind} ${comparison} ${name}`);
}
