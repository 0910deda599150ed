import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  directory,
  type ImapServer,
  type LdapServer,
  message,
  startDovecot,
  startSlapd,
} from '@kith/sources/testing';
import { nowhere, settled } from '../../testing/accounts.ts';
import { type TestKith, testKith, testMember } from '../../testing/kith.ts';
import type { Import } from '../imports/index.ts';

const canary = 'c4nary-Mailbox-5';
const own = 'Alice Ames <alice@dav.example>';
let imap: ImapServer;
let ldap: LdapServer;
let kith: TestKith;
before(async () => {
  imap = await startDovecot(
    canary,
    {
      Sent: [
        message({ from: own, to: 'Bo Lund <bo@home.example>, carla@home.example' }),
        message({ from: own, to: 'Mia Here <mia@home.example>', date: 'Tue, 2 Jun 2026 10:00:00 +0000' }),
        message({ from: own, to: 'Office <info@shop.example>' }),
      ],
      INBOX: [
        message({ from: 'Bo Lund <bo@home.example>', to: own }),
        message({
          from: 'Stranger One <stranger@home.example>',
          to: own,
          date: 'Wed, 3 Jun 2026 10:00:00 +0000',
        }),
        message({ from: 'Noa Here <noa@home.example>', to: own }),
        message({ from: 'News <letter@shop.example>', to: own, 'list-id': '<news.shop.example>' }),
      ],
    },
    'Sent',
  );
  const entries = Array.from(
    { length: 150 },
    (_, at) =>
      `dn: uid=p${at},${directory}\nobjectClass: inetOrgPerson\ncn: Person ${at}\nsn: ${at}\nmail: p${at}@home.example\n\n`,
  );
  ldap = await startSlapd(canary, entries.join(''), 'sizelimit 100');
  kith = await testKith({
    settings: {
      KITH_DEMO: 'true',
      KITH_PRIVATE_NETWORKS: '127.0.0.0/8',
      KITH_SOURCE_PORTS: `${imap.port} ${ldap.port}`,
      KITH_SOURCE_CA: `${imap.ca}\n${ldap.ca}`,
    },
  });
});
after(async () => {
  await kith.close();
  await imap.close();
  await ldap.close();
});

function signIn(cookie: string, more: Record<string, unknown> = {}) {
  return kith.app.inject({
    method: 'POST',
    url: '/api/sources/accounts',
    headers: { cookie },
    payload: {
      address: 'alice@dav.example',
      user: 'alice',
      password: canary,
      protocol: 'imap',
      at: { host: '127.0.0.1', port: imap.port },
      ...more,
    },
  });
}

test('a mailbox offers whom its owner wrote to; who only wrote is listed apart, unticked, and not looked for', async () => {
  const { cookie } = await testMember(kith, { name: 'Alice Ames', email: 'alice@dav.example' });
  await testMember(kith, { name: 'Mia Here', email: 'mia@home.example' });
  await testMember(kith, { name: 'Noa Here', email: 'noa@home.example' });
  const answer = await signIn(cookie);
  assert.equal(answer.statusCode, 201, answer.body);
  const { id } = answer.json<Import>();
  const one = await settled(kith, cookie, id);
  assert.deepEqual(one.counters, { read: 6, new: 6, updated: 0, same: 0, problem: 0 });
  const get = async <T>(what: string) =>
    (await kith.app.inject({ url: `/api/imports/${id}/${what}`, headers: { cookie } })).json<T>();
  type Row = { name: string; selected: boolean; selectable?: boolean; reason?: string; contactId: string };
  const people = await get<{ items: Row[] }>('people');
  assert.deepEqual(
    people.items.map(({ name }) => name),
    ['Mia Here'],
  );
  const invitees = await get<{ items: Row[] }>('invitees');
  assert.deepEqual(
    invitees.items.map(({ name, selected }) => [name, selected]),
    [
      ['Bo Lund', true],
      ['carla@home.example', true],
    ],
  );
  const others = await get<{ items: Row[] }>('others');
  assert.deepEqual(
    others.items.map(({ name, reason, selectable, selected }) => [name, reason, selectable, selected]),
    [
      ['Noa Here', 'received_only', true, false],
      ['Office', 'role_address', false, false],
      ['Stranger One', 'received_only', true, false],
    ],
  );
  const stranger = others.items.find(({ name }) => name === 'Stranger One')?.contactId;
  await kith.app.inject({
    method: 'PATCH',
    url: `/api/imports/${id}/selection`,
    headers: { cookie },
    payload: { step: 'invite', contacts: [stranger], selected: true },
  });
  const ticked = await get<{ items: Row[] }>('others');
  assert.deepEqual(
    ticked.items.flatMap(({ name, selected }) => (selected ? [name] : [])),
    ['Stranger One'],
  );
  assert.equal((await get<{ selected: number }>('invitees')).selected, 3);
  const book = await kith.app.inject({ url: '/api/contacts?sort=written', headers: { cookie } });
  const lately = book.json<{ contacts: { id: string; name: string }[] }>().contacts;
  assert.deepEqual(
    lately.map(({ name }) => name),
    ['Mia Here', 'Bo Lund', 'carla@home.example', 'Office', 'Noa Here', 'Stranger One'],
  );
  const mia = await kith.app.inject({ url: `/api/contacts/${lately[0]?.id}`, headers: { cookie } });
  assert.deepEqual(mia.json<{ fields: { other: unknown[] } }>().fields.other, []);
  await nowhere(kith, canary, Buffer.from(`\0alice\0${canary}`).toString('base64'));
  assert.doesNotMatch(kith.logs.join(''), /alice@|stranger|Never read/);

  // The same person in an address book is no stranger.
  const paste = await kith.app.inject({
    method: 'POST',
    url: '/api/imports/paste',
    headers: { cookie },
    payload: { text: 'Stranger One <stranger@home.example>' },
  });
  await settled(kith, cookie, paste.json<Import>().id);
  const then = await get<{ items: Row[] }>('invitees');
  assert.deepEqual(
    then.items.map(({ name }) => name),
    ['Bo Lund', 'carla@home.example', 'Stranger One'],
  );
});

test('what the mail server refuses is said, and leaves no import', async () => {
  const { cookie } = await testMember(kith, { name: 'Otto Other', email: 'otto@home.example' });
  for (const [more, code] of [
    [{ password: 'wrong' }, 'source.refused'],
    [{ at: { host: '10.0.0.1', port: imap.port } }, 'source.guarded'],
    [{ at: { host: '127.0.0.1', port: 143 } }, 'source.guarded'],
  ] as const) {
    const answer = await signIn(cookie, more);
    assert.equal(answer.json<{ code: string }>().code, code, answer.body);
  }
});

test('a directory is read whole, though it gives little at once; the password is nowhere afterwards', async () => {
  const { cookie } = await testMember(kith, { name: 'Dora Dell', email: 'dora@home.example' });
  const more = {
    address: 'dora@home.example',
    user: ldap.user,
    protocol: 'ldap',
    providerId: 'ldap',
    at: { host: '127.0.0.1', port: ldap.port, base: directory },
  };
  const answer = await signIn(cookie, more);
  assert.equal(answer.statusCode, 201, answer.body);
  const one = await settled(kith, cookie, answer.json<Import>().id);
  assert.deepEqual(one.counters, { read: 150, new: 150, updated: 0, same: 0, problem: 0 });
  assert.equal(one.account?.access, 'forgotten');
  await nowhere(kith, canary);
  const refused = await signIn(cookie, { ...more, password: 'wrong' });
  assert.equal(refused.json<{ code: string }>().code, 'source.refused', refused.body);
});
