-- An invitation that the member hands over: Kith makes a personal link and sends nothing.
alter table invitations add column way text not null default 'relay' check (way in ('relay', 'self'));
-- When the member first took the link, and by what; whether it was sent then nobody here knows.
alter table invitations add column taken_at timestamptz;
alter table invitations add column taken_by text check (taken_by in ('mail', 'text', 'share', 'copy', 'qr'));
alter table invitations add constraint links_are_never_sent check (way = 'relay' or sent_at is null);
create index on invitations (inviter_id, id) where way = 'self';

-- A permit of the kind 'link' lets a link be made, and nothing be sent.
alter table permits drop constraint permits_kind_check;
alter table permits add constraint permits_kind_check check (kind in ('invitation', 'reminder', 'link'));
create function refuse_delivery_of_link() returns trigger language plpgsql
  as $$ begin
    if exists (select from permits where id = new.permit_id and kind = 'link') then
      raise exception 'a personal link is never sent by Kith' using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
create trigger links_have_no_delivery before insert on deliveries
  for each row execute function refuse_delivery_of_link();

-- When contacts of this import who are not here and were not invited were forgotten.
alter table imports add column forgotten_at timestamptz;
alter table imports add column contacts_forgotten bigint not null default 0;
