import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { askAs, type Inviter, pastePeople, testInviter } from '../../testing/inviter.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import { until } from '../../testing/wait.ts';
import { everyone, suppress, suppressionKey, verifyLedger } from '../consent/index.ts';
import { writtenSince } from './delivery-store.ts';
import { tokenPlaceholder } from './messages/invitation.ts';

let kith: TestKith;
/** Moves ahead of the real clock: nothing is waited for. */
let ahead = 0;
before(async () => {
  kith = await testKith({
    settings: { KITH_PRESET: 'eu', KITH_DEMO: 'true', KITH_UNDO_SECONDS: '5', KITH_REGION: 'NO' },
    platform: { clock: { now: () => new Date(Date.now() + ahead) } },
  });
});
after(() => kith.close());

const ownerOf = (...people: string[]) => testInviter(kith, people);

// biome-ignore lint/suspicious/noExplicitAny: answers are judged by what the tests assert of them
function ask(cookie: string, method: 'GET' | 'POST', url: string, payload?: object): Promise<any> {
  return askAs(kith, cookie, method, url, payload);
}

const selectAll = ({ cookie, importId }: Inviter) =>
  ask(cookie, 'POST', `/api/imports/${importId}/selection`, { step: 'invite', all: true, filter: {} });

/** Selects everybody and gives the permission; @returns the batch and what was shown before. */
async function make(owner: Inviter, note?: string) {
  await selectAll(owner);
  const draft = { locale: 'en', ...(note === undefined ? {} : { note }) };
  const url = `/api/imports/${owner.importId}`;
  const preview = await ask(owner.cookie, 'POST', `${url}/preview`, { ...draft, index: 0 });
  const batch = await ask(owner.cookie, 'POST', `${url}/invitations`, {
    ...draft,
    expected: preview.count,
    messageHash: preview.hash,
  });
  return { preview, batch };
}

const links = async (owner: Inviter, batch?: string) =>
  (await ask(owner.cookie, 'GET', `/api/links${batch === undefined ? '' : `?batch=${batch}`}`)).items;

const tokenIn = (link: string): string => link.slice(link.lastIndexOf('/') + 1);
const press = (path: string, payload = '', cookie = '') =>
  kith.app.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
    payload,
  });

function rows<Row>(
  run: (tx: Parameters<Parameters<typeof kith.platform.database.asSystem>[0]>[0]) => Promise<Row>,
) {
  return kith.platform.database.asSystem(run);
}

test('preset eu makes personal links, one for each, of the words that were shown, and sends nothing', async () => {
  const owner = await ownerOf('Leo Grün <leo@own.example>', 'Mia Moss <mia@own.example>');
  const { total, selected, items } = await ask(
    owner.cookie,
    'GET',
    `/api/imports/${owner.importId}/invitees`,
  );
  assert.deepEqual([total, selected], [2, 0], 'nobody is selected at the start');
  assert.equal(items[0].channels[0].way, 'self');
  const mails = kith.mails.length;
  const { preview, batch } = await make(owner, 'See you there');
  assert.equal(preview.way, 'self');
  assert.equal(preview.html, undefined);
  assert.equal(preview.from, undefined);
  assert.match(preview.text, /See you there/);
  assert.deepEqual([batch.state, batch.links, batch.sent, batch.queued], ['made', 2, 0, 0]);
  const made = await links(owner, batch.id);
  assert.deepEqual(
    made.map(({ name, value, state }: Record<string, string>) => [name, value, state]),
    [
      ['Leo Grün', 'leo@own.example', 'made'],
      ['Mia Moss', 'mia@own.example', 'made'],
    ],
  );
  assert.notEqual(made[0].link, made[1].link);
  for (const one of made) {
    assert.equal(one.subject, preview.subject);
    assert.equal(one.text.replaceAll(tokenIn(one.link), tokenPlaceholder), preview.text);
  }
  ahead += 60_000;
  await kith.platform.jobs.enqueue('invitations.send', { batchId: batch.id });
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(kith.mails.length, mails);
  const entry = await rows((tx) =>
    tx.selectFrom('consents').selectAll().where('member_id', '=', owner.id).executeTakeFirstOrThrow(),
  );
  assert.deepEqual([entry.channel, entry.recipients.length], ['self_email', 2]);
  assert.equal(entry.message_hash.toString('hex'), preview.hash);
  const stored = await rows((tx) =>
    tx
      .selectFrom('invitations')
      .select(['address', 'recipient_name'])
      .where('inviter_id', '=', owner.id)
      .execute(),
  );
  assert.deepEqual(stored, [
    { address: null, recipient_name: null },
    { address: null, recipient_name: null },
  ]);
});

