-- How far the mailbox that answers come to has been read; UIDs mean something within one validity (RFC 9051, 2.3.1.1).
create table answer_mailboxes (
  -- user@host/folder
  name text primary key,
  uid_validity bigint not null,
  last_uid bigint not null
);
