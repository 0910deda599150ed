-- How many messages left in each hour (UTC), for the caps of the network and the warm-up of its sending domain.
create table sending_volume (
  hour timestamptz primary key,
  messages integer not null
);

-- What the mail server that we hand to would need to reach the address; the message was never begun.
alter table deliveries add column lacks text check (lacks in ('smtputf8'));
