import { emailReason, STRANGERS, type SweepReason, type Triage, type TriageFacts } from '@kith/contacts';
import { connectedOrRequested, hiddenFrom } from '../connections/index.ts';
import { wayTo } from '../consent/index.ts';
import { type ContactRow, contactsWithIdentifiers } from '../contacts/index.ts';
import { ownIdentifiers } from '../members/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { matchMembers } from './matching.ts';
import { placeOnePersonOnce } from './one-person.ts';
import {
  candidatesOf,
  keysTaken,
  markSwept,
  membersTaken,
  numbersWithoutWay,
  type Placed,
  setPosition,
  setStep,
  writeCandidates,
} from './store.ts';
import { sweepBook, sweepReasons, sweepsOn } from './sweeps.ts';

const page = 1000;

type Verdict = Triage | { readonly listed: false; readonly reason: SweepReason };
/** Listed apart, ticked one by one, and looked for among nobody. */
const apart: readonly string[] = [...STRANGERS, ...sweepReasons];

/** Works out anew where these contacts stand in the owner's review: who is here, who may be invited, who is no person. */
export async function refreshCandidates(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  ids: readonly ContactId[],
): Promise<void> {
  const sorted = [...new Set(ids)].sort();
  for (let from = 0; from < sorted.length; from += page) {
    await placeCandidates(
      platform,
      tx,
      owner,
      await contactsWithIdentifiers(tx, owner, sorted.slice(from, from + page)),
    );
  }
}

/** The same for contacts at hand, as an import's page brings them; `madeUp` are those of the whole book, where that was looked at. */
export async function placeCandidates(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  unsorted: readonly ContactRow[],
  madeUp?: ReadonlyMap<ContactId, SweepReason>,
): Promise<void> {
  if (unsorted.length === 0) return;
  // The oldest of those that share a member or an address stands for them.
  const contacts = unsorted.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const ids = contacts.map(({ id }) => id);
  const own = await ownIdentifiers(tx, owner);
  const related = new Set(await connectedOrRequested(tx, owner));
  const before = new Map((await candidatesOf(tx, owner, ids)).map((row) => [row.contact_id, row]));
  const facts = factsOf(platform, own);
  const sweeps = madeUp ?? sweepsOn(contacts, before);
  if (madeUp === undefined && sweeps.size > 0) await markSwept(tx, owner, sweeps.size, platform.clock.now());
  const verdicts = new Map(
    contacts.map((contact): [ContactId, Verdict] => {
      const reason = sweeps.get(contact.id);
      return [contact.id, reason === undefined ? contact.triage(facts) : { listed: false, reason }];
    }),
  );
  // Whom the owner never chose to know is nobody to look for among the members.
  const isChosen = ({ id }: ContactRow) => {
    const verdict = verdicts.get(id);
    return verdict?.listed !== false || !apart.includes(verdict.reason);
  };
  const found = await matchMembers(
    platform,
    tx,
    owner,
    contacts.filter(isChosen).flatMap((contact) => contact.identifiers.map(({ key }) => key)),
  );
  const hidden = await hiddenFrom(tx, owner, [...new Set(found.values())]);
  const members = await membersTaken(tx, owner, [...new Set(found.values())], ids);
  const keys = await keysTaken(
    tx,
    owner,
    contacts.flatMap((contact) => contact.identifiers.map(({ key }) => key)),
    ids,
  );
  const rows: Placed[] = [];
  for (const contact of contacts) {
    const old = before.get(contact.id);
    const member = isChosen(contact)
      ? contact.identifiers
          .map(({ key }) => found.get(key.toString('hex')))
          .find((id) => id !== undefined && !hidden.has(id))
      : undefined;
    const row: Placed = {
      contact_id: contact.id,
      step: 'other',
      reason: null,
      member_id: member ?? null,
      channel: null,
      labels: [...contact.labels],
      position: null,
      chosen_by_owner: false,
    };
    rows.push(row);
    if (member !== undefined) {
      if (related.has(member)) Object.assign(row, { step: 'done', reason: 'connected' });
      else if (members.has(member)) row.reason = 'same_person';
      else row.step = 'here';
      members.add(member);
      continue;
    }
    const verdict = verdicts.get(contact.id);
    // Strangers are left out, and can be ticked one by one.
    if (verdict?.listed === false) row.reason = verdict.reason;
    if (verdict?.listed === false && isChosen(contact)) continue;
    const kept =
      old?.chosen_by_owner === true &&
      old.position !== null &&
      isOpen(platform, contact.identifiers[old.position])
        ? old.position
        : undefined;
    const position = kept ?? bestPosition(platform, contact, facts);
    const identifier = position === undefined ? undefined : contact.identifiers[position];
    if (position === undefined || identifier === undefined) {
      row.reason = contact.identifiers.some(({ kind }) => kind === 'phone')
        ? 'no_text_channel'
        : 'no_channel';
      continue;
    }
    row.position = position;
    row.chosen_by_owner = kept !== undefined;
    row.channel = identifier.kind === 'email' ? 'email' : 'text';
    const key = identifier.key.toString('hex');
    const taken = keys.get(key);
    if (old?.step === 'done' && old.reason === 'invited')
      Object.assign(row, { step: 'done', reason: 'invited' });
    else if (taken !== undefined) row.reason = taken.invited ? 'already_invited' : 'same_address';
    else if (row.reason === null) row.step = 'invite';
    if (taken === undefined && row.step !== 'other') keys.set(key, { invited: row.step === 'done' });
  }
  await writeCandidates(tx, owner, rows);
  const invited = new Set(rows.filter(({ channel }) => channel !== null).map((row) => row.contact_id));
  await placeOnePersonOnce(
    tx,
    owner,
    contacts
      .filter(({ id }) => invited.has(id))
      .flatMap(({ identifiers }) => identifiers.filter(({ kind }) => kind === 'phone').map(({ key }) => key)),
  );
}

