import { createHash } from 'node:crypto';
import type { Violation } from '../auditor.ts';
import type { Ask } from './ask.ts';

interface Entry {
  readonly sequence: string;
  /** The fields as the ledger's digest takes them, in its order. */
  readonly facts: readonly unknown[];
  /** How the member may be named in messages of others, and later messages agreed to; part of it where there is either. */
  readonly mention: string | null;
  readonly later: readonly { readonly sequence: number; readonly hash: string; readonly due: string }[];
  readonly previous: string;
  readonly stated: string | null;
  readonly hash: string;
  /** Its member erased the account and is gone, and so are the member's own words. */
  readonly redacted: boolean;
}

const page = 1000;

/** I3 as far as the database alone tells it: the chain of consents, and the permission behind each permit and delivery. */
export async function ledgerViolations(ask: Ask): Promise<Violation[]> {
  return [...(await chainViolations(ask)), ...(await permitViolations(ask))];
}

async function chainViolations(ask: Ask): Promise<Violation[]> {
  let previous = '00'.repeat(32);
  let last = 0;
  for (;;) {
    const entries = await ask<Entry>(
      `select sequence::text, encode(previous_hash, 'hex') as previous, encode(hash, 'hex') as hash,
         json_build_array(sequence, id, member_id, session_id, channel, message_version, encode(message_hash, 'hex'), note, locale,
           reminders, (select coalesce(json_agg(encode(r, 'hex') order by n), '[]') from unnest(recipients) with ordinality as t (r, n)),
           to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as facts, stated, mention, later, redacted_at is not null and not exists (select from members m where m.id = member_id) as redacted
       from consents where sequence > $1 order by consents.sequence limit ${page}`,
      [last],
    );
    for (const { sequence, facts, stated, mention, later, previous: before, hash, redacted } of entries) {
      const more = [
        ...(stated === null ? [] : [stated]),
        ...(mention === null && later.length === 0
          ? []
          : [[mention, later.map((one) => [one.sequence, one.hash, one.due])]]),
      ];
      const again = createHash('sha256')
        .update(Buffer.from(previous, 'hex'))
        .update(JSON.stringify([...facts, ...more]))
        .digest('hex');
      if (Number(sequence) !== last + 1 || before !== previous || (again !== hash && !redacted))
        return [{ invariant: 'I3', what: 'the chain of consents breaks', row: `entry ${sequence}` }];
      last = Number(sequence);
      previous = hash;
    }
    if (entries.length < page) break;
  }
  const [head] = await ask<{ entries: string; hash: string }>(
    `select entries::text, encode(hash, 'hex') as hash from ledger_head`,
  );
  const noted = head === undefined ? 'none' : `${head.entries} ${head.hash}`;
  if (noted === (last === 0 ? 'none' : `${last} ${previous}`)) return [];
  return [{ invariant: 'I3', what: 'the ledger does not end where its head says', row: `entry ${last}` }];
}

async function permitViolations(ask: Ask): Promise<Violation[]> {
  return ask<Violation>(wrong);
}

/** What is wrong with each kind of row; one question for all of them, since to ask each alone takes longer than to answer it. */
const wrong = [
  {
    invariant: 'I3',
    row: 'delivery',
    faults: `select * from (
      select d.id, case
        when p.id is null then 'a delivery without a permit'
        when c.id is null then 'a delivery without a consent'
        when p.recipient_key <> all(c.recipients) then 'a delivery to somebody the consent does not name'
        when i.id is null then 'a delivery without an invitation'
        when i.recipient_key <> p.recipient_key then 'a delivery to another than the permit names'
        when i.inviter_id <> c.member_id then 'a delivery by another than who consented'
        when i.channel <> c.channel then 'a delivery by another way than was consented to'
        when d.body_hash is distinct from case p.kind when 'invitation' then c.message_hash else decode(agreed.one ->> 'hash', 'hex') end
          then 'a delivery of other words than were consented to'
        when d.intended_at < c.created_at then 'a delivery before its consent'
        when d.intended_at < (agreed.one ->> 'due')::timestamptz then 'a reminder before its day'
        -- The server reads its clock before it waits for its turn.
        when p.kind = 'reminder' and d.intended_at > least(i.accepted_at, i.declined_at, i.withdrawn_at, i.expired_at) + interval '1 second'
          then 'a reminder after its invitation had ended'
        end as what
      from deliveries d left join permits p on p.id = d.permit_id left join consents c on c.id = p.consent_id
        left join invitations i on i.id = p.invitation_id
        left join lateral (select one from jsonb_array_elements(c.later) as messages (one)
          where p.kind = 'reminder' and (one ->> 'sequence')::integer = p.sequence) as agreed on true
    ) as each where what is not null`,
  },
  {
    invariant: 'I3',
    row: 'permit',
    faults: `select p.id, case when c.id is null then 'a permit without a consent' else 'a permit for a message nobody consented to' end as what
    from permits p left join consents c on c.id = p.consent_id
    where c.id is null or p.recipient_key <> all(c.recipients)
      or not (p.kind = 'invitation' and p.sequence = 1 or p.kind = 'reminder' and exists (
        select from jsonb_array_elements(c.later) as messages (one) where (one ->> 'sequence')::integer = p.sequence)
        or p.kind = 'link' and p.sequence = 1 and c.channel like 'self%')`,
  },
  {
    invariant: 'I3',
    row: 'permit',
    faults: `select * from (
      select m.permit_id as id, case
        when n.recipient_key <> p.recipient_key or n.recipient_key <> all(c.recipients) then 'somebody is named to a recipient they did not choose'
        when m.name is distinct from c.mention then 'somebody is named otherwise than they agreed to'
        when d.intended_at < c.created_at then 'somebody is named before they agreed to'
        end as what
      from mentions m join deliveries d on d.permit_id = m.permit_id join permits p on p.id = m.permit_id
        join permits n on n.id = m.named_permit_id left join consents c on c.id = n.consent_id
    ) as each where what is not null`,
  },
  {
    invariant: 'I2',
    row: 'permit',
    faults: `select permit_id as id, 'two deliveries of one permit' as what from deliveries group by 1 having count(*) > 1
    union all select min(id::text)::uuid, 'two permits of one message' from permits group by consent_id, recipient_key, kind, sequence having count(*) > 1`,
  },
]
  .map(
    ({ invariant, row, faults }) =>
      `select '${invariant}' as invariant, what, '${row} ' || id as row from (${faults}) as ${row}s`,
  )
  .join(' union all ');
