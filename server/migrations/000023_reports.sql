-- When operators were written to about it.
alter table abuse_reports add column told_at timestamptz;
