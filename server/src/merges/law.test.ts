import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { type Random, random } from '@kith/contacts/testing';
import { jobsAtHand } from '../../testing/jobs-at-hand.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { sayNotes, type WholeContact, wholeBook } from '../../testing/whole-book.ts';
import { receiveImport, undoImport } from '../imports/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { ContactId, ImportId, MemberId, MergeId } from '../platform/ids.ts';
import { mergeContacts, undoMerge } from './merge.ts';

/** Walks in every run; KITH_TEST_MERGES asks for more, KITH_TEST_SEED for the one that failed. */
const walks = Number(process.env.KITH_TEST_MERGES ?? 30);
const only = process.env.KITH_TEST_SEED;
const seeds = only === undefined ? Array.from({ length: walks }, (_, at) => at + 1) : [Number(only)];

const jobs = jobsAtHand();
let kith: TestKith;
let person: { readonly id: MemberId; readonly cookie: string };
let labelId: string;
before(async () => {
  kith = await testKith({ platform: { jobs } });
  person = await testMember(kith, { name: 'Ola', email: 'ola@law.example' });
  await bring(['Ola Own,own@law.example,,', 'Pia Own,pia@law.example,+442079460100,']);
  const label = { method: 'POST', url: '/api/labels', headers: { cookie: person.cookie } } as const;
  labelId = (await kith.app.inject({ ...label, payload: { name: 'Choir' } })).json().id;
});
after(() => kith.close());

test('imports, edits, marks, the trash and merges in any order, undone in any order: what was there and what its owner said stays, and no more', async () => {
  const start = await book();
  for (const seed of seeds) {
    const walk = new Walk(random(seed), start);
    try {
      await walk.go();
      await walk.back();
    } catch (error) {
      throw new Error(`KITH_TEST_SEED=${seed} repeats it:\n${walk.told.join('\n')}`, { cause: error });
    }
    await walk.clear();
    assert.deepEqual(await book(), start, `seed ${seed}`);
  }
});

/** A member at work on a small book, by chance, who in the end takes everything back. */
class Walk {
  readonly told: string[] = [];
  readonly #chance: Random;
  readonly #start: readonly WholeContact[];
  readonly #files: readonly (readonly string[])[];
  readonly #imports: ImportId[] = [];
  readonly #merges: MergeId[] = [];
  /** What the owner said of each contact, while it stood for itself or for several. */
  readonly #said = new Map<ContactId, string>();
  /** Contacts that ever were one: what is said of one of them may keep any. */
  readonly #groups = new Map<ContactId, ContactId>();

