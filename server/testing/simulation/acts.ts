import { readFileSync } from 'node:fs';
import { takeMail } from '../../src/answers/take-answer.ts';
import { takenBackFor } from '../../src/connections/index.ts';
import { suppressionKey } from '../../src/consent/index.ts';
import { lockBook } from '../../src/contacts/index.ts';
import { withdrawAll } from '../../src/data/erasure-store.ts';
import { undoImport } from '../../src/imports/index.ts';
import { openOfImport } from '../../src/invitations/asked-store.ts';
import { changeBatch, createBatch, type SendRequest } from '../../src/invitations/batch.ts';
import { draft, tokenOf } from '../../src/invitations/draft.ts';
import { actOnHeld, type HeldAct } from '../../src/invitations/held.ts';
import { keepProof, markProved } from '../../src/invitations/held-store.ts';
import { beginPause, endPause, textCameBack } from '../../src/invitations/index.ts';
import { takeLink } from '../../src/invitations/link-store.ts';
import {
  type Answer,
  accept,
  answer,
  type Received,
  receive,
  receiveNo,
  unsubscribe,
} from '../../src/invitations/recipient.ts';
import { statementFor } from '../../src/invitations/statement.ts';
import type { Reminder } from '../../src/invitations/store.ts';
import { restoreWithdrawn, withdrawSome } from '../../src/invitations/withdrawal-store.ts';
import { identifierKey, parseIdentifier } from '../../src/members/index.ts';
import { after } from '../../src/platform/clock.ts';
import type { Transaction } from '../../src/platform/database.ts';
import { KithError } from '../../src/platform/errors.ts';
import type { BatchId, InvitationId, SessionId } from '../../src/platform/ids.ts';
import type { Platform } from '../../src/platform/platform.ts';
import { tokenHash } from '../../src/platform/secrets.ts';
import { countSelected, markInvited, reopen } from '../../src/review/index.ts';
import type { Taken } from './wire.ts';
import type { Inviter, World } from './world.ts';

/** What somebody does, and how often beside the others. */
interface Act {
  readonly weight: number;
  /** Only with a message that has arrived. */
  readonly answers?: true;
  readonly start: (world: World) => Promise<void> | void;
}

const answers: readonly Answer[] = ['decline', 'never', 'not-from', 'not-me', 'report'];
// Safe: an id of a session that no slice looks up.
const session = '01932000-0000-7000-8000-000000000000' as SessionId;

const fixtures = new URL('../../src/answers/fixtures/', import.meta.url);

/** A refusal that a person may meet is no failure of the product. */
async function mayBeRefused(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof KithError)) throw error;
  }
}

const send: Act = {
  weight: 30,
  async start(world) {
    const inviter = world.chance.pick(world.inviters);
    if (inviter === undefined) return;
    await choose(world, inviter);
    const asked = {
      ...(world.chance.percent(20) ? { note: 'See you there' } : {}),
      ...(world.config.reminders.most === 0 ? {} : { reminders: world.chance.pick(agreed) ?? [] }),
      ...(world.chance.percent(50) ? { statement: statementFor('en') } : {}),
    };
    const idempotencyKey = `press-${world.steps}-${world.trace.length}`;
    return world.request(`${inviter.name} sends`, (platform) =>
      mayBeRefused(async () => {
        const { hash, count } = await platform.database.asMember(inviter.id, async (tx) => ({
          ...(await draft(platform, tx, inviter.id, asked)),
          ...(await countSelected(platform, tx, inviter.id, inviter.importId)),
        }));
        const request = {
          ...asked,
          expected: count,
          messageHash: hash.toString('hex'),
          idempotencyKey,
        };
        world.presses.push({ inviter, request });
        await press(platform, inviter, request);
      }),
    );
  },
};

/** Reminders that are agreed to. */
const agreed: readonly (readonly Reminder['sequence'][])[] = [[], [1], [1, 2]];

/** The member names more of the others, one or two or most, so that they are on the list of those who may be invited. */
async function choose(world: World, inviter: Inviter): Promise<void> {
  await world.lane.admin.query(
    `update candidates set step = 'invite', reason = null where owner_id = $1 and contact_id in (
       select contact_id from candidates where owner_id = $1 and step = 'other' and reason = 'no_name' order by contact_id limit $2 for update skip locked)`,
    [inviter.id, 1 + world.chance.below(world.chance.percent(40) ? 6 : 2)],
  );
}

function press(platform: Platform, inviter: Inviter, request: SendRequest): Promise<unknown> {
  return createBatch(platform, { id: session, memberId: inviter.id }, inviter.importId, request);
}

/** The browser had no answer, or the member pressed twice. */
const sendAgain: Act = {
  weight: 6,
  start(world) {
    const pressed = world.chance.pick(world.presses);
    if (pressed === undefined) return;
    const { inviter, request } = pressed;
    return world.request(`${inviter.name} sends again`, (platform) =>
      mayBeRefused(() => press(platform, inviter, request)),
    );
  },
};