test('a link is made, taken and joined by; never sent', async () => {
  const owner = await ownerOf('Nora Nes <nora@state.example>');
  const { batch } = await make(owner);
  const [link] = await links(owner, batch.id);
  const state = async () => (await ask(owner.cookie, 'GET', '/api/invitations')).items[0].state;
  assert.equal(await state(), 'made');
  await ask(owner.cookie, 'POST', `/api/links/${link.id}/taken`, { by: 'mail' });
  await ask(owner.cookie, 'POST', `/api/links/${link.id}/taken`, { by: 'copy' });
  assert.equal(await state(), 'taken');
  assert.equal((await links(owner, batch.id))[0].takenBy, 'mail');
  const key = suppressionKey(kith.platform.secrets, 'email', 'nora@state.example');
  assert.ok(key !== undefined);
  const written = await rows((tx) => writtenSince(tx, [key], [], kith.platform.clock.now(), 7));
  assert.equal(written.size, 1, 'Kith writes to nobody to whom a link may have gone');
  assert.equal((await kith.app.inject(`/i/${tokenIn(link.link)}`)).statusCode, 200);
  assert.equal(await state(), 'taken', 'a look at the page is nobody’s business');
  const joined = await testMember(kith, { name: 'Nora Nes', email: 'nora@elsewhere.example' });
  const accepted = await press(`/i/${tokenIn(link.link)}/accept`, '', joined.cookie);
  assert.equal(accepted.headers.location, '/network');
  assert.equal(await state(), 'accepted');
  assert.deepEqual(await links(owner, batch.id), []);
  const names = (await ask(owner.cookie, 'GET', '/api/connections')).items.map(
    (item: { member: { name: string } }) => item.member.name,
  );
  assert.deepEqual(names, ['Nora Nes']);
});

test('a link that the inviter holds too proves no address, and joins nobody in their name', async () => {
  const owner = await ownerOf('Ole Oie <ole@proof.example>');
  const { batch } = await make(owner);
  const [{ link }] = await links(owner, batch.id);
  const path = `/i/${tokenIn(link)}`;
  const page = await kith.app.inject(path);
  assert.doesNotMatch(page.body, /name="name"|<script|ole@|o•@/);
  assert.match(page.body, /has not written to you/);
  assert.ok(Buffer.byteLength(page.body) < 14_000);
  const accepted = await press(`${path}/accept`, 'name=Ole+Oie');
  assert.equal(accepted.statusCode, 200);
  assert.match(accepted.body, /Make an account/);
  const found = await rows((tx) =>
    tx.selectFrom('members').select('id').where('name', '=', 'Ole Oie').execute(),
  );
  assert.deepEqual(found, []);
  const own = await press(`${path}/accept`, '', owner.cookie);
  assert.equal(own.headers.location, '/links', 'the inviter cannot accept their own invitation');
  assert.equal(
    (await kith.app.inject(`${path}/held`)).headers.location,
    '/held',
    'nobody is written to for it',
  );
});

test('whoever signs up with the address finds the invitation there, once its link was taken', async () => {
  const owner = await ownerOf('Oda Os <oda@offer.example>');
  const { batch } = await make(owner);
  const [link] = await links(owner, batch.id);
  const oda = await testMember(kith, { name: 'Oda Os', email: 'oda@offer.example' });
  const received = async () => (await ask(oda.cookie, 'GET', '/api/invitations/received')).items;
  assert.deepEqual(await received(), []);
  await ask(owner.cookie, 'POST', `/api/links/${link.id}/taken`, { by: 'copy' });
  const [offer] = await received();
  assert.equal(offer.inviter.name, owner.name);
  await ask(oda.cookie, 'POST', `/api/invitations/received/${offer.id}/accept`);
  assert.equal((await ask(owner.cookie, 'GET', '/api/invitations')).items[0].state, 'accepted');
});

