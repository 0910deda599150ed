-- What came back: reports of mail servers, complaints, and a stop in a person's own words.
alter table deliveries add column bounced_at timestamptz;
alter table deliveries add column bounce_status text;
alter table deliveries add column complained_at timestamptz;
alter table suppressions drop constraint suppressions_reason_check;
alter table suppressions add constraint suppressions_reason_check
  check (reason in ('unsubscribed', 'never_again', 'not_from_inviter', 'not_me', 'reported', 'bounced', 'complained'));

-- Times in which nothing is sent: the brake came on by itself, or an operator put it on.
create table sending_pauses (
  id uuid primary key,
  reason text not null check (reason in ('complaints', 'bounces', 'operator')),
  began_at timestamptz not null,
  ended_at timestamptz
);
create unique index one_open_pause on sending_pauses ((ended_at is null)) where ended_at is null;
create index on deliveries (intended_at desc);
