-- What an owner adds by hand comes from a source too: their own.
alter table sources drop constraint sources_kind_check;
alter table sources add constraint sources_kind_check check (kind in ('file', 'paste', 'account', 'own'));