test('a no by a link holds at once for everybody, and the inviter’s copy of the link cannot take it back', async () => {
  const owner = await ownerOf('Pia Pål <pia@no.example>');
  const { batch } = await make(owner);
  const [{ link }] = await links(owner, batch.id);
  const path = `/i/${tokenIn(link)}`;
  const suppressions = async () => {
    const key = suppressionKey(kith.platform.secrets, 'email', 'pia@no.example') ?? Buffer.alloc(0);
    const found = await rows((tx) =>
      tx.selectFrom('suppressions').select('reason').where('key', '=', key).orderBy('reason').execute(),
    );
    return found.map(({ reason }) => reason);
  };
  const said = await press(`${path}/never`);
  assert.match(said.body, /Only you can take this back/);
  assert.doesNotMatch(said.body, /never\/undo/);
  await press(`${path}/report`, 'text=not+them');
  assert.deepEqual(await suppressions(), ['never_again', 'reported']);
  for (const what of ['never', 'not-from', 'not-me', 'report'])
    assert.doesNotMatch((await press(`${path}/${what}/undo`)).body, /That is undone/);
  assert.deepEqual(await suppressions(), ['never_again', 'reported']);
  await press(`${path}/report`, 'text=all+is+well');
  const reports = await rows((tx) =>
    tx
      .selectFrom('abuse_reports')
      .select('text')
      .where('inviter_id', '=', owner.id)
      .orderBy('reported_at')
      .execute(),
  );
  assert.deepEqual(reports, [{ text: 'not them' }, { text: 'all is well' }]);
  assert.match((await press(`${path}/decline/undo`)).body, /That is undone/);
});

test('who said never, an unknown and a hidden member look alike, in rows, links and pages', async () => {
  await testMember(kith, { name: 'Hidden Hal', email: 'hid@alike.example' });
  await rows((tx) =>
    tx
      .updateTable('member_identifiers')
      .set({ discoverability: 'nobody' })
      .where('value', '=', 'hid@alike.example')
      .execute(),
  );
  const key = suppressionKey(kith.platform.secrets, 'email', 'nev@alike.example');
  assert.ok(key !== undefined);
  await rows((tx) => suppress(tx, key, everyone, 'never_again', new Date()));
  const owner = await ownerOf(
    'Xxx Aaa <hid@alike.example>',
    'Xxx Bbb <nev@alike.example>',
    'Xxx Ccc <unk@alike.example>',
  );
  const { batch } = await make(owner);
  assert.equal(batch.links, 3);
  const masked = (text: string, one: Record<string, string>) =>
    text
      .replaceAll(tokenIn(one.link ?? ''), 'TOKEN')
      .replaceAll(one.id ?? '', 'ID')
      .replaceAll(one.name ?? '', 'NAME')
      .replaceAll(one.value ?? '', 'VALUE');
  const alike = async (of: (one: Record<string, string>) => Promise<string> | string) => {
    const seen = await Promise.all(
      (await links(owner, batch.id)).map(async (one: Record<string, string>) => masked(await of(one), one)),
    );
    assert.equal(seen.length, 3);
    assert.equal(new Set(seen).size, 1, seen.join('\n'));
  };
  await alike((one) => JSON.stringify(one));
  await alike(async (one) => (await kith.app.inject(`/i/${tokenIn(one.link ?? '')}`)).body);
  await alike(async (one) => (await press(`/i/${tokenIn(one.link ?? '')}/decline`)).body);
  await alike(async (one) => (await press(`/i/${tokenIn(one.link ?? '')}/accept`)).body);
  const permits = await rows((tx) =>
    tx
      .selectFrom('permits as p')
      .innerJoin('invitations as i', 'i.id', 'p.invitation_id')
      .select('p.kind')
      .where('i.inviter_id', '=', owner.id)
      .execute(),
  );
  assert.deepEqual(permits, [{ kind: 'link' }, { kind: 'link' }], 'none for who said never');
});

test('the ledger explains every link, and is not content with one that nobody consented to', async () => {
  const report = () => rows(verifyLedger);
  const { links: before, unexplainedLinks } = await report();
  assert.ok(before > 4);
  assert.equal(unexplainedLinks, 0, 'the link of somebody who had said no is explained too');
  const owner = await ownerOf('Rex <rex@ledger.example>', 'Ria <ria@ledger.example>');
  const { batch } = await make(owner);
  const elsewhere = Buffer.alloc(32, 7);
  const swap = (to: Buffer) =>
    rows(async (tx) => {
      const [link] = await tx
        .selectFrom('invitations')
        .selectAll()
        .where('batch_id', '=', batch.id)
        .orderBy('id')
        .execute();
      await tx
        .updateTable('invitations')
        .set({ recipient_key: to })
        .where('id', '=', link?.id ?? assert.fail())
        .execute();
      return link?.recipient_key ?? assert.fail();
    });
  const own = await swap(elsewhere);
  assert.deepEqual(await report().then(({ links, unexplainedLinks }) => [links, unexplainedLinks]), [
    before + 2,
    1,
  ]);
  await swap(own);
  assert.equal((await report()).unexplainedLinks, 0);
});

