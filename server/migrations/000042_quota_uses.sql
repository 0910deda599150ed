-- What counts towards a member's quota: each recipient they asked to write to, by Kith or by a link, and also one who had said
-- no and gets nothing: what is left would tell who that is. An undo takes it back with the invitation.
create table quota_uses (
  member_id uuid not null,
  -- Checked at commit: the invitation follows in the same transaction.
  invitation_id uuid not null references invitations on delete cascade deferrable initially deferred,
  used_at timestamptz not null,
  primary key (member_id, invitation_id)
);
create index on quota_uses (member_id, used_at);
create index on quota_uses (invitation_id);
insert into quota_uses (member_id, invitation_id, used_at)
  select inviter_id, id, created_at from invitations where created_at > now() - interval '1 day';

alter table quota_uses enable row level security;
alter table quota_uses force row level security;
create policy owner_only on quota_uses using ((select kith_sees_all()) or member_id = (select kith_owner()));
