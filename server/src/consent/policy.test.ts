import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type TestDatabase, testDatabase } from '../../testing/database.ts';
import { readConfig } from '../config.ts';
import { systemClock } from '../platform/clock.ts';
import { type InvitationId, type MemberId, type SessionId, uuidv7 } from '../platform/ids.ts';
import { systemRandom } from '../platform/random.ts';
import { secretsFrom } from '../platform/secrets.ts';
import { authorise, type ConsentRequest, judge } from './authorise.ts';
import {
  acts,
  channels,
  mayOfStrangers,
  type Place,
  placeOf,
  places,
  policy,
  presets,
  verdictOf,
} from './policy.ts';

const ids = uuidv7(systemClock, systemRandom);
const secrets = secretsFrom('a secret of the tests alone, not used elsewhere');

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

/** Somebody of each column, by address and by number; nobody's number names no country. */
const somebody: Readonly<Record<Place, { readonly email: string; readonly phone: string }>> = {
  DE: { email: 'leo@home.de', phone: '+4915123456789' },
  AT: { email: 'leo@home.at', phone: '+436641234567' },
  GB: { email: 'leo@home.co.uk', phone: '+447400123456' },
  EU: { email: 'leo@home.fr', phone: '+33612345678' },
  CA: { email: 'leo@home.ca', phone: '+15062345678' },
  US: { email: 'leo@home.us', phone: '+12015550123' },
  other: { email: 'leo@home.com.br', phone: '+5511961234567' },
  unknown: { email: 'leo@mail.com', phone: '+88123456789' },
};

class Undo extends Error {}

const platforms = new Map(
  presets.map((preset) => [
    preset,
    { clock: systemClock, ids, secrets, config: readConfig({ KITH_PRESET: preset }) },
  ]),
);

