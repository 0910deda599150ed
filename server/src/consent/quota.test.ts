import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { readConfig } from '../config.ts';
import { systemClock } from '../platform/clock.ts';
import { type BatchId, type InvitationId, type MemberId, type SessionId, uuidv7 } from '../platform/ids.ts';
import { systemRandom } from '../platform/random.ts';
import { secretsFrom } from '../platform/secrets.ts';
import { authorise } from './authorise.ts';
import { allowance, quotaOf, type Standing } from './quota.ts';
import { everyone, suppress } from './suppression.ts';

const ids = uuidv7(systemClock, systemRandom);
const platform = {
  clock: systemClock,
  ids,
  secrets: secretsFrom('a secret of the tests alone, not used elsewhere'),
  config: readConfig(),
};
const fresh: Standing = { accepted: 0, declined: 0, reported: 0 };
const perDay = (member: MemberId, standing: Partial<Standing>) =>
  allowance(platform, member, { ...fresh, ...standing }).perDay;

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

test('a new member begins with fifty, and grows to five hundred by acceptances', () => {
  const member = ids.next<MemberId>();
  assert.deepEqual(
    [0, 4, 5, 15, 40].map((accepted) => perDay(member, { accepted })),
    [50, 50, 100, 250, 500],
  );
  assert.deepEqual(allowance(platform, member, fresh), {
    perDay: 50,
    level: 'new',
    next: { perDay: 100, acceptances: 5 },
  });
  assert.deepEqual(allowance(platform, member, { ...fresh, accepted: 40 }), {
    perDay: 500,
    level: 'full',
    next: undefined,
  });
});

test('one report halves it at once, a few end it all but; declines do so more slowly', () => {
  const member = ids.next<MemberId>();
  assert.equal(perDay(member, { reported: 1 }), 25);
  assert.ok(perDay(member, { reported: 3 }) <= 10);
  assert.equal(perDay(member, { declined: 1 }), 50, 'one no is nothing yet');
  assert.equal(perDay(member, { declined: 5 }), 25);
  assert.equal(perDay(member, { declined: 20 }), 5);
  assert.equal(perDay(member, { declined: 20, accepted: 40 }), 250, 'and acceptances outweigh them');
});

test('how many noes go unnoticed differs from member to member, so the number tells nobody who said no', () => {
  const firstFelt = new Set(
    Array.from({ length: 100 }, () => {
      const member = ids.next<MemberId>();
      return [1, 2, 3, 4, 5, 6].find((declined) => perDay(member, { declined }) < 50);
    }),
  );
  assert.deepEqual([...firstFelt].sort(), [3, 4, 5]);
});

test('more acceptances never lower a quota, more declines or reports never raise it, and it is never nothing', () => {
  const counts = fc.record({ accepted: fc.nat(100), declined: fc.nat(100), reported: fc.nat(10) });
  const member = ids.next<MemberId>();
  fc.assert(
    fc.property(counts, (standing) => {
      const now = perDay(member, standing);
      assert.ok(now >= 1 && now <= 500);
      assert.ok(perDay(member, { ...standing, accepted: standing.accepted + 1 }) >= now);
      assert.ok(perDay(member, { ...standing, declined: standing.declined + 1 }) <= now);
      assert.ok(perDay(member, { ...standing, reported: standing.reported + 1 }) <= now);
    }),
  );
});

test('what is said of the next step is true', () => {
  const counts = fc.record({ accepted: fc.nat(60), declined: fc.nat(60), reported: fc.nat(5) });
  const member = ids.next<MemberId>();
  fc.assert(
    fc.property(counts, (standing) => {
      const { next, perDay: now } = allowance(platform, member, standing);
      if (next === undefined) return assert.equal(now, 500);
      const before = standing.accepted + next.acceptances - 1;
      assert.equal(perDay(member, { ...standing, accepted: before }), now);
      assert.equal(perDay(member, { ...standing, accepted: before + 1 }), next.perDay);
    }),
  );
});