/** The same list, sent from a second tab. */
const otherTab: Act = {
  weight: 4,
  start(world) {
    const pressed = world.chance.pick(world.presses);
    if (pressed === undefined) return;
    const { inviter, request } = pressed;
    const idempotencyKey = `tab-${world.steps}-${world.trace.length}`;
    return world.request(`${inviter.name} sends in another tab`, (platform) =>
      mayBeRefused(() => press(platform, inviter, { ...request, idempotencyKey })),
    );
  },
};

const change: Act = {
  weight: 12,
  async start(world) {
    const { rows } = await world.lane.admin.query<{ id: BatchId; inviter_id: string }>(
      'select id, inviter_id from invitation_batches order by id',
    );
    const batch = world.chance.pick(rows);
    const inviter = world.inviters.find(({ id }) => id === batch?.inviter_id);
    const act = world.chance.pick(['undo', 'hold', 'withdraw'] as const);
    if (batch === undefined || inviter === undefined || act === undefined) return;
    return world.request(`${inviter.name}: ${act}`, (platform) =>
      mayBeRefused(() => changeBatch(platform, inviter.id, batch.id, act)),
    );
  },
};

/** Withdraws one, all of the import, or all there are, as whoever deletes their account does; now and then takes it back. */
const withdraw: Act = {
  weight: 5,
  async start(world) {
    const { rows } = await world.lane.admin.query<{ id: InvitationId; inviter_id: string }>(
      'select id, inviter_id from invitations order by id',
    );
    const one = world.chance.pick(rows);
    const inviter = world.inviters.find(({ id }) => id === one?.inviter_id);
    if (one === undefined || inviter === undefined) return;
    const what = world.chance.pick(['one', 'one', 'the import', 'all'] as const) ?? 'one';
    const takesBack = world.chance.percent(30);
    return world.request(`${inviter.name} withdraws ${what}`, async ({ database, clock }, actor) => {
      const platform = world.platformOf(actor);
      const withdrawnAt = await database.asMember(inviter.id, async (tx) => {
        if (what !== 'all') await lockBook(tx, inviter.id);
        const now = clock.now();
        if (what === 'all') {
          await withdrawAll(tx, inviter.id, now);
          return now;
        }
        const ids = what === 'one' ? [one.id] : await openOfImport(tx, inviter.id, inviter.importId);
        const { unsent } = await withdrawSome(tx, inviter.id, ids, now);
        await reopen(platform, tx, inviter.id, unsent);
        return now;
      });
      if (!takesBack || what === 'all') return;
      await database.asMember(inviter.id, async (tx) => {
        const now = clock.now();
        if (withdrawnAt <= after(now, -takenBackFor)) return;
        await lockBook(tx, inviter.id);
        const { unsent } = await restoreWithdrawn(tx, inviter.id, withdrawnAt, now);
        await markInvited(tx, inviter.id, unsent);
      });
    });
  },
};

/** The inviter takes back the import that the invitations came of. */
const undoesImport: Act = {
  weight: 2,
  start(world) {
    const { inviter } = world.chance.pick(world.presses) ?? {};
    if (inviter === undefined) return;
    return world.request(`${inviter.name} undoes the import`, async (platform) => {
      await undoImport(platform, inviter.id, inviter.importId);
    });
  },
};

/** The inviter takes a personal link and hands it over. */
const handsOver: Act = {
  weight: 8,
  async start(world) {
    const { rows } = await world.lane.admin.query<{ id: InvitationId; inviter_id: string }>(
      "select id, inviter_id from invitations where way = 'self' order by id",
    );
    const one = world.chance.pick(rows);
    const inviter = world.inviters.find(({ id }) => id === one?.inviter_id);
    if (one === undefined || inviter === undefined) return;
    return world.request(`${inviter.name} hands a link over`, async (platform) => {
      const { database, clock } = platform;
      const taken = await database.asMember(inviter.id, (tx) =>
        takeLink(tx, inviter.id, one.id, 'copy', clock.now()),
      );
      if (taken) world.handed.push({ to: `the holder of a link`, token: tokenOf(platform, one.id) });
    });
  },
};

/** Somebody who holds a message, or a link, presses a button of its page. */
function onPage(
  world: World,
  what: string,
  run: (platform: Platform, token: string) => Promise<void>,
): Promise<void> | undefined {
  const message = world.chance.pick([...world.taken, ...world.handed]);
  if (message === undefined) return undefined;
  return world.request(`${message.to} presses ${what}`, (platform) => run(platform, message.token));
}

const pressesAnswer: Act = {
  weight: 26,
  answers: true,
  start(world) {
    const what = world.chance.pick(answers);
    const undo = world.chance.percent(25);
    if (what === undefined) return;
    return onPage(world, `${what}${undo ? ' undo' : ''}`, async (platform, token) => {
      const say = (tx: Transaction, received: Received) => answer(platform, tx, received, what, undo);
      if (!undo) await receiveNo(platform, token, say);
      else
        await platform.database.asSystem(async (tx) => {
          const received = await receive(platform, tx, token, 'answer');
          if (received !== undefined) await say(tx, received);
        });
    });
  },
};

