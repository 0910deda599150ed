-- The recipient said no while this message was on the wire, and it stayed there for longer than the no could wait.
alter table deliveries add overtaken_at timestamptz;
