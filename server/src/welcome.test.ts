import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askAs, pastePeople, pressSend } from '../testing/inviter.ts';
import { type TestKith, testKith, testMember } from '../testing/kith.ts';
import { sendInvitations } from './invitations/jobs/send-invitations.ts';
import type { BatchId, MemberId } from './platform/ids.ts';

/** What members say of who may invite them. */
const settings = ['anyone', 'known', 'book'] as const;
/** How somebody who asks stands to them, and which settings let that be. */
const askers = [
  { name: 'a stranger', hasAddress: false, inBook: false, welcome: ['anyone'] },
  { name: 'who has the address', hasAddress: true, inBook: false, welcome: ['anyone', 'known'] },
  { name: 'who is in the book', hasAddress: false, inBook: true, welcome: ['anyone', 'known', 'book'] },
  { name: 'who has and is', hasAddress: true, inBook: true, welcome: ['anyone', 'known', 'book'] },
] as const;

let kith: TestKith;
let ahead = 0;
before(async () => {
  kith = await testKith({
    settings: { KITH_DEMO: 'true', KITH_UNDO_SECONDS: '30' },
    platform: { clock: { now: () => new Date(Date.now() + ahead) } },
  });
});
after(() => kith.close());

interface Person {
  readonly id: MemberId;
  readonly cookie: string;
  readonly name: string;
  readonly address: string;
}

let made = 0;
async function person(name: string): Promise<Person> {
  const address = `w${made++}@home.example`;
  return { ...(await testMember(kith, { name, email: address })), name, address };
}

async function hidden(): Promise<Person> {
  const one = await person('Hidden Hana');
  await kith.platform.database.asSystem((tx) =>
    tx
      .updateTable('member_identifiers')
      .set({ discoverability: 'nobody' })
      .where('member_id', '=', one.id)
      .execute(),
  );
  return one;
}

interface Requests {
  readonly items: readonly { readonly id: string; readonly member: { readonly id: string } }[];
  readonly total: number;
}
const requests = ({ cookie }: Person, direction: 'received' | 'sent') =>
  askAs<Requests>(kith, cookie, 'GET', `/api/connection-requests?direction=${direction}`);

const masked = (answer: unknown) =>
  JSON.stringify(answer)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replace(/"createdAt":"[^"]+"/g, '"createdAt":"TIME"');

test('who may ask for a connection: each setting with each kind of asker, and no answer tells it', async () => {
  const answers = new Map<string, Set<string>>();
  for (const asker of askers) {
    const ana = await person('Asking Ana');
    const members: Person[] = [];
    for (const _ of settings) members.push(await person('Careful Cy'));
    if (asker.hasAddress)
      await pastePeople(
        kith,
        ana.cookie,
        members.map(({ name, address }) => `${name} <${address}>`),
      );
    for (const [at, setting] of settings.entries()) {
      const cy = members[at] ?? assert.fail();
      await askAs(kith, cy.cookie, 'PATCH', '/api/me', { invitedBy: setting });
      if (asker.inBook) await pastePeople(kith, cy.cookie, [`${ana.name} <${ana.address}>`]);
      const answer = await askAs<{ id: string }>(kith, ana.cookie, 'POST', '/api/connection-requests', {
        memberId: cy.id,
      });
      const seen = await askAs(kith, ana.cookie, 'GET', `/api/members/${cy.id}`);
      const row = (await requests(ana, 'sent')).items.find(({ member }) => member.id === cy.id);
      const texts = answers.get(asker.name) ?? new Set();
      answers.set(asker.name, texts.add(masked([answer, seen, row])));
      const received = await requests(cy, 'received');
      const isWelcome = asker.welcome.some((one) => one === setting);
      const counts = (await askAs<{ counts: { requests: number } }>(kith, cy.cookie, 'GET', '/api/me'))
        .counts;
      assert.deepEqual(
        [received.items.length, received.total, counts.requests],
        isWelcome ? [1, 1, 1] : [0, 0, 0],
        `${setting}: ${asker.name}`,
      );
    }
    assert.equal((await requests(ana, 'sent')).total, settings.length);
  }
  for (const [name, texts] of answers) assert.equal(texts.size, 1, `${name}: ${[...texts].join('\n')}`);
});