test('twenty consents at once, to messages and to links, do not exceed the quota by one', async () => {
  const memberId = ids.next<MemberId>();
  const batch = ids.next<BatchId>();
  await database.database.asSystem(async (tx) => {
    await sql`insert into members (id, name, created_at) values (${memberId}, 'Ana', now())`.execute(tx);
    await sql`insert into invitation_batches (id, inviter_id, count, message, created_at, undo_until)
      values (${batch}, ${memberId}, 50, '{}', now(), now())`.execute(tx);
  });
  // Batches of seven against a quota of fifty: the last that fits is cut.
  const consent = (_: unknown, nth: number) =>
    database.database.asMember(memberId, async (tx) => {
      const recipients = Array.from({ length: 7 }, () => {
        const invitationId = ids.next<InvitationId>();
        return { invitationId, key: Buffer.from(invitationId), place: 'US' as const };
      });
      const answers = await authorise(platform, tx, {
        memberId,
        sessionId: ids.next<SessionId>(),
        act: 'invite',
        channel: nth % 2 === 0 ? 'email' : 'self_email',
        recipients,
        stated: undefined,
        standing: fresh,
        messageVersion: 'test',
        messageHash: Buffer.alloc(32),
        note: undefined,
        locale: 'en',
        mention: undefined,
        later: [],
      });
      const permitted = answers.filter(({ kind }) => kind === 'permit').map((one) => one.invitationId);
      await sql`
        insert into invitations (id, batch_id, inviter_id, recipient_key, channel, locale, token_hash, created_at, expires_at)
        select id, ${batch}::uuid, ${memberId}::uuid, decode(replace(id::text, '-', ''), 'hex'), 'email', 'en',
          decode(replace(id::text, '-', ''), 'hex'), now(), now() + interval '30 days'
        from unnest(${permitted}::uuid[]) as id`.execute(tx);
      return permitted.length;
    });
  const made = await Promise.all(Array.from({ length: 20 }, consent));
  assert.equal(
    made.reduce((sum, one) => sum + one, 0),
    50,
  );
  const quota = await database.database.asMember(memberId, (tx) => quotaOf(platform, tx, memberId, fresh));
  assert.equal(quota.left, 0);
  assert.ok(quota.moreAt !== undefined && quota.moreAt > systemClock.now());
});

test('what is left does not tell who had said no', async () => {
  const memberId = ids.next<MemberId>();
  const batch = ids.next<BatchId>();
  const invitation = ids.next<InvitationId>();
  const key = Buffer.from(invitation);
  const left = await database.database.asSystem(async (tx) => {
    await sql`insert into members (id, name, created_at) values (${memberId}, 'Bea', now())`.execute(tx);
    await sql`insert into invitation_batches (id, inviter_id, count, message, created_at, undo_until)
      values (${batch}, ${memberId}, 1, '{}', now(), now())`.execute(tx);
    await suppress(tx, key, everyone, 'never_again', systemClock.now());
    const [answer] = await authorise(platform, tx, {
      memberId,
      sessionId: ids.next<SessionId>(),
      act: 'invite',
      channel: 'email',
      recipients: [{ invitationId: invitation, key, place: 'US' }],
      stated: undefined,
      standing: fresh,
      messageVersion: 'test',
      messageHash: Buffer.alloc(32),
      note: undefined,
      locale: 'en',
      mention: undefined,
      later: [],
    });
    assert.equal(answer?.kind, 'suppressed');
    await sql`insert into invitations (id, batch_id, inviter_id, recipient_key, channel, locale, token_hash, created_at, expires_at)
      values (${invitation}, ${batch}, ${memberId}, ${key}, 'email', 'en', ${key}, now(), now() + interval '30 days')`.execute(
      tx,
    );
    return (await quotaOf(platform, tx, memberId, fresh)).left;
  });
  assert.equal(left, 49);
  await database.database.asMember(memberId, (tx) =>
    sql`delete from invitations where id = ${invitation}`.execute(tx),
  );
  const undone = await database.database.asMember(memberId, (tx) => quotaOf(platform, tx, memberId, fresh));
  assert.equal(undone.left, 50, 'an undo takes it back');
});
