-- Text messages of each day (UTC) as they are charged, so that a day's limit holds whoever sends.
create table text_spending (
  day date primary key,
  segments integer not null
);

-- Not before: it is night where the recipient lives, or the day's text messages are used up.
alter table invitations add column waits_until timestamptz;

-- When a number last asked who we are; it is answered at most once a day, so that two machines do not talk to each other.
create table text_questions (
  key bytea primary key,
  asked_at timestamptz not null
);
