-- Each minute looks at those who joined a message of others and still wait for an answer.
create index invitations_joined on invitations (id) where joined_at is not null
  and accepted_at is null and declined_at is null and withdrawn_at is null and expired_at is null;
-- And for messages of which nobody knows whether they arrived, which are few.
create index deliveries_unknown on deliveries (intended_at) where unknown_at is not null;
