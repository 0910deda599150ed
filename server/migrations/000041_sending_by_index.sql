-- What a sender asks of each claim is found by an index whatever the size of the batch, and before there are statistics of a
-- table that has just been filled.
drop index invitations_batch_id_created_at_idx;
create index on invitations (batch_id, id) where sent_at is null;
create index on invitations (inviter_id, sent_at) where channel = 'email';
create index on invitations (recipient_key, inviter_id) where declined_at is not null;

-- A permit is to a recipient of its consent and never changes, so that its sender need not search the consent again.
create function refuse_stranger() returns trigger language plpgsql
  as $$
    begin
      if exists (
        select consent_id, recipient_key from made
        except
        select c.id, recipient from consents c cross join unnest(c.recipients) as recipient
        where c.id in (select consent_id from made)
      ) then
        raise exception 'a permit to somebody the consent does not name' using errcode = 'restrict_violation';
      end if;
      return null;
    end $$;
create trigger permits_are_consented after insert on permits referencing new table as made
  for each statement execute function refuse_stranger();
create function refuse_change_of_permit() returns trigger language plpgsql
  as $$ begin raise exception 'a permit never changes' using errcode = 'restrict_violation'; end $$;
create trigger permits_never_change before update on permits
  for each row execute function refuse_change_of_permit();
