import { type RawBuilder, sql } from 'kysely';
import { type CardOf, jsonList, storedContacts, writtenAs } from '../address-book/index.ts';
import type { MemberId } from '../platform/ids.ts';
import type { ExportPath } from './readme.ts';

/** What an export reads with: rows of a question, a page at a time. */
export type Rows = <Row>(question: RawBuilder<Row>) => AsyncGenerator<Row>;

/** A file of the export: its place, and its text, piece by piece. */
export interface ExportFile {
  readonly path: ExportPath;
  readonly text: (rows: Rows, owner: MemberId, card: CardOf) => AsyncGenerator<string>;
}

/** How often the book is gone through. */
export const rounds = 4;

/**
 * Everything a member has here, as they see it: what they must not learn is in no file, as who said no to them. The
 * questions read the tables of other slices as they are, so that all of a member's data is found in one place.
 */
export const exportFiles: readonly ExportFile[] = [
  {
    path: 'contacts.vcf',
    text: (rows, owner, card) => writtenAs('vcard', () => contacts(rows, owner, card, 'kept')),
  },
  {
    path: 'contacts.csv',
    text: (rows, owner, card) => writtenAs('csv', () => contacts(rows, owner, card, 'kept')),
  },
  {
    path: 'contacts.json',
    text: (rows, owner, card) => writtenAs('jscontact', () => contacts(rows, owner, card, 'kept')),
  },
  {
    path: 'trash.vcf',
    text: (rows, owner, card) => writtenAs('vcard', () => contacts(rows, owner, card, 'trashed')),
  },
  json(
    'labels.json',
    (owner) => sql`
      select 'label' as kind, l.name, null::uuid as contact, null::json as value, l.created_at as at
        from labels l where l.owner_id = ${owner} and l.deleted_at is null
      union all
      select case when c.removed then 'label taken off' else 'label put on' end, l.name, c.contact_id, null, null
        from contact_labels c join labels l on l.owner_id = c.owner_id and l.id = c.label_id where c.owner_id = ${owner} and l.deleted_at is null
      union all
      select 'favourite', null, id, null, favourite_at from contacts where owner_id = ${owner} and favourite_at is not null
      union all
      select 'merge', m.name, m.kept_id, json_build_object('undoneAt', m.undone_at, 'contacts', (
          select json_agg(json_build_object('contact', c.contact_id, 'favouriteAt', c.favourite_at, 'edits', c.edits, 'labels', c.labels))
          from merged_contacts c where c.owner_id = m.owner_id and c.merge_id = m.id)), m.merged_at
        from merges m where m.owner_id = ${owner}
      union all
      select 'not the same', x.name, x.id, json_build_object('contact', y.id, 'name', y.name), d.said_at
        from distinct_contacts d
        join cards a on a.owner_id = d.owner_id and a.source_id = d.source_a and a.key = d.key_a
        join contacts x on x.owner_id = a.owner_id and x.id = a.contact_id
        join cards b on b.owner_id = d.owner_id and b.source_id = d.source_b and b.key = d.key_b
        join contacts y on y.owner_id = b.owner_id and y.id = b.contact_id
        where d.owner_id = ${owner}
      union all
      select 'edit', field, contact_id, value, edited_at from contact_edits where owner_id = ${owner}`,
  ),
  json(
    'me.json',
    (owner) => sql`
      select m.name, m.headline, m.location, m.organisation, m.school, m.locale, m.region, m.invited_by as "invitedBy", m.created_at as "joinedAt",
        (select json_agg(json_build_object('kind', i.kind, 'value', i.value, 'verifiedAt', i.verified_at,
          'primary', i.is_primary, 'foundBy', i.discoverability) order by i.verified_at)
          from member_identifiers i where i.member_id = m.id) as identifiers,
        (select encode(p.bytes, 'base64') from member_photos p where p.member_id = m.id) as "photoBase64"
      from members m where m.id = ${owner}`,
  ),
  json(
    'settings.json',
    (owner) => sql`
      select (select changed_at from passwords where member_id = ${owner}) as "passwordChangedAt",
        (select json_agg(json_build_object('name', name, 'createdAt', created_at, 'usedAt', used_at))
          from passkeys where member_id = ${owner}) as passkeys,
        (select json_agg(json_build_object('openedAt', created_at, 'seenAt', seen_at, 'endedAt', ended_at, 'browser', agent))
          from sessions where member_id = ${owner}) as sessions,
        (select json_build_object('shown', shown, 'suggested', suggested, 'tellsHeld', tells_held, 'showsHolders', shows_holders)
          from suggestion_settings where owner_id = ${owner}) as suggestions,
        (select json_agg(json_build_object('name', m.name, 'answer', a.answer, 'at', a.answered_at) order by a.answered_at)
          from suggestion_answers a join members m on m.id = a.member_id where a.owner_id = ${owner}) as "suggestionAnswers",
        (select json_agg(json_build_object('kind', e.kind, 'id', e.target_id, 'label', l.name, 'at', e.excluded_at))
          from suggestion_exclusions e left join labels l on l.owner_id = e.owner_id and e.kind = 'label' and l.id = e.target_id
          where e.owner_id = ${owner}) as "neverSuggested",
        (select json_agg(json_build_object('columns', columns, 'saidAt', said_at))
          from column_mappings where owner_id = ${owner}) as columns`,
  ),
  json(
    'imports.json',
    (owner) => sql`
      select i.id, i.kind, i.received_at as "receivedAt", i.read_at as "readAt", i.stopped_at as "stoppedAt",
        i.undone_at as "undoneAt", i.forgotten_at as "forgottenAt", i.cards_read as read, i.cards_new as new, i.cards_updated as updated,
        i.cards_same as same, i.cards_problem as problem,
        (select json_agg(json_build_object('name', f.name, 'bytes', f.bytes) order by f.position) from import_files f
          where f.owner_id = i.owner_id and f.import_id = i.id) as files,
        (select json_build_object('address', a.address, 'host', a.host, 'protocol', a.protocol, 'access', a.access,
          'accessEndedAt', a.access_ended_at) from import_accounts a
          where a.owner_id = i.owner_id and a.import_id = i.id) as account,
        (select json_agg(json_build_object('line', p.line, 'code', p.code, 'field', p.field, 'found', p.found,
          'mendedAt', p.mended_at) order by p.sequence) from import_problems p
          where p.owner_id = i.owner_id and p.import_id = i.id) as problems
      from imports i where i.owner_id = ${owner} order by i.received_at`,
  ),
  json(
    'invitations.json',
    (owner) => sql`
      select i.id, i.batch_id as "messageId", i.channel, i.way, i.recipient_name as name, i.address, i.note,
        (select json_agg(distinct c.value) from contact_identifiers c
          where c.owner_id = i.inviter_id and c.contact_id = i.contact_id) as contact,
        i.created_at as "createdAt", i.sent_at as "sentAt", i.taken_at as "takenAt", i.accepted_at as "acceptedAt",
        i.withdrawn_at as "withdrawnAt", i.expires_at as "expiresAt"
      from invitations i where i.inviter_id = ${owner} order by i.created_at, i.id`,
  ),
  json(
    'messages.json',
    (owner) => sql`
      select id, import_id as "importId", count, created_at as "createdAt", undone_at as "undoneAt", withdrawn_at as "withdrawnAt",
        message, reminders
      from invitation_batches where inviter_id = ${owner} order by created_at`,
  ),
  json(
    'consents.json',
    (owner) => sql`
      select sequence, id, session_id as "sessionId", channel, message_version as "messageVersion",
        encode(message_hash, 'hex') as "messageHash", note, locale, reminders, mention, later, stated, created_at as "createdAt",
        (select json_agg(encode(r, 'hex')) from unnest(recipients) r) as recipients, encode(hash, 'hex') as hash
      from consents where member_id = ${owner} order by sequence`,
  ),
  json(
    'connections.json',
    (owner) => sql`
      select 'connection' as kind, m.name, c.connected_at as at, null::boolean as open
        from connections c join members m on m.id = c.other_id where c.member_id = ${owner}
      union all
      select 'asked', m.name, r.created_at, r.accepted_at is null and r.withdrawn_at is null
        from connection_requests r join members m on m.id = r.recipient_id where r.sender_id = ${owner}
      union all
      select 'was asked', m.name, r.created_at, r.accepted_at is null and r.withdrawn_at is null and r.ignored_at is null
        from connection_requests r join members m on m.id = r.sender_id
        where r.recipient_id = ${owner} and r.kept_out_at is null
      union all
      select 'blocked', m.name, b.blocked_at, null
        from blocks b join members m on m.id = b.blocked_id where b.member_id = ${owner}
      order by kind, at`,
  ),
];

function json(path: ExportPath, question: (owner: MemberId) => RawBuilder<unknown>): ExportFile {
  return {
    path,
    text: (rows, owner) => jsonList(rows(question(owner)), (row) => JSON.stringify(row)),
  };
}

async function* contacts(rows: Rows, owner: MemberId, card: CardOf, which: 'kept' | 'trashed') {
  const those = sql`(c.trashed_at is null) = ${which === 'kept'} order by c.sort_key, c.id`;
  for await (const contact of rows(storedContacts(owner, those))) yield card(contact);
}
