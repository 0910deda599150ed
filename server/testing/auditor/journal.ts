import type { Queried } from './ask.ts';

/**
 * Lets the database itself keep the order in which recipients said no, took it back, and were about to be written to: the
 * clocks of servers tell it only roughly. To be called once, before the run, as the owner of the tables.
 *
 * The transaction stands beside each line: where the server keeps the times of commits, they decide.
 */
export async function keepJournal(database: Queried): Promise<void> {
  for (const statement of statements) await database.query(statement);
}

const statements = [
  'create schema audit',
  `create table audit.journal (
    n bigserial primary key,
    xid xid8 not null default pg_current_xact_id(),
    what text not null check (what in ('no', 'lifted', 'intent')),
    key bytea not null,
    -- Who may not write any more, or who is about to.
    inviter_id uuid,
    -- Of a no that is no decline: each is taken back by itself.
    reason text,
    row_id uuid
  )`,
  `create function audit.note_suppression() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        insert into audit.journal (what, key, inviter_id, reason) values ('lifted', old.key, old.inviter_id, old.reason);
      else
        insert into audit.journal (what, key, inviter_id, reason) values ('no', new.key, new.inviter_id, new.reason);
      end if;
      return null;
    end $$`,
  `create function audit.note_intent() returns trigger language plpgsql as $$
    begin
      insert into audit.journal (what, key, inviter_id, row_id)
        select 'intent', p.recipient_key, i.inviter_id, new.id
        from permits p left join invitations i on i.id = p.invitation_id where p.id = new.permit_id;
      return null;
    end $$`,
  `create function audit.note_decline() returns trigger language plpgsql as $$
    begin
      insert into audit.journal (what, key, inviter_id, row_id)
        values (case when new.declined_at is null then 'lifted' else 'no' end, new.recipient_key, new.inviter_id, new.id);
      return null;
    end $$`,
  `create trigger journal after update of declined_at on invitations
    for each row when ((new.declined_at is null) <> (old.declined_at is null)) execute function audit.note_decline()`,
  `create trigger journal after insert or delete on suppressions
    for each row execute function audit.note_suppression()`,
  `create trigger journal after insert or update of intended_at on deliveries
    for each row execute function audit.note_intent()`,
];