test('a request that was kept out can be withdrawn, and whoever kept it out connects by asking back', async () => {
  const ana = await person('Asking Ana');
  const cy = await person('Careful Cy');
  await askAs(kith, cy.cookie, 'PATCH', '/api/me', { invitedBy: 'book' });
  const ask = () =>
    askAs<{ id: string }>(kith, ana.cookie, 'POST', '/api/connection-requests', { memberId: cy.id });
  const { id } = await ask();
  await askAs(kith, cy.cookie, 'POST', `/api/connection-requests/${id}/withdraw`, undefined, 404);
  await askAs(kith, ana.cookie, 'POST', `/api/connection-requests/${id}/withdraw`, undefined, 204);
  await ask();
  await askAs(kith, cy.cookie, 'POST', '/api/connection-requests', { memberId: ana.id }, 201);
  const { total } = await askAs<{ total: number }>(kith, ana.cookie, 'GET', '/api/connections');
  assert.equal(total, 1);
});

/** What a member says when the invitation is made, and what when its turn comes. */
const said = [...settings.map((one) => [one, one] as const), ['anyone', 'book'], ['book', 'anyone']] as const;

test('who may invite a hidden member: each setting, and each change of it in the queue, with who is in the book and who is not', async () => {
  for (const inBook of [false, true]) {
    const ana = await person('Inviting Ana');
    const bea = await person('Inviting Bea');
    const members: Person[] = [];
    for (const [setting] of said) {
      const hana = await hidden();
      await askAs(kith, hana.cookie, 'PATCH', '/api/me', { invitedBy: setting });
      if (inBook) await pastePeople(kith, hana.cookie, [`${ana.name} <${ana.address}>`]);
      members.push(hana);
    }
    const people = members.map(({ name, address }, at) => `${name} ${'abcde'[at]} <${address}>`);
    const importId = await pastePeople(kith, ana.cookie, people);
    const before = await quotaLeft(ana, importId);
    const { batchId } = await pressSend(kith, { ...ana, importId });
    await pressSend(kith, { ...bea, importId: await pastePeople(kith, bea.cookie, people) });
    for (const [at, [, setting]] of said.entries())
      await askAs(kith, members[at]?.cookie ?? '', 'PATCH', '/api/me', { invitedBy: setting });
    ahead += 31_000;
    // Safe: the API gives ids as text.
    await sendInvitations(kith.platform).run({ batchId: batchId as BatchId });
    const sent = await askAs<{ items: readonly { state: string; value: string; name: string }[] }>(
      kith,
      ana.cookie,
      'GET',
      '/api/invitations',
    );
    assert.deepEqual(
      sent.items.map(({ state, value }) => [state, value]).sort(),
      members.map(({ address }) => ['sent', address]).sort(),
      'the inviter sees each as sent',
    );
    assert.equal(before - (await quotaLeft(ana, importId)), said.length, 'each costs the same');
    const offers = await Promise.all(
      members.map(({ cookie }) =>
        askAs<{ items: readonly { inviter: { name: string } }[] }>(
          kith,
          cookie,
          'GET',
          '/api/invitations/received',
        ),
      ),
    );
    const welcome = said.map(([, setting]) => setting !== 'book' || inBook);
    const offered = (name: string) =>
      offers.map(({ items }) => items.some(({ inviter }) => inviter.name === name));
    assert.deepEqual(offered(ana.name), welcome);
    // Bea stands in nobody's book; her invitations wait, and join where Ana's message goes, as the word of that moment lets them.
    assert.deepEqual(
      offered(bea.name),
      said.map(([, last], at) => welcome[at] === true && last !== 'book'),
    );
    assert.deepEqual(
      members.map(({ address }) => kith.mails.some(({ to }) => to === address)),
      welcome,
    );
  }
});

async function quotaLeft({ cookie }: Person, importId: string): Promise<number> {
  const { quota } = await askAs<{ quota: { left: number } }>(
    kith,
    cookie,
    'POST',
    `/api/imports/${importId}/review`,
    {},
  );
  return quota.left;
}
