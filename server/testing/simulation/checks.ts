import { everyone, suppressionKey } from '../../src/consent/index.ts';
import { readBatch } from '../../src/invitations/batch.ts';
import type { BatchId, MemberId } from '../../src/platform/ids.ts';
import { tokenHash } from '../../src/platform/secrets.ts';
import { audit } from '../auditor.ts';
import { master, secrets } from './secret.ts';
import type { Taken } from './wire.ts';
import type { World } from './world.ts';

/** What the auditor finds by comparing two readings of the clock. */
const timely = [
  'a delivery before its consent',
  'somebody is named before they agreed to',
  'a reminder after its invitation had ended',
  'shown as sent within the message of another that never went',
];

type Logged = Omit<Taken, 'takenAt' | 'step'>;

/** I3 and I4 at the moment that the wire is touched: what is committed permits this very message to this very person. */
export async function atIntent(world: World, log: Logged): Promise<void> {
  const { rows } = await world.lane.admin.query<{
    recipient_key: Buffer;
    named: boolean;
    consented: Buffer | null;
    intended: Buffer | null;
    answered: boolean;
    suppressed: boolean;
    ended: boolean;
  }>(
    `select i.recipient_key, i.inviter_id = c.member_id and p.recipient_key = i.recipient_key and p.recipient_key = any(c.recipients) as named,
       case p.kind when 'invitation' then c.message_hash else (select decode(one ->> 'hash', 'hex')
         from jsonb_array_elements(c.later) as messages (one) where (one ->> 'sequence')::integer = p.sequence) end as consented, d.body_hash as intended,
       coalesce(d.handed_at, d.rejected_at, d.unknown_at, d.deferred_until) is not null as answered,
       exists (select from suppressions s where s.key = i.recipient_key and s.inviter_id in (i.inviter_id, $2)) as suppressed,
       b.undone_at is not null or i.withdrawn_at is not null or i.expired_at is not null
         or p.kind = 'reminder' and (i.accepted_at is not null or i.declined_at is not null) as ended
     from invitations i join permits p on p.invitation_id = i.id join consents c on c.id = p.consent_id
       join invitation_batches b on b.id = i.batch_id left join deliveries d on d.permit_id = p.id
     where i.token_hash = $1 and ($3::text is null or d.message_id = $3)`,
    [tokenHash(log.token), everyone, log.messageId ?? null],
  );
  const [row] = rows;
  const breach = (invariant: string, what: string) => world.breach(invariant, `${log.to}: ${what}`);
  if (row === undefined || !row.named) return breach('I3', 'no consent names this recipient and message');
  const key = suppressionKey(secrets, log.channel === 'email' ? 'email' : 'phone', log.to);
  if (key === undefined || !row.recipient_key.equals(key)) breach('I3', 'it goes to another address');
  if (row.intended === null || row.answered) breach('intent', 'no open intent is committed');
  if (row.intended !== null && row.consented?.equals(row.intended) !== true)
    breach('I3', 'the intent is another text');
  if (row.suppressed) breach('I4', 'the recipient had said no before the intent was committed');
  if (row.ended) breach('I4', 'the invitation had ended before the intent was committed');
}

/** I4 at the moment that the other side has the message: no recipient's no is committed, but one that waited for it in vain. */
export async function atWire(world: World, { token, to }: Logged): Promise<void> {
  const { rows } = await world.lane.admin.query<{ refused: boolean }>(
    `select exists (select from suppressions s where s.key = i.recipient_key and s.inviter_id in (i.inviter_id, $2))
       or i.declined_at is not null as refused
     from invitations i join permits p on p.invitation_id = i.id join deliveries d on d.permit_id = p.id
     where i.token_hash = $1 and d.overtaken_at is null and coalesce(d.handed_at, d.rejected_at, d.deferred_until) is null
       -- By a clock that jumps minutes ahead a message is taken for unknown while it is on the wire.
       and not (d.unknown_at is not null and $3)`,
    [tokenHash(token), everyone, world.hasJumped],
  );
  if (rows.some(({ refused }) => refused))
    world.breach('I4', `${to}: the recipient's no was committed before the message arrived`);
}

/** After the end, when everything has had its time: the auditor reads the sink's log and the database, and nothing else. */
export async function atEnd(world: World): Promise<void> {
  const { admin } = world.lane;
  const { rows } = await admin.query<{ id: BatchId; inviter_id: MemberId }>(
    'select id, inviter_id from invitation_batches order by id',
  );
  const platform = world.observer();
  const batches = await Promise.all(rows.map(({ id, inviter_id }) => readBatch(platform, inviter_id, id)));
  const violations = await audit(admin, {
    sinks: world.taken.map(({ channel, to, content }) => ({ channel, recipient: to, message: content })),
    now: world.now(),
    secret: master,
    settled: true,
    inFlight: world.unanswered,
    intervalDays: world.config.recipientIntervalDays,
    batches: batches.filter(({ state }) => state !== 'undone'),
  });
  for (const { invariant, what, row } of violations) {
    // Times of a clock that was set back tell no order; `atIntent` has seen that the consent was there.
    if (world.wasSetBack && timely.includes(what)) continue;
    world.breach(invariant, `${what} (${row})`);
  }
  if (!(await world.outlook()).isQuiet) world.breach('I7', 'something is left that nobody does');
}
