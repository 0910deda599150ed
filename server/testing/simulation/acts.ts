import { suppressionKey } from '../../src/consent/index.ts';
import { changeBatch, createBatch, type SendRequest } from '../../src/invitations/batch.ts';
import type { CameBack } from '../../src/invitations/came-back.ts';
import { draft } from '../../src/invitations/draft.ts';
import { actOnHeld, type HeldAct } from '../../src/invitations/held.ts';
import { keepProof, markProved } from '../../src/invitations/held-store.ts';
import { beginPause, cameBack, endPause, textCameBack } from '../../src/invitations/index.ts';
import { messageHash } from '../../src/invitations/messages/invitation.ts';
import { type Answer, accept, answer, receive, unsubscribe } from '../../src/invitations/recipient.ts';
import { withdrawSome } from '../../src/invitations/withdrawal-store.ts';
import { identifierKey, parseIdentifier } from '../../src/members/index.ts';
import { after } from '../../src/platform/clock.ts';
import type { Transaction } from '../../src/platform/database.ts';
import { KithError } from '../../src/platform/errors.ts';
import type { BatchId, InvitationId, SessionId } from '../../src/platform/ids.ts';
import type { Platform } from '../../src/platform/platform.ts';
import { tokenHash } from '../../src/platform/secrets.ts';
import { countSelected, reopen } from '../../src/review/index.ts';
import type { Taken } from './wire.ts';
import type { Inviter, World } from './world.ts';

/** What somebody does, and how often beside the others. */
interface Act {
  readonly weight: number;
  readonly start: (world: World) => Promise<void> | void;
}

const answers: readonly Answer[] = ['decline', 'never', 'not-from', 'not-me', 'report'];
const returns: readonly CameBack[] = ['gone', 'refused', 'delivered', 'complaint', 'stop'];
// Safe: an id of a session that no slice looks up.
const session = '01932000-0000-7000-8000-000000000000' as SessionId;

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
    const note = world.chance.percent(20) ? { note: 'See you there' } : {};
    const idempotencyKey = `press-${world.steps}-${world.trace.length}`;
    return world.request(`${inviter.name} sends`, (platform) =>
      mayBeRefused(async () => {
        const { message, count } = await platform.database.asMember(inviter.id, async (tx) => ({
          ...(await draft(platform, tx, inviter.id, note)),
          ...(await countSelected(platform, tx, inviter.id, inviter.importId)),
        }));
        const request = {
          ...note,
          expected: count,
          messageHash: messageHash(message).toString('hex'),
          idempotencyKey,
        };
        world.presses.push({ inviter, request });
        await press(platform, inviter, request);
      }),
    );
  },
};

/** The member names one or two more of the others, so that they are on the list of those who may be invited. */
async function choose(world: World, inviter: Inviter): Promise<void> {
  await world.lane.admin.query(
    `update candidates set step = 'invite', reason = null where owner_id = $1 and contact_id in (
       select contact_id from candidates where owner_id = $1 and step = 'other' and reason = 'no_name' order by contact_id limit $2)`,
    [inviter.id, 1 + world.chance.below(2)],
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

const withdraw: Act = {
  weight: 4,
  async start(world) {
    const { rows } = await world.lane.admin.query<{ id: InvitationId; inviter_id: string }>(
      'select id, inviter_id from invitations order by id',
    );
    const one = world.chance.pick(rows);
    const inviter = world.inviters.find(({ id }) => id === one?.inviter_id);
    if (one === undefined || inviter === undefined) return;
    return world.request(`${inviter.name} withdraws one`, ({ database, clock }, actor) =>
      database.asMember(inviter.id, async (tx) => {
        const { unsent } = await withdrawSome(tx, inviter.id, [one.id], clock.now());
        await reopen(world.platformOf(actor), tx, inviter.id, unsent);
      }),
    );
  },
};

/** Somebody who holds a message presses a button of its page. */
function onPage(
  world: World,
  what: string,
  run: (platform: Platform, tx: Transaction, token: string) => Promise<void>,
): Promise<void> | undefined {
  const message = world.chance.pick(world.taken);
  if (message === undefined) return undefined;
  return world.request(`${message.to} presses ${what}`, (platform) =>
    platform.database.asSystem((tx) => run(platform, tx, message.token)),
  );
}

const pressesAnswer: Act = {
  weight: 14,
  start(world) {
    const what = world.chance.pick(answers);
    const undo = world.chance.percent(25);
    if (what === undefined) return;
    return onPage(world, `${what}${undo ? ' undo' : ''}`, async (platform, tx, token) => {
      const received = await receive(platform, tx, token, undo ? 'answer' : 'no');
      if (received !== undefined) await answer(platform, tx, received, what, undo);
    });
  },
};

const oneClick: Act = {
  weight: 5,
  start: (world) =>
    onPage(world, 'unsubscribe', async (platform, tx, token) => {
      const received = await receive(platform, tx, token, 'no');
      if (received !== undefined) await unsubscribe(platform, tx, received);
    }),
};

const joins: Act = {
  weight: 5,
  start: (world) =>
    onPage(world, 'accept', async (platform, tx, token) => {
      const received = await receive(platform, tx, token, 'answer');
      if (received?.open === true && received.row.accepted_at === null)
        await accept(platform, tx, received, { name: 'Ada Lund' });
    }),
};

/** A bounce, a complaint, a reply; some are forged, and name a message that never was. */
const comesBack: Act = {
  weight: 12,
  start(world) {
    const mails = world.taken.filter(({ channel }) => channel === 'email');
    const mail = world.chance.pick(mails);
    const what = world.chance.pick(returns);
    if (mail?.messageId === undefined || what === undefined) return;
    const forged = world.chance.percent(25);
    const token = forged ? world.chance.bytes(16).toString('hex') : (mail.messageId.split('@')[0] ?? '');
    return world.request(`${forged ? 'a forged' : 'a'} ${what} of ${mail.to}`, async (platform) => {
      const known = await cameBack(platform, token, what, '5.1.1');
      if (forged && known) world.breach('forged', `an answer that names no message was taken`);
    });
  },
};

const textBack: Act = {
  weight: 5,
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

const acts = [
  send,
  sendAgain,
  change,
  withdraw,
  pressesAnswer,
  oneClick,
  joins,
  comesBack,
  textBack,
  held,
  operator,
];
const total = acts.reduce((sum, { weight }) => sum + weight, 0);

/** Somebody does something. */
export async function act(world: World): Promise<void> {
  let place = world.chance.below(total);
  for (const { weight, start } of acts) {
    place -= weight;
    if (place < 0) return start(world);
  }
}
