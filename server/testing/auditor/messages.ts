import { createHash } from 'node:crypto';
import PostalMime from 'postal-mime';
import type { Evidence, Violation } from '../auditor.ts';
import { recipientKey } from './address.ts';
import type { Ask } from './ask.ts';
import { type Arrival, wireViolations } from './opt-outs.ts';

/** One message as a sink took it. */
export interface SinkRecord {
  readonly channel: 'email' | 'text';
  /** As the envelope names them. */
  readonly recipient: string;
  /** The whole message: RFC 5322, or the text. */
  readonly message: Buffer | string;
  /** When its last byte came, by the clock of the database's machine. */
  readonly takenAt?: Date;
  /** Whether its intent stood in the database when the sink took it, where the sink asked. */
  readonly intended?: boolean;
}

/** What a member saw before the press. */
export interface Shown {
  readonly batchId: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Words {
  readonly version: string;
  readonly fromName: string;
  readonly fromAddress: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly short: string;
  readonly own?: { readonly subject: string; readonly text: string; readonly short: string };
  readonly others?: string;
  readonly mention?: string;
}

interface Batch {
  readonly id: string;
  readonly message: Words;
  readonly reminders: readonly { readonly sequence: number; readonly message: Words }[];
}

interface Sending {
  readonly tokenHash: string;
  readonly invitation: string;
  readonly batch: string;
  readonly channel: string;
  readonly address: string | null;
  readonly key: string;
  readonly permit: string | null;
  readonly kind: string | null;
  readonly sequence: number | null;
  /** Others whom the message names. */
  readonly others: readonly string[];
  readonly messageHash: string | null;
  readonly delivery: string | null;
  readonly messageId: string | null;
  readonly intendedAt: string | null;
  readonly inviter: string;
  /** How many seconds after its intent the server gave up waiting for it, to take the recipient's no. */
  readonly overtaken: number | null;
  readonly handed: boolean;
  readonly rejected: boolean;
}

/** A message of the sinks, read. */
interface Taken {
  readonly record: SinkRecord;
  readonly tokens: readonly string[];
  readonly messageId: string | undefined;
  readonly words: Partial<Omit<Words, 'version'>>;
}

const placeholder = 'THE-RECIPIENTS-OWN-KEY';

/** I2, I3, I4 and I8 for what the sinks took. */
export async function messageViolations(ask: Ask, evidence: Evidence): Promise<Violation[]> {
  const found: Violation[] = [];
  const sendings = await ask<Sending>(`
    select encode(i.token_hash, 'hex') as "tokenHash", i.id as invitation, i.batch_id as batch, i.channel, i.address,
      encode(i.recipient_key, 'hex') as key, p.id as permit, p.kind, p.sequence,
      case p.kind when 'invitation' then encode(c.message_hash, 'hex') else (select one ->> 'hash' from jsonb_array_elements(c.later) as messages (one)
        where (one ->> 'sequence')::integer = p.sequence) end as "messageHash",
      array(select m.name from mentions m join permits n on n.id = m.named_permit_id where m.permit_id = p.id order by n.invitation_id) as others,
      d.id as delivery, d.message_id as "messageId", extract(epoch from d.intended_at)::text as "intendedAt",
      i.inviter_id as inviter, extract(epoch from d.overtaken_at - d.intended_at)::float8 as overtaken,
      d.handed_at is not null as handed, d.rejected_at is not null as rejected
    from invitations i left join permits p on p.invitation_id = i.id left join consents c on c.id = p.consent_id
      left join deliveries d on d.permit_id = p.id`);
  const byToken = grouped(sendings, (one) => one.tokenHash);
  const byMessage = grouped(sendings, (one) => one.messageId ?? undefined);
  const batches = new Map(
    (await ask<Batch>('select id, message, reminders from invitation_batches')).map((one) => [one.id, one]),
  );
  const shown = new Map((evidence.previews ?? []).map((one) => [one.batchId, one]));
  const took = new Map<Sending, number>();
  const arrivals: Arrival[] = [];
  for (const [at, record] of evidence.sinks.entries()) {
    const taken = await read(record);
    const row = `message ${at + 1} of the sinks`;
    const complain = (invariant: 'I2' | 'I3', what: string) => found.push({ invariant, what, row });
    const named =
      (taken.messageId === undefined ? undefined : byMessage.get(taken.messageId)) ??
      taken.tokens.flatMap((token) => byToken.get(sha256(token)) ?? []);
    if (named.length === 0) {
      // Codes and links that somebody asked for themselves name no invitation.
      if (taken.tokens.length > 0) complain('I3', 'a message that belongs to no invitation');
      continue;
    }
    const sending = named.find((one) => one.delivery !== null);
    if (sending === undefined) {
      complain('I3', 'a message without an intent');
      continue;
    }
    if (record.intended === false) complain('I3', 'a message that left before its intent was there');
    const times = (took.get(sending) ?? 0) + 1;
    took.set(sending, times);
    const { takenAt } = record;
    if (takenAt !== undefined) arrivals.push({ ...sending, takenAt, row });
    if (times > 1) complain('I2', 'a message that was taken already');
    const batch = batches.get(sending.batch);
    const expected =
      sending.kind === 'reminder'
        ? batch?.reminders.find(({ sequence }) => sequence === sending.sequence)?.message
        : batch?.message;
    const preview = sending.kind === 'reminder' ? undefined : shown.get(sending.batch);
    for (const what of faults(
      withoutOthers(taken, sending, expected),
      sending,
      expected,
      evidence.secret,
      preview,
    ))
      complain('I3', what);
  }
  found.push(...crowded([...took.keys()], evidence.intervalDays ?? 7));
  found.push(...(await wireViolations(ask, arrivals)));
  if (evidence.settled === true)
    found.push(...disagreements(sendings, took), ...(await alone(ask, evidence.intervalDays ?? 7)));
  return found;
}

/** I8: what counts as sent within the message of another has one, or a link that its inviter took. */
async function alone(ask: Ask, days: number): Promise<Violation[]> {
  const rows = await ask<{ id: string }>(
    `select i.id from invitations i
     where i.joined_at is not null and i.address is not null
       and coalesce(i.accepted_at, i.declined_at, i.withdrawn_at, i.expired_at) is null
       and not exists (select from permits p join deliveries d on d.permit_id = p.id where p.recipient_key = i.recipient_key
         and d.rejected_at is null and d.intended_at > i.joined_at - make_interval(days => $1, secs => 1))
       and not exists (select from invitations o where o.recipient_key = i.recipient_key and o.taken_at is not null)`,
    [days],
  );
  return rows.map(({ id }) => ({
    invariant: 'I8',
    what: 'shown as sent within the message of another that never went',
    row: `invitation ${id}`,
  }));
}

function* faults(
  { record, tokens, words }: Taken,
  sending: Sending,
  expected: Words | undefined,
  secret: string | undefined,
  shown: Shown | undefined,
): Generator<string> {
  if (record.channel !== sending.channel) yield 'a message by another way than was consented to';
  if (sending.address !== null && sending.address.toLowerCase() !== record.recipient.toLowerCase())
    yield 'a message to another address than the invitation names';
  if (secret !== undefined && recipientKey(secret, record.channel, record.recipient) !== sending.key)
    yield 'a message to another recipient than the consent names';
  if (expected === undefined) {
    yield 'a message whose words are not there any more';
    return;
  }
  if (digestOf(expected) !== sending.messageHash) yield 'words that are not those of the consent';
  const token = tokens[0] ?? '';
  const parts = record.channel === 'text' ? (['short'] as const) : mailParts;
  for (const part of parts) {
    const arrived = words[part];
    if (arrived === undefined || plain(arrived, token) !== plain(expected[part], token))
      yield `a message whose ${part} is not what was consented to`;
  }
  if (shown !== undefined && record.channel === 'email')
    for (const part of ['subject', 'text', 'html'] as const)
      if (plain(words[part] ?? '', token) !== plain(shown[part], token))
        yield `a message whose ${part} is not what was shown`;
}

/** A message without the one line that may be put into it: as it was shown, with the names that stand in the database. */
function withoutOthers(taken: Taken, { others }: Sending, expected: Words | undefined): Taken {
  if (others.length === 0 || expected?.others === undefined) return taken;
  const line = expected.others.replace('{names}', others.join(', '));
  const { text = '', html = '' } = taken.words;
  return {
    ...taken,
    words: {
      ...taken.words,
      text: text.replaceAll('\r\n', '\n').replace(`${line}\n\n`, ''),
      html: html.replaceAll('\r\n', '\n').replace(`<p style="margin:0 0 24px">${escaped(line)}</p>\n`, ''),
    },
  };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const mailParts = ['fromName', 'fromAddress', 'subject', 'text', 'html'] as const;

/** Lines as the wire may break them, and the recipient's own key as its placeholder. */
function plain(text: string, token: string): string {
  const masked = token === '' ? text : text.replaceAll(token, placeholder);
  return masked.replaceAll('\r\n', '\n').trimEnd();
}

function digestOf(words: Words): string {
  const { version, fromName, fromAddress, subject, text, html, short, own, others, mention } = words;
  return sha256(
    JSON.stringify([
      ...[version, fromName, fromAddress, subject, text, html, short],
      ...(own === undefined ? [] : [own.subject, own.text, own.short]),
      ...(others === undefined ? [] : [others, mention]),
    ]),
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function read(record: SinkRecord): Promise<Taken> {
  if (record.channel === 'text') {
    const short = String(record.message);
    return { record, tokens: tokensIn(short), messageId: undefined, words: { short } };
  }
  const mail = await PostalMime.parse(record.message);
  const headers = mail.headers.map(({ value }) => value).join('\n');
  return {
    record,
    tokens: tokensIn([mail.text, mail.html, headers].join('\n')),
    messageId: mail.messageId?.replace(/^<|>$/g, ''),
    words: {
      fromName: mail.from?.name ?? '',
      fromAddress: mail.from?.address ?? '',
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: mail.html ?? '',
    },
  };
}

/** The keys of the links to an invitation's pages. */
export function tokensIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\/[iu]\/([\w-]{22})/g)].flatMap(([, token]) => token ?? []))];
}

