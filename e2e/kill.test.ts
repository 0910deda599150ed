import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { generatePeople, googleCsv, random } from '@kith/contacts/testing';
import { audit, type Evidence, keepJournal, type ShownBatch } from '../server/testing/auditor.ts';
import { readLetter, type SmtpSink, smtpSink } from '../server/testing/smtp-sink.ts';
import { type Caller, callBy, until } from './caller.ts';
import { type Import, ready } from './invited.ts';
import { type Kith, type Session, startKith } from './kith.ts';

/** Of both servers together; KITH_TEST_KILLS asks for more. */
const kills = Number(process.env.KITH_TEST_KILLS ?? 50);
const servers = 2;
/** KITH_TEST_SEED repeats a run that failed. */
const seed = Number(process.env.KITH_TEST_SEED ?? Math.trunc(Math.random() * 1e9));
const auditEvery = 5;
/** Then somebody else imports: a world that grew with the number of kills would measure the size of books. */
const roundsOfOneBook = 50;
const cards = 200;
const people = 12;
const secret = 'a secret of the tests of kills, not used elsewhere';

/** What is under way on one server, and what became of it. */
interface World {
  readonly kith: Kith;
  readonly sink: SmtpSink;
  /** The auditor's own session. */
  readonly client: Session;
  /** Tokens of recipients, by address, as their messages brought them. */
  readonly tokens: Map<string, string>;
}

async function startWorld(t: TestContext, chance: ReturnType<typeof random>): Promise<World> {
  let asked: Session | undefined;
  // One question after the other: it is one session.
  let turn: Promise<unknown> = Promise.resolve();
  const tokens = new Map<string, string>();
  const sink = await smtpSink({
    intended: async (message) => {
      const { messageId, to, token } = await readLetter(message);
      if (token !== undefined) tokens.set(to, token);
      const ask = () => asked?.query('select from deliveries where message_id = $1', [messageId]);
      const found = turn.then(ask);
      turn = found.catch(() => undefined);
      return (await found)?.rowCount !== 0;
    },
    // While the sender waits for its answer it is killed now and then.
    answered: async () => {
      await wait(chance.int(50, 250));
      return true;
    },
  });
  t.after(() => sink.close());
  const kith = await startKith(
    {
      KITH_SECRET: secret,
      KITH_SMTP_URL: sink.url,
      KITH_MAIL_FROM: 'invites@harbour.example',
      KITH_NETWORK_ADDRESS: '1 Quay Street, Oslo',
      KITH_SEND_PER_MINUTE: '900',
      KITH_UNDO_SECONDS: '5',
      KITH_INVITATIONS_PER_DAY: '100000',
      KITH_INVITATIONS_FIRST: '100000',
      KITH_SEND_PER_MEMBER_HOUR: '100000',
      KITH_WARM_UP: 'false',
      KITH_MATCHING_BUDGET: '1000000',
      KITH_MATCHING_YOUNG_FACTOR: '1',
      // Most of a start is memory that is soon given back.
      NODE_OPTIONS: '--max-semi-space-size=64',
    },
    { demo: false },
  );
  asked = await kith.session();
  const client = await kith.session();
  t.after(async () => {
    for (const session of [asked, client]) session?.release(true);
    await kith.close();
  });
  await keepJournal(client);
  return { kith, sink, client, tokens };
}

