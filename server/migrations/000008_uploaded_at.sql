-- When the last byte of an upload was stored. A crash in mid-upload leaves none, and nobody is shown such an import.
alter table imports add column uploaded_at timestamptz;
update imports set uploaded_at = received_at;
