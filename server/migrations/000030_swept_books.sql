-- When contacts were found in this book that were made by counting or combining: then fewer are looked up.
alter table lookup_budgets add column swept_at timestamptz;
-- Contacts that were found so, for operators.
alter table lookup_budgets add column swept integer not null default 0;