test('a withdrawn link says so, its person can be invited again while the link was not taken', async () => {
  const owner = await ownerOf('Rut Ris <rut@gone.example>', 'Siv Sol <siv@gone.example>');
  const { batch } = await make(owner);
  const [rut, siv] = await links(owner, batch.id);
  await ask(owner.cookie, 'POST', `/api/links/${siv.id}/taken`, { by: 'qr' });
  const { withdrawn } = await ask(owner.cookie, 'POST', '/api/invitations/withdraw', {
    ids: [rut.id, siv.id],
  });
  assert.equal(withdrawn, 2);
  for (const { link } of [rut, siv]) {
    const page = await kith.app.inject(`/i/${tokenIn(link)}`);
    assert.equal(page.statusCode, 410);
    assert.match(page.body, /no longer open/);
  }
  const { items } = await ask(owner.cookie, 'GET', `/api/imports/${owner.importId}/invitees`);
  assert.deepEqual(
    items.map(({ name }: { name: string }) => name),
    ['Rut Ris'],
  );
});

test('links are their inviter’s alone, and the database lets none be sent', async () => {
  const owner = await ownerOf('Tor Tun <tor@mine.example>');
  const other = await ownerOf('Una Ul <una@mine.example>');
  const { batch } = await make(owner);
  const [link] = await links(owner, batch.id);
  assert.deepEqual(await links(other, batch.id), []);
  const answer = await kith.app.inject({
    method: 'POST',
    url: `/api/links/${link.id}/taken`,
    headers: { cookie: other.cookie },
    payload: { by: 'mail' },
  });
  assert.equal(answer.statusCode, 404);
  assert.equal(
    (await ask(other.cookie, 'POST', '/api/invitations/withdraw', { ids: [link.id] })).withdrawn,
    0,
  );
  const permit = await rows((tx) =>
    tx.selectFrom('permits').select('id').where('invitation_id', '=', link.id).executeTakeFirstOrThrow(),
  );
  await assert.rejects(
    rows((tx) =>
      tx
        .insertInto('deliveries')
        .values({
          id: kith.platform.ids.next(),
          permit_id: permit.id,
          message_id: 'link@test',
          body_hash: Buffer.alloc(1),
          attempt: 1,
          intended_at: new Date(),
          handed_at: null,
          rejected_at: null,
          deferred_until: null,
          unknown_at: null,
          response_code: null,
          bounced_at: null,
          bounce_status: null,
          complained_at: null,
        })
        .execute(),
    ),
    /never sent by Kith/,
  );
});

test('numbers go from the member’s own phone where Kith sends no texts, with the short words', async () => {
  const text =
    'BEGIN:VCARD\nVERSION:3.0\nFN:Vidar Vik\nTEL:+47 412 34 501\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Sky Phone\nTEL:+870773111632\nEND:VCARD';
  const owner = await ownerOf(text);
  const { items } = await ask(owner.cookie, 'GET', `/api/imports/${owner.importId}/invitees`);
  assert.deepEqual(
    items.map(
      ({ name, channel, channels }: { name: string; channel: string; channels: { way: string }[] }) => [
        name,
        channel,
        channels[0]?.way,
      ],
    ),
    [['Vidar Vik', 'text', 'self']],
  );
  const { batch } = await make(owner);
  const [link] = await links(owner, batch.id);
  assert.equal(link.value, '+4741234501');
  assert.equal(link.text, `Join me on Harbour ${link.link}`);
  assert.equal(kith.texts.length, 0);
});