/** Signs up by the link that comes by mail. */
async function signUp(world: World, name: string): Promise<Caller> {
  const { kith, sink } = world;
  const email = `${name.toLowerCase()}@home.example`;
  const stranger = callBy(kith, '');
  await stranger.post('/api/sign-up', { name, email });
  const letter = await until(
    async () => sink.taken.find(({ recipient }) => recipient === email),
    (found) => found !== undefined,
  );
  const { text } = await readLetter(letter?.message ?? '');
  const token = /sign-in\/link#([\w-]{22})/.exec(text)?.[1];
  const confirmed = await fetch(`${kith.address}/api/sign-in/link/confirm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  return callBy(kith, confirmed.headers.getSetCookie()[0]?.split(';')[0] ?? '');
}

/** People whose addresses are unique over all rounds, and under no reserved name: nobody there is a person. */
function book(round: number, count: number) {
  return generatePeople({ seed: 9000 + round, count, cultures: ['de', 'ja', 'es'] }).map((person, at) => ({
    ...person,
    emails: [{ value: `k${round}n${at}@kith-posthaus.org`, label: 'home' as const }],
    phones: [],
  }));
}

/** Something asked of the server, which may be asked again. */
type Act = () => Promise<unknown>;

/** Pulls the plug so many milliseconds after all acts began, starts the server, and asks again what got no answer. */
async function interrupted({ kith }: World, after: number, acts: readonly Act[]): Promise<number> {
  const first = acts.map((act) =>
    act().then(
      () => true,
      () => false,
    ),
  );
  await wait(after);
  await kith.kill();
  const answered = await Promise.all(first);
  const left = await openIntents(kith);
  await kith.restart();
  await Promise.all(acts.filter((_, at) => answered[at] === false).map((act) => act()));
  return left;
}

async function openIntents(kith: Kith): Promise<number> {
  const [row] = await kith.query<{ n: number }>(
    `select count(*)::int as n from deliveries
     where num_nonnulls(handed_at, rejected_at, deferred_until, unknown_at) = 0 or unknown_at is not null`,
  );
  return row?.n ?? 0;
}

/** The press for everybody selected now; none where nobody is. */
async function press(inviter: Caller, importId: string, key: string): Promise<Act[]> {
  try {
    const send = await ready(inviter, importId, key);
    // Changed by what arrived meanwhile: the press of the next round is for them too.
    return [() => send().catch(unless(/selection\.changed/))];
  } catch (error) {
    unless(/selection\.empty/)(error);
    return [];
  }
}

function unless(expected: RegExp) {
  return (error: unknown): undefined => {
    if (!(error instanceof Error) || !expected.test(error.message)) throw error;
  };
}

/** What the recipients who have a message and did not answer yet say now. */
function answers({ kith, tokens }: World, said: Set<string>, most: number): Act[] {
  const ways = ['i/TOKEN/never', 'u/TOKEN', 'i/TOKEN/not-from', 'i/TOKEN/decline'] as const;
  const silent = [...tokens].filter(([address]) => !said.has(address)).slice(0, most);
  return silent.map(([address, token], at) => {
    said.add(address);
    const path = ways[(said.size + at) % ways.length] ?? ways[0];
    return async () => {
      const answer = await fetch(`${kith.address}/${path.replace('TOKEN', token)}`, { method: 'POST' });
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    };
  });
}

describe('kill -9', { concurrency: servers }, () => {
  for (let nth = 0; nth < servers; nth++)
    test(`at ${kills / servers} random moments of importing, consent, sending and answers, server ${nth + 1}: the auditor finds nothing`, async (t) => {
      t.diagnostic(`seed ${seed}; KITH_TEST_SEED=${seed} repeats it`);
      const chance = random(seed + nth);
      const world = await startWorld(t, chance);
      const { kith, sink, client } = world;
      let bo = await signUp(world, 'Bo');
      const inviters = [await signUp(world, 'Ana'), await signUp(world, 'Cleo')] as const;
      const truth: { importId: string; identifiers: string[] }[] = [];
      const latest = new Map<Caller, string>();
      const said = new Set<string>();
      let inFlight = 0;
      let inTheMiddle = 0;
      let memoryMegabytes = 0;
      const judge = async (more: Partial<Evidence> = {}) => {
        const sinks = [...sink.taken];
        const found = await audit(client, { sinks, secret, memoryMegabytes, truth, ...more });
        // A server that lives for a second at a time takes nothing over; at the end it has had the time.
        const judged = more.settled === true ? found : found.filter(({ invariant }) => invariant !== 'I7');
        assert.deepEqual(judged, []);
      };

      for (let round = 0; round < kills / servers; round++) {
        // A name has no digits.
        if (round > 0 && round % roundsOfOneBook === 0)
          bo = await signUp(world, `Bo${String.fromCharCode(0x61 + round / roundsOfOneBook)}`);
        const bytes = Buffer.from(googleCsv(book(round, cards)));
        const acts: Act[] = [
          async () => {
            const { id } = await bo.upload<Import>('google.csv', bytes, `book-${round}`);
            if (truth.some(({ importId }) => importId === id)) return;
            truth.push({
              importId: id,
              identifiers: book(round, cards).map(({ emails }) => emails[0]?.value ?? ''),
            });
          },
          ...answers(world, said, 3),
        ];
        // Both have the same people: each of them may be written to once.
        const text = book(1000 + round, people).map(
          ({ names, emails }) => `${names.full} <${emails[0]?.value}>`,
        );
        for (const inviter of inviters) {
          const known = latest.get(inviter);
          if (known !== undefined) acts.push(...(await press(inviter, known, `send-${round}`)));
          acts.push(async () => {
            const { id } = await inviter.post<Import>(
              '/api/imports/paste',
              { text: text.join('\n') },
              `paste-${round}`,
            );
            latest.set(inviter, id);
          });
        }
        const before = await openIntents(kith);
        const left = await interrupted(world, chance.int(0, 1500), acts);
        inFlight = left;
        if (left > before) inTheMiddle += 1;
        memoryMegabytes = Math.max(memoryMegabytes, kith.memory());
        if (round % auditEvery === auditEvery - 1) await judge();
        // In a long run what died is taken over now and then.
        if (round % roundsOfOneBook === roundsOfOneBook - 1) {
          process.stdout.write(`server ${nth + 1}: ${round + 1} of ${kills / servers} kills\n`);
          await wait(8000);
        }
      }

      const none = (text: string) =>
        until(
          () => kith.query<{ n: number }>(`select count(*)::int as n from ${text}`),
          ([row]) => row?.n === 0,
          90_000,
        );
      // As if the leases of those that died had run out already.
      await kith.query(`update invitation_batches set sender_until = now() where sender_until > now()`);
      await none('imports where uploaded_at is not null and read_at is null');
      for (const inviter of inviters)
        for (const act of await press(inviter, latest.get(inviter) ?? '', 'send-the-rest')) await act();
      await none(
        'invitations where sent_at is null and withdrawn_at is null and expired_at is null and declined_at is null',
      );
      await until(
        () => openIntents(kith),
        (n) => n <= inFlight,
      );
      const batches: ShownBatch[] = [];
      for (const [at, name] of ['Ana', 'Cleo'].entries())
        for (const { id } of await kith.query<{ id: string }>(
          `select b.id from invitation_batches b join members m on m.id = b.inviter_id where m.name = '${name}'`,
        ))
          batches.push((await inviters[at]?.get<ShownBatch>(`/api/batches/${id}`)) ?? assert.fail());
      await judge({ settled: true, inFlight, batches });
      const verified = await kith.command('audit', 'verify');
      assert.equal(verified.code, 0, verified.output);
      t.diagnostic(
        `${sink.taken.length} messages taken, ${said.size} people answered, ${inFlight} intents without an answer; ${inTheMiddle} of ${kills / servers} kills left some`,
      );
      assert.ok(said.size > 0, 'nobody answered');
      if (kills >= 50) assert.ok(inTheMiddle > 0, 'no kill came while a message was on its way');
    });
});