/**
 * Looks at the whole book once an import has brought all of its contacts: what was counted or combined is put apart, and numbers of
 * earlier imports to which there was no way may have one by now.
 */
export async function placeSweeps(platform: Platform, tx: Transaction, owner: MemberId): Promise<void> {
  const reached = (await numbersWithoutWay(tx, owner)).filter(
    ({ number }) => wayTo(platform, 'phone', number, true) !== undefined,
  );
  await refreshCandidates(
    platform,
    tx,
    owner,
    reached.map(({ id }) => id),
  );
  const { madeUp, changed } = await sweepBook(platform, tx, owner);
  for (let from = 0; from < changed.length; from += page)
    await placeCandidates(
      platform,
      tx,
      owner,
      await contactsWithIdentifiers(tx, owner, changed.slice(from, from + page)),
      madeUp,
    );
}

/** What an owner's side knows for sorting people from machines. */
export async function triageFacts(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
): Promise<TriageFacts> {
  return factsOf(platform, await ownIdentifiers(tx, owner));
}

function factsOf(platform: Platform, own: Awaited<ReturnType<typeof ownIdentifiers>>) {
  return {
    ownEmails: own.filter(({ kind }) => kind === 'email').map(({ value }) => value),
    ownPhones: own.filter(({ kind }) => kind === 'phone').map(({ value }) => value),
    // The demo's invented people live under reserved names, and its messages stay on the machine.
    deliverableReserved: platform.config.demo ? ['example', 'test'] : [],
  };
}

/** Whether the owner's own choice still stands: an address, or a number that somebody's phone reaches. */
function isOpen(platform: Platform, chosen: ContactRow['identifiers'][number] | undefined): boolean {
  return chosen !== undefined && wayTo(platform, chosen.kind, chosen.value, true) !== undefined;
}

/**
 * The first address that belongs to a person, else the first number that Kith sends texts to, else one for the owner's
 * own phone.
 */
function bestPosition(
  platform: Platform,
  contact: ContactRow,
  facts: { deliverableReserved: readonly string[] },
): number | undefined {
  const email = contact.identifiers.findIndex(
    ({ kind, value }) => kind === 'email' && emailReason(value, facts) === undefined,
  );
  if (email >= 0) return email;
  const ways = contact.identifiers.map(({ kind, value }) =>
    kind === 'phone' ? wayTo(platform, kind, value, true) : undefined,
  );
  const relayed = ways.indexOf('relay');
  const phone = relayed >= 0 ? relayed : ways.indexOf('self');
  return phone >= 0 ? phone : undefined;
}

/** Takes contacts off the list of step 2: an invitation to them waits or was sent. */
export function markInvited(tx: Transaction, owner: MemberId, contacts: readonly ContactId[]): Promise<void> {
  return setStep(tx, owner, contacts, 'done', 'invited');
}

/** Puts contacts back on the list of step 2 after an undo or a withdrawal; the book should be locked before anything else is. */
export async function reopen(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  contacts: readonly ContactId[],
): Promise<void> {
  await setStep(tx, owner, contacts, 'invite', null);
  await refreshCandidates(platform, tx, owner, contacts);
}

/** The owner's own choice among a contact's addresses and numbers; false where it has none there that may be written to. */
export async function choosePosition(
  platform: Platform,
  tx: Transaction,
  owner: MemberId,
  contactId: ContactId,
  position: number,
): Promise<boolean> {
  const [contact] = await contactsWithIdentifiers(tx, owner, [contactId]);
  const chosen = contact?.identifiers[position];
  const isOpen = chosen !== undefined && wayTo(platform, chosen.kind, chosen.value, true) !== undefined;
  return isOpen && (await setPosition(tx, owner, contactId, position));
}