test('when the review ends, people who are not here and were not invited are forgotten', async () => {
  await testMember(kith, { name: 'Wim Here', email: 'wim@forget.example' });
  const owner = await ownerOf(
    'Wim Here <wim@forget.example>',
    'Xe Invited <xe@forget.example>',
    'Yve Left <yve@forget.example>',
    'Zoe Left <zoe@forget.example>',
    'not an address',
  );
  await ask(owner.cookie, 'POST', `/api/imports/${owner.importId}/selection`, {
    step: 'invite',
    all: false,
    filter: {},
  });
  const { items } = await ask(owner.cookie, 'GET', `/api/imports/${owner.importId}/invitees`);
  const xe = items.find(({ name }: { name: string }) => name === 'Xe Invited');
  await kith.app.inject({
    method: 'PATCH',
    url: `/api/imports/${owner.importId}/selection`,
    headers: { cookie: owner.cookie },
    payload: { step: 'invite', contacts: [xe.contactId], selected: true },
  });
  const preview = await ask(owner.cookie, 'POST', `/api/imports/${owner.importId}/preview`, {
    locale: 'en',
    index: 0,
  });
  const batch = await ask(owner.cookie, 'POST', `/api/imports/${owner.importId}/invitations`, {
    locale: 'en',
    expected: 1,
    messageHash: preview.hash,
  });
  ahead += 6000;
  await kith.platform.jobs.enqueue('invitations.review-ended', { batchId: batch.id });
  const forgotten = async () =>
    (await ask(owner.cookie, 'GET', `/api/imports/${owner.importId}`)).forgotten?.contacts;
  await until(async () => (await forgotten()) !== undefined);
  assert.equal(await forgotten(), 2);
  assert.deepEqual(await kept(owner), ['Wim Here', 'Xe Invited']);
  assert.equal((await links(owner, batch.id)).length, 1, 'the link of who was invited works on');
  // The invitation ends, and with it what is kept of them, a day later.
  await ask(owner.cookie, 'POST', '/api/invitations/withdraw', {
    ids: (await links(owner)).map(({ id }: { id: string }) => id),
  });
  ahead += 49 * 3600 * 1000;
  await kith.platform.jobs.enqueue('invitations.sweep', {});
  await until(() =>
    rows(async (tx) => {
      const held = tx.selectFrom('invitations').select('id').where('inviter_id', '=', owner.id);
      return (await held.where('contact_id', 'is not', null).execute()).length === 0;
    }),
  );
  await kith.platform.jobs.enqueue('imports.forget-late', {});
  await until(async () => (await kept(owner)).length === 1);
  assert.deepEqual(await kept(owner), ['Wim Here']);
});

test('a skipped step 2 ends the review; one that nobody ended ends by itself after a day', async () => {
  const skipping = await ownerOf('Abe Left <abe@skip.example>');
  const leaving = await ownerOf('Bea Left <bea@skip.example>');
  await ask(skipping.cookie, 'POST', `/api/imports/${skipping.importId}/skip`, { step: 'invite' });
  await until(async () => (await kept(skipping)).length === 0);
  await kith.platform.jobs.enqueue('imports.forget-late', {});
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual(await kept(leaving), ['Bea Left']);
  ahead += 25 * 3600 * 1000;
  // Whoever was added by hand since stays for a day too.
  await askAs(
    kith,
    leaving.cookie,
    'POST',
    '/api/contacts',
    { fields: { names: { full: 'Cem Today' } } },
    201,
  );
  await kith.platform.jobs.enqueue('imports.forget-late', {});
  await until(async () => (await kept(leaving)).length === 1);
  assert.deepEqual(await kept(leaving), ['Cem Today']);
  const again = await pastePeople(kith, skipping.cookie, ['Abe Left <abe@skip.example>']);
  assert.equal(
    (await ask(skipping.cookie, 'GET', `/api/imports/${again}/invitees`)).total,
    1,
    'a new import brings them back',
  );
});

/** Names of the contacts that the owner's book holds; nothing beside them holds more, at one moment. */
async function kept(owner: Inviter): Promise<string[]> {
  const { rows: found } = await rows((tx) =>
    sql<{ names: string[] | null; contacts: number; cards: number; candidates: number }>`
      select array_agg(name order by name) as names, count(*) as contacts,
        (select count(*) from cards where owner_id = ${owner.id}) as cards,
        (select count(*) from candidates where owner_id = ${owner.id}) as candidates
      from contacts where owner_id = ${owner.id}`.execute(tx),
  );
  const [{ names, contacts, cards, candidates } = { names: null, contacts: 0, cards: 0, candidates: 0 }] =
    found;
  assert.deepEqual([cards, candidates], [contacts, contacts]);
  return names ?? [];
}
