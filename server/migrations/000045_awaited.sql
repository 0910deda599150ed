-- Somebody says no and waits for this message: until then no other to its recipient begins, whatever becomes of it.
alter table deliveries add awaited_until timestamptz;
