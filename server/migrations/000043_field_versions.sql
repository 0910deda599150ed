-- At which of the contact's versions each of its fields last became another, so that who edits an older one is told which.
alter table contacts add column field_versions jsonb not null default '{}';