  constructor(chance: Random, start: readonly WholeContact[]) {
    this.#chance = chance;
    this.#start = start;
    const people = Array.from(
      { length: chance.int(2, 5) },
      (_, at) =>
        `Person ${at},p${at}@law${chance.int(0, 1)}.example,+4420794602${at}${chance.int(0, 9)},of file`,
    );
    this.#files = [0, 1, 2].map((nth) =>
      people.filter(() => chance.chance(0.7)).map((row) => `${row} ${chance.chance(0.5) ? 0 : nth}`),
    );
  }

  async go(): Promise<void> {
    const acts = [
      () => this.#bring(),
      () => this.#bring(),
      () => this.#undoSome(this.#imports, (id) => this.#undoImport(id)),
      () => this.#say(),
      () => this.#mark(),
      () => this.#mark(),
      () => this.#merge(),
      () => this.#merge(),
      () => this.#undoSome(this.#merges, (id) => this.#undoMerge(id)),
      () => this.#thereAndBack(),
    ];
    await this.#bring();
    for (let left = this.#chance.int(4, 12); left > 0; left--) await this.#chance.pick(acts)();
  }

  /** Everything is undone, in any order; what is left then has its reason. */
  async back(): Promise<void> {
    const undo = [
      ...this.#imports.map((id) => () => this.#undoImport(id)),
      ...this.#merges.map((id) => () => this.#undoMerge(id)),
    ];
    while (undo.length > 0) await undo.splice(this.#chance.int(0, undo.length - 1), 1)[0]?.();
    const now = await book();
    const own = (one: WholeContact) => this.#start.some(({ id }) => id === one.id);
    assert.deepEqual(now.filter(own).map(cardsOf), this.#start.map(cardsOf));
    for (const [id, text] of this.#said) {
      const one = now.find((contact) => contact.id === id);
      assert.ok(one !== undefined, `what was said of ${id} is lost: ${text}`);
      assert.deepEqual(one.edits, [['notes', [text]]]);
    }
    const ofGroup = (id: ContactId) => {
      const group = this.#groupOf(id);
      return (other: ContactId) => this.#groupOf(other) === group;
    };
    for (const { id, name } of now.filter((one) => !own(one)))
      assert.ok([...this.#said.keys()].some(ofGroup(id)), `${name} ${id} is left, of which nothing was said`);
  }

  /** Takes back what is the owner's own: words, marks, and the contacts that stay for them. */
  async clear(): Promise<void> {
    const kept = this.#start.map(({ id }) => id);
    for (const id of kept) await sayNotes(kith, person.id, id, undefined);
    for (const act of ['restore', 'unlabel', 'unfavourite']) await markAll(kept, act);
    const rest = (await book()).map(({ id }) => id).filter((id) => !kept.includes(id));
    for (const act of ['trash', 'erase']) await markAll(rest, act);
  }

  async #bring(): Promise<void> {
    const rows = this.#chance.pick(this.#files);
    if (rows.length === 0) return;
    const id = await bring(rows);
    this.#imports.push(id);
    this.#tell(`import ${this.#imports.length} of ${rows.length}: ${id}`);
  }

  async #undoImport(id: ImportId): Promise<void> {
    const keys = (contacts: readonly WholeContact[]) => contacts.flatMap(({ cards }) => cards ?? []);
    const before = new Set(keys(await book()));
    const left = await undoImport(kith.platform, person.id, id);
    this.#tell(`undo of import ${id}, leaves ${left.map((one) => one.id).join(' ')}`);
    // A card that became the owner's own has another key.
    for (const contact of await book())
      if (keys([contact]).some((key) => !before.has(key)))
        assert.ok(
          left.some((one) => one.id === contact.id),
          `${contact.id} stays and was not named`,
        );
  }

  async #undoMerge(id: MergeId): Promise<void> {
    await inBook((tx) => undoMerge(kith.platform, tx, person.id, id));
    this.#tell(`undo of merge ${id}`);
  }

  async #undoSome<Id>(ids: Id[], undo: (id: Id) => Promise<void>): Promise<void> {
    const [id] = ids.splice(this.#chance.int(0, Math.max(0, ids.length - 1)), 1);
    if (id !== undefined) await undo(id);
  }

  async #say(): Promise<void> {
    const { id, name } = this.#chance.pick(await book());
    const text = `said ${this.#said.size} at ${this.told.length}`;
    await sayNotes(kith, person.id, id, text);
    this.#said.set(id, text);
    this.#tell(`"${text}" of ${name} ${id}`);
  }

  async #mark(): Promise<void> {
    const ids = (await book()).map(({ id }) => id).filter(() => this.#chance.chance(0.4));
    const acts = ['label', 'unlabel', 'favourite', 'unfavourite', 'trash', 'restore', 'restore'];
    const act = this.#chance.pick(acts);
    await markAll(ids, act);
    this.#tell(`${act} ${ids.join(' ')}`);
  }

  async #merge(): Promise<void> {
    const there = (await book()).filter((one) => one.trashed_at === null).map(({ id }) => id);
    if (there.length < 2) return;
    const keep = this.#chance.pick(there);
    const others = there.filter((id) => id !== keep && this.#chance.chance(0.4));
    if (others.length === 0) return;
    const contactIds = [keep, ...others];
    const fields = this.#chance.chance(0.5) ? { names: this.#chance.pick(contactIds) } : {};
    const id = await inBook((tx) =>
      mergeContacts(kith.platform, tx, person.id, [{ contactIds, keep, fields }]),
    );
    this.#merges.push(id);
    const group = this.#groupOf(keep);
    for (const other of others) this.#groups.set(this.#groupOf(other), group);
    this.#tell(`merge ${id} of ${contactIds.join(' ')}`);
  }

  /** What is undone at once has never been, whatever stands around it. */
  async #thereAndBack(): Promise<void> {
    const before = await book();
    if (this.#chance.chance(0.5))
      await this.#undoneAtOnce(
        this.#imports,
        () => this.#bring(),
        (id) => this.#undoImport(id),
      );
    else
      await this.#undoneAtOnce(
        this.#merges,
        () => this.#merge(),
        (id) => this.#undoMerge(id),
      );
    assert.deepEqual(await book(), before);
  }

  async #undoneAtOnce<Id>(
    done: Id[],
    act: () => Promise<void>,
    undo: (id: Id) => Promise<void>,
  ): Promise<void> {
    const before = done.length;
    await act();
    const id = done.length > before ? done.pop() : undefined;
    if (id !== undefined) await undo(id);
  }

  #groupOf(id: ContactId): ContactId {
    const next = this.#groups.get(id);
    return next === undefined || next === id ? id : this.#groupOf(next);
  }

  #tell(what: string): void {
    this.told.push(what);
  }
}

const cardsOf = ({ id, cards }: WholeContact) => ({ id, cards });
const book = () => wholeBook(kith, person.id);
const inBook = <T>(run: (tx: Transaction) => Promise<T>): Promise<T> =>
  kith.platform.database.asMember(person.id, run);

async function bring(rows: readonly string[]): Promise<ImportId> {
  const text = Buffer.from(`Name,E-mail,Phone,Notes\n${rows.join('\n')}\n`);
  async function* files() {
    yield { name: 'law.csv', bytes: Readable.from([text]) };
  }
  const id = await receiveImport(kith.platform, person.id, 'file', 'GB', files());
  await jobs.run('imports.read');
  return id;
}

async function markAll(ids: readonly ContactId[], act: string): Promise<void> {
  if (ids.length === 0) return;
  const answer = await kith.app.inject({
    method: 'POST',
    url: '/api/contacts/bulk',
    headers: { cookie: person.cookie },
    payload: { selection: { ids }, act, ...(act.endsWith('label') ? { labelId } : {}) },
  });
  assert.equal(answer.statusCode, 200, answer.body);
}