/** I2 across invitations and reminders: one person, one message within the interval. */
function crowded(taken: readonly Sending[], days: number): Violation[] {
  const found: Violation[] = [];
  for (const [key, sendings] of grouped(taken, (one) => one.key)) {
    const times = sendings.map(({ intendedAt }) => Number(intendedAt)).sort((a, b) => a - b);
    for (const [at, time] of times.entries()) {
      const before = times[at - 1];
      if (before !== undefined && time - before < days * 86_400)
        found.push({ invariant: 'I2', what: `two messages within ${days} days`, row: `recipient ${key}` });
    }
  }
  return found;
}

/** I8: what stands as handed over was taken, and nothing stands as refused that was taken. */
function disagreements(sendings: readonly Sending[], took: ReadonlyMap<Sending, number>): Violation[] {
  return sendings.flatMap((one): Violation[] => {
    const row = `delivery ${one.delivery}`;
    if (one.handed && !took.has(one))
      return [{ invariant: 'I8', what: 'shown as handed over, and no sink took it', row }];
    if (took.has(one) && one.rejected)
      return [{ invariant: 'I8', what: 'shown as refused, and a sink took it', row }];
    return [];
  });
}

function grouped<Key, One>(all: readonly One[], keyOf: (one: One) => Key | undefined): Map<Key, One[]> {
  const groups = new Map<Key, One[]>();
  for (const one of all) {
    const key = keyOf(one);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}