const oneClick: Act = {
  weight: 10,
  answers: true,
  start: (world) =>
    onPage(world, 'unsubscribe', async (platform, token) => {
      await receiveNo(platform, token, (tx, received) => unsubscribe(platform, tx, received));
    }),
};

const joins: Act = {
  weight: 5,
  answers: true,
  start: (world) =>
    onPage(world, 'accept', (platform, token) =>
      platform.database.asSystem(async (tx) => {
        const received = await receive(platform, tx, token, 'answer');
        if (received?.open === true && received.row.accepted_at === null)
          await accept(platform, tx, received, { name: 'Ada Lund' });
      }),
    ),
};

/** Reports and replies as servers and people write them, and what each says. */
const letters = readFileSync(new URL('expected.txt', fixtures), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [name = '', said = '', , names] = line.split(' ');
    return {
      name,
      said,
      isOurs: names === 'ours',
      text: readFileSync(new URL(`${name}.eml`, fixtures), 'latin1'),
    };
  });

/** A bounce, a complaint, a reply, read as it came; some are forged, and name a message that never was. */
const comesBack: Act = {
  weight: 12,
  answers: true,
  start(world) {
    const mail = world.chance.pick(world.taken.filter(({ channel }) => channel === 'email'));
    const letter = world.chance.pick(letters);
    if (mail?.messageId === undefined || letter === undefined) return;
    const forged = world.chance.percent(25);
    const token = forged ? world.chance.bytes(16).toString('hex') : (mail.messageId.split('@')[0] ?? '');
    const raw = Buffer.from(letter.text.replaceAll('7f3a9c0d51e84b62a1c7d9e0f2b34856', token), 'latin1');
    return world.request(`${forged ? 'a forged' : 'a'} ${letter.name} of ${mail.to}`, async (platform) => {
      const told = (event: string, facts: object = {}) => {
        const { said, known } = facts as { said?: string; known?: boolean };
        if (event !== 'answers.taken') return;
        if (said !== letter.said) world.breach('answers', `${letter.name} was read as ${said}`);
        if (known === true && (forged || !letter.isOurs))
          world.breach('forged', 'an answer that names no message was taken');
      };
      await takeMail({ ...platform, log: { ...platform.log, info: told } }, raw, [], 'simulation');
    });
  },
};

const textBack: Act = {
  weight: 5,
  answers: true,
  start(world) {
    const text = world.chance.pick(world.taken.filter(({ channel }) => channel === 'text'));
    if (text === undefined) return;
    const what = world.chance.percent(75) ? 'stop' : 'start';
    const phone = parseIdentifier('phone', text.to, 'NO');
    if (phone?.kind !== 'phone') return;
    return world.request(`${text.to} answers ${what}`, async (platform) => {
      await textCameBack(platform, phone.value, what);
    });
  },
};

/** The page about what is held, by somebody who has entered the code. */
const held: Act = {
  weight: 4,
  answers: true,
  start(world) {
    const message: Taken | undefined = world.chance.pick(world.taken);
    const act = world.chance.pick<HeldAct>(['delete', 'delete-forever', 'allow', 'look']);
    const identifier =
      message === undefined
        ? undefined
        : parseIdentifier(message.channel === 'email' ? 'email' : 'phone', message.to, 'NO');
    if (identifier === undefined || act === undefined) return;
    const token = world.chance.bytes(16).toString('base64url');
    return world.request(`${identifier.value} on the page of what is held: ${act}`, async (platform) => {
      const { secrets, clock } = platform;
      const recipient = suppressionKey(secrets, identifier.kind, identifier.value);
      if (recipient === undefined) return;
      await platform.database.asSystem(async (tx) => {
        const now = clock.now();
        await keepProof(tx, {
          token_hash: tokenHash(token),
          recipient_key: recipient,
          identifier_key: identifierKey(secrets, identifier),
          code_hash: Buffer.alloc(32),
          expires_at: after(now, 900),
        });
        await markProved(tx, tokenHash(token), now, after(now, 1800));
      });
      await actOnHeld(platform, token, act);
    });
  },
};

const operator: Act = {
  weight: 3,
  start(world) {
    const pauses = world.chance.percent(40);
    return world.request(`the operator ${pauses ? 'pauses' : 'resumes'}`, (platform) =>
      platform.database.asSystem(async (tx) => {
        if (pauses) await beginPause(platform, tx, 'operator');
        else await endPause(platform, tx);
      }),
    );
  },
};

const acts: readonly Act[] = [
  send,
  sendAgain,
  otherTab,
  change,
  withdraw,
  undoesImport,
  handsOver,
  pressesAnswer,
  oneClick,
  joins,
  comesBack,
  textBack,
  held,
  operator,
];

/** Somebody does something. */
export async function act(world: World): Promise<void> {
  const possible = acts.filter(({ answers }) => answers === undefined || world.taken.length > 0);
  let place = world.chance.below(possible.reduce((sum, { weight }) => sum + weight, 0));
  for (const { weight, start } of possible) {
    place -= weight;
    if (place < 0) return start(world);
  }
}
