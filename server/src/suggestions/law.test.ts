import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseEmail } from '@kith/contacts';
import fc from 'fast-check';
import { sql } from 'kysely';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { hold } from '../../testing/holding.ts';
import { readConfig } from '../config.ts';
import { connect } from '../connections/index.ts';
import { createMember } from '../members/index.ts';
import { systemClock } from '../platform/clock.ts';
import type { Transaction } from '../platform/database.ts';
import { type MemberId, uuidv7 } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { systemRandom } from '../platform/random.ts';
import { secretsFrom } from '../platform/secrets.ts';
import { suggest } from './suggestion.ts';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const count = 7;
const member = fc.nat({ max: count - 1 });
const pair = fc.tuple(member, member).filter(([one, other]) => one !== other);
const pairs = (maxLength: number) => fc.uniqueArray(pair, { maxLength, selector: ([a, b]) => `${a} ${b}` });
const perMember = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: count, maxLength: count });
const discoverability = fc.constantFrom(
  'everyone' as const,
  'everyone' as const,
  'mutual' as const,
  'nobody' as const,
);

/** A small network in any state. Each pair is directed: the first of the two does it. */
const network = fc.record({
  holds: pairs(16),
  trashed: pairs(3),
  connected: pairs(12),
  asked: pairs(4),
  blocked: pairs(3),
  never: pairs(3),
  notNow: pairs(3),
  found: perMember(discoverability),
  said: perMember(
    fc.record({
      suggested: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
      tells: fc.constantFrom(undefined, true, false),
      shows: fc.constantFrom(undefined, true, false),
    }),
  ),
  place: perMember(fc.constantFrom('Lund', undefined)),
  reveal: fc.constantFrom('yes' as const, 'stated' as const, 'never' as const),
});
type Network = typeof network extends fc.Arbitrary<infer T> ? T : never;

/** What the rules of decision 78 say, counted out on paper. */
function expected(net: Network, me: number): string[] {
  const is = (list: readonly (readonly [number, number])[], one: number, other: number) =>
    list.some(([a, b]) => a === one && b === other);
  const either = (list: readonly (readonly [number, number])[], one: number, other: number) =>
    is(list, one, other) || is(list, other, one);
  const holds = (one: number, other: number) => is(net.holds, one, other) && !is(net.trashed, one, other);
  const byDefault = net.reveal === 'yes';
  const open = (one: number) => net.found[one] !== 'nobody' && net.said[one]?.suggested === true;
  const everybody = [...Array(count).keys()];
  return everybody
    .filter((one) => one !== me && open(one))
    .filter((one) => net.found[one] === 'everyone' || holds(one, me))
    .filter((one) => !either(net.connected, me, one) && !either(net.asked, me, one))
    .filter((one) => !either(net.blocked, me, one) && !either(net.never, me, one) && !is(net.notNow, me, one))
    .map((one) => {
      const told =
        net.reveal !== 'never' && (net.said[one]?.tells ?? byDefault) && (net.said[me]?.shows ?? byDefault);
      const common = everybody.filter(
        (way) => open(way) && either(net.connected, me, way) && either(net.connected, way, one),
      ).length;
      const reasons = [
        ...(holds(me, one) ? ['book'] : []),
        ...(holds(one, me) && told ? ['holder'] : []),
        ...(common >= 2 ? [`common ${common}`] : []),
        ...(net.place[me] !== undefined && net.place[me] === net.place[one] ? ['organisation'] : []),
      ];
      return { one, reasons };
    })
    .filter(({ reasons }) => reasons.length > 0)
    .map(({ one, reasons }) => `${one}: ${reasons.join(', ')}`);
}

class Undo extends Error {}

test('any network: everybody sees exactly whom the rules allow, and why', async () => {
  const ids = uuidv7(systemClock, systemRandom);
  // Safe: `suggest`, `hold` and `createMember` ask for nothing else.
  const platform = {
    clock: systemClock,
    ids,
    secrets: secretsFrom('a secret of the tests alone, not used elsewhere'),
    config: readConfig({}),
  } as unknown as Platform;
  await fc.assert(
    fc.asyncProperty(network, async (net) => {
      await database.database
        .asSystem(async (tx) => {
          const members = await settle(platform, tx, net);
          const config = { ...platform.config, revealHolders: net.reveal };
          for (const [me, id] of members.entries()) {
            const list = await suggest({ ...platform, config }, tx, id, 50);
            assert.deepEqual(
              list
                .map(({ member, reasons }) => {
                  const why = reasons.map((one) => (one.kind === 'common' ? `common ${one.n}` : one.kind));
                  return `${members.indexOf(member.id)}: ${why.join(', ')}`;
                })
                .sort(),
              expected(net, me),
            );
          }
          throw new Undo();
        })
        .catch((error: unknown) => {
          if (!(error instanceof Undo)) throw error;
        });
    }),
    { numRuns: 30 },
  );
});

/** Makes the network; @returns its members in order. */
async function settle(platform: Platform, tx: Transaction, net: Network): Promise<MemberId[]> {
  const now = platform.clock.now();
  const members: MemberId[] = [];
  for (let nth = 0; nth < count; nth++) {
    const email = parseEmail(`m${nth}@law.example`) ?? assert.fail();
    members.push(await createMember(platform, tx, { name: `Member ${nth}`, email, locale: 'en' }));
  }
  const of = (nth: number) => members[nth] ?? assert.fail();
  for (const [a, b] of net.holds) await hold(platform, tx, of(a), of(b));
  for (const [a, b] of net.trashed)
    await sql`update candidates set step = 'trash' where owner_id = ${of(a)} and member_id = ${of(b)}`.execute(
      tx,
    );
  for (const [a, b] of net.connected) await connect(tx, of(a), of(b), now);
  for (const [a, b] of net.asked)
    await sql`insert into connection_requests (id, sender_id, recipient_id, created_at)
      values (${platform.ids.next()}, ${of(a)}, ${of(b)}, ${now}) on conflict do nothing`.execute(tx);
  for (const [a, b] of net.blocked)
    await sql`insert into blocks (member_id, blocked_id, blocked_at) values (${of(a)}, ${of(b)}, ${now})`.execute(
      tx,
    );
  for (const [answer, list] of [
    ['never', net.never],
    ['not_now', net.notNow],
  ] as const)
    for (const [a, b] of list)
      await sql`insert into suggestion_answers (owner_id, member_id, answer, answered_at)
        values (${of(a)}, ${of(b)}, ${answer}, ${now}) on conflict do nothing`.execute(tx);
  for (const [nth, id] of members.entries()) {
    const { suggested, tells, shows } = net.said[nth] ?? assert.fail();
    await sql`insert into suggestion_settings (owner_id, suggested, tells_held, shows_holders)
      values (${id}, ${suggested}, ${tells ?? null}, ${shows ?? null})`.execute(tx);
    await sql`update member_identifiers set discoverability = ${net.found[nth]} where member_id = ${id}`.execute(
      tx,
    );
    await sql`update members set organisation = ${net.place[nth] ?? null}, organisation_key = ${net.place[nth] ?? null}
      where id = ${id}`.execute(tx);
  }
  return members;
}
