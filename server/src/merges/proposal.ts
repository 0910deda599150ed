import { Type } from 'typebox';
import { type CardData, canBeOneDay, lockBook } from '../contacts/index.ts';
import { after } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import { KithError } from '../platform/errors.ts';
import type { ContactId, MemberId, MergeId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { searchDuplicates } from './jobs/find-duplicates.ts';
import { type MergeWish, mergeContacts, mostMerged } from './merge.ts';
import {
  bookState,
  contactsBeside,
  countProposals,
  declineProposal,
  distinctPairs,
  forgetDistinct,
  insertDistinct,
  listProposals,
} from './proposal-store.ts';

/** Fields that stand side by side, in their order on the screen. */
const besideFields = [
  'names',
  'emails',
  'phones',
  'organisations',
  'titles',
  'addresses',
  'birthday',
  'anniversary',
  'gender',
  'urls',
  'notes',
] as const;

const Beside = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  favourite: Type.Boolean(),
  addedAt: Type.String({ format: 'date-time' }),
  sources: Type.Array(Type.Object({ kind: Type.String(), label: Type.String() })),
  fields: Type.Array(
    Type.Object({
      field: Type.Unsafe<(typeof besideFields)[number]>({ enum: [...besideFields] }),
      values: Type.Array(Type.String()),
    }),
    { description: 'What it has something in, as text.' },
  ),
});

/** Contacts that are likely one, or that their owner chose to merge, side by side. */
export const Proposal = Type.Object({
  contacts: Type.Array(Beside),
  probability: Type.Number(),
  certain: Type.Boolean({ description: 'They share an address or number, and nothing speaks against it.' }),
});

/** Seconds after which a changed book is looked through again when its owner looks. */
const fresh = 60;
/** Certain proposals that one press merges. */
const atOnce = 200;

/** The proposals of an owner, the surest first; a search begins where the book changed since. */
export async function proposalsOf(
  platform: Platform,
  owner: MemberId,
  page: { of?: ContactId; offset: number; limit: number },
) {
  const { state, ...shown } = await platform.database.asMember(owner, async (tx) => {
    const rows = await listProposals(tx, owner, { certain: false, ...page });
    const beside = await contactsBeside(
      tx,
      owner,
      rows.flatMap(({ a, b }) => [a, b]),
    );
    return {
      items: rows.flatMap(({ a, b, probability, certain }) => {
        const [one, other] = [beside.get(a), beside.get(b)];
        if (one === undefined || other === undefined) return [];
        return [{ contacts: [besideOf(one), besideOf(other)], probability, certain }];
      }),
      ...(await countProposals(tx, owner, page.of)),
      state: await bookState(tx, owner),
    };
  });
  const { revision, searched, searchedAt, looked } = state;
  const isDue =
    revision !== (searched ?? 0) &&
    (searchedAt === undefined || after(searchedAt, fresh) <= platform.clock.now());
  if (isDue) await searchDuplicates(platform, owner);
  return { ...shown, searching: isDue, ...(isDue && looked !== undefined ? { looked } : {}) };
}

/**
 * Contacts that their owner chose, side by side as a proposal is.
 *
 * @throws {KithError} `merge.gone`
 */
export async function besideEachOther(tx: Transaction, owner: MemberId, ids: readonly ContactId[]) {
  const beside = await contactsBeside(tx, owner, ids);
  const contacts = ids.flatMap((id) => {
    const row = beside.get(id);
    return row === undefined ? [] : [besideOf(row)];
  });
  if (contacts.length < ids.length)
    throw new KithError('merge.gone', 'One of these contacts was merged or deleted meanwhile.');
  return { contacts, probability: 1, certain: false };
}

type BesideRow = Awaited<ReturnType<typeof contactsBeside>> extends Map<ContactId, infer Row> ? Row : never;

function besideOf({ id, name, favourite, created_at: at, sources, data }: BesideRow) {
  return {
    id,
    name,
    favourite,
    addedAt: at.toISOString(),
    sources: sources ?? [],
    fields: besideFields
      .map((field) => ({ field, values: textsOf(data, field) }))
      .filter(({ values }) => values.length > 0),
  };
}

function textsOf(data: CardData, field: (typeof besideFields)[number]): string[] {
  switch (field) {
    case 'names':
      return [data.names.full].filter((text) => text !== '');
    case 'organisations':
      return data.organisations.map(({ name, department }) =>
        [name, department].filter((part) => part !== undefined).join(', '),
      );
    case 'addresses':
      return data.addresses.map(
        ({ formatted, street, postcode, city, country }) =>
          formatted ?? [street, postcode, city, country].filter((part) => part !== undefined).join(', '),
      );
    case 'titles':
    case 'notes':
      return [...data[field]];
    case 'emails':
    case 'phones':
    case 'urls':
      return data[field].map(({ value }) => value);
    default: {
      const value = data[field];
      return value === undefined ? [] : [value];
    }
  }
}

/** Merges what is certain, at most 200 proposals by one press; those of one person become one. */
export async function mergeCertain(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
): Promise<{ id?: MergeId; merged: number; left: number }> {
  await lockBook(tx, owner);
  const rows = await listProposals(tx, owner, { certain: true, offset: 0, limit: atOnce });
  const isOne = await canBeOne(
    tx,
    owner,
    rows.flatMap(({ a, b }) => [a, b]),
  );
  const groups = new Map<ContactId, Set<ContactId>>();
  for (const { a, b } of rows) {
    const joined = new Set([a, b, ...(groups.get(a) ?? []), ...(groups.get(b) ?? [])]);
    if (joined.size <= mostMerged && isOne([...joined])) for (const one of joined) groups.set(one, joined);
  }
  const wishes = [...new Set(groups.values())].map((group): MergeWish => {
    const contactIds = [...group].sort();
    const [keep = contactIds[0]] = contactIds;
    if (keep === undefined) throw new TypeError('a group of nobody');
    return { contactIds, keep, fields: {} };
  });
  if (wishes.length === 0) return { merged: 0, left: 0 };
  const id = await mergeContacts(platform, tx, owner, wishes);
  return { id, merged: wishes.length, left: (await countProposals(tx, owner)).certain };
}

/**
 * Whether contacts can be one, all together: each may be certain to be the next, and the first and last be two people, by
 * their birthdays or by their owner's word.
 */
async function canBeOne(tx: Transaction, owner: MemberId, ids: readonly ContactId[]) {
  const beside = await contactsBeside(tx, owner, ids);
  const apart = new Set((await distinctPairs(tx, owner)).flatMap(({ a, b }) => [`${a} ${b}`, `${b} ${a}`]));
  return (contacts: readonly ContactId[]): boolean =>
    contacts.every((one, at) =>
      contacts
        .slice(at + 1)
        .every(
          (other) =>
            !apart.has(`${one} ${other}`) &&
            canBeOneDay(beside.get(one)?.data.birthday, beside.get(other)?.data.birthday),
        ),
    );
}

/** Remembers that two contacts are not the same, also when their cards are read again; or takes that back. */
export async function sayDistinct(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  [a, b]: readonly [ContactId, ContactId],
  distinct: boolean,
): Promise<void> {
  await lockBook(tx, owner);
  if (distinct) {
    await insertDistinct(tx, owner, a, b, platform.clock.now());
  } else await forgetDistinct(tx, owner, a, b);
  await declineProposal(tx, owner, a, b, distinct);
}