/** What the permit maker answers without a statement and with one, each with the permits that stand then; nothing stays. */
async function ask(
  preset: (typeof presets)[number],
  request: Pick<ConsentRequest, 'act' | 'channel'>,
  place: Place,
): Promise<{ kind: string | undefined; permits: number }[]> {
  const platform = platforms.get(preset);
  assert.ok(platform !== undefined);
  const found: { kind: string | undefined; permits: number }[] = [];
  await database.database
    .asSystem(async (tx) => {
      for (const stated of [undefined, 'They asked for it.']) {
        const invitationId = ids.next<InvitationId>();
        const [answer] = await authorise(platform, tx, {
          ...request,
          stated,
          memberId: ids.next<MemberId>(),
          sessionId: ids.next<SessionId>(),
          recipients: [{ invitationId, key: Buffer.from(place), place }],
          standing: { accepted: 0, declined: 0, reported: 0 },
          messageVersion: 'test',
          messageHash: Buffer.alloc(32),
          note: undefined,
          locale: 'en',
          mention: undefined,
          later: [],
        });
        const query = tx.selectFrom('permits').select('id').where('invitation_id', '=', invitationId);
        found.push({ kind: answer?.kind, permits: (await query.execute()).length });
      }
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  return found;
}

test('the matrix has one line for each preset, channel and act, and each place is where its column says', () => {
  const messages = acts.filter((act) => act !== 'retain' && act !== 'suggest' && act !== 'reveal');
  assert.equal(policy.length, presets.length * (messages.length * channels.length + 3));
  assert.equal(
    new Set(policy.map((line) => `${line.act} ${line.channel} ${line.preset}`)).size,
    policy.length,
  );
  for (const place of places) {
    assert.equal(placeOf('email', somebody[place].email), place);
    assert.equal(placeOf('phone', somebody[place].phone), place);
  }
});

for (const { act, channel, preset, verdicts } of policy) {
  if (act === 'retain' || act === 'suggest' || act === 'reveal' || channel === undefined) continue;
  describe(`${act} by ${channel}, preset ${preset}`, () => {
    for (const place of places) {
      const verdict = verdicts[place];
      test(`${place}: ${verdict}`, async () => {
        const refused = { kind: verdict, permits: 0 };
        const permitted = { kind: 'permit', permits: 1 };
        // A statement opens what asks for one, and nothing else.
        assert.deepEqual(
          await ask(preset, { act, channel }, place),
          verdict === 'yes'
            ? [permitted, permitted]
            : verdict === 'stated'
              ? [refused, permitted]
              : [refused, refused],
        );
      });
    }
  });
}

describe('what must hold in the matrix whoever edits it', () => {
  const messages = policy.filter((line) => line.channel !== undefined);

  test('no reminder to Canada, to Europe, as a text message or out of the member’s hand', () => {
    for (const line of messages.filter(({ act }) => act === 'remind')) {
      const closed =
        line.channel === 'email' && line.preset !== 'eu' ? (['DE', 'AT', 'GB', 'EU', 'CA'] as const) : places;
      for (const place of closed) assert.equal(line.verdicts[place], 'never', `${line.preset} ${place}`);
    }
  });

  test('the network itself writes to Germany, Austria and the United Kingdom only to who asked', () => {
    for (const line of messages.filter(({ channel }) => channel === 'email' || channel === 'text'))
      for (const place of ['DE', 'AT', 'GB'] as const)
        assert.notEqual(line.verdicts[place], 'yes', `${line.act} ${line.channel} ${line.preset} ${place}`);
  });

  test('preset eu hands every message to the member, and keeps nobody who is not here', () => {
    for (const line of policy.filter(({ preset, act }) => preset === 'eu' && act !== 'reveal')) {
      const own = line.channel?.startsWith('self_') === true;
      for (const place of places)
        assert.ok(
          own || ['self', 'never'].includes(line.verdicts[place]),
          `${line.act} ${line.channel} ${place}`,
        );
    }
    for (const place of places) assert.equal(verdictOf('eu', 'retain', undefined, place), 'never');
  });

  test('in Europe nobody is told whose address book they are in unless its owner said so', () => {
    for (const preset of presets)
      for (const place of places)
        if (preset === 'eu' || ['DE', 'AT', 'GB', 'EU'].includes(place))
          assert.equal(verdictOf(preset, 'reveal', undefined, place), 'stated', `${preset} ${place}`);
  });

  test('a network keeps strangers, and suggests them, as its line of the matrix says', () => {
    assert.equal(mayOfStrangers({ preset: 'eu', region: 'DE' }, 'retain'), false);
    assert.equal(mayOfStrangers({ preset: 'classic', region: 'NO' }, 'retain'), true);
    for (const preset of presets) assert.equal(mayOfStrangers({ preset, region: 'US' }, 'suggest'), false);
    // What is kept goes by the preset alone: no country of a network or a contact changes it.
    for (const preset of presets)
      assert.equal(new Set(places.map((place) => verdictOf(preset, 'retain', undefined, place))).size, 1);
  });

  test('nothing is ever computed about people who are not here', () => {
    for (const preset of presets)
      for (const place of places) assert.equal(verdictOf(preset, 'suggest', undefined, place), 'never');
  });
});

test('an address that names no country may be in the network’s own', () => {
  const platform = { config: readConfig({ KITH_REGION: 'DE' }) };
  assert.equal(judge(platform, 'invite', 'email', placeOf('email', 'leo@mail.com')), 'stated');
  assert.equal(judge(platform, 'invite', 'email', placeOf('email', 'leo@home.us')), 'yes');
});

test('where people live is read from what the address says, and not from names sold worldwide', () => {
  const cases: Record<string, Place> = {
    'a@b.io': 'unknown',
    'a@b.co': 'unknown',
    'a@b.example': 'unknown',
    'a@b.ch': 'EU',
    'a@gmx.net': 'DE',
    'a@b.edu': 'US',
    'a@B.DE': 'DE',
    'a@b.jp': 'other',
    'a@de.com': 'unknown',
  };
  for (const [address, place] of Object.entries(cases))
    assert.equal(placeOf('email', address), place, address);
});
