-- Its owner said that they are not the same; kept until the next search, so that it can be taken back.
alter table proposals add column declined boolean not null default false;
