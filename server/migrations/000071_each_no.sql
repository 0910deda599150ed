-- Each no of a recipient stands by itself: what one of them takes back is that one alone.
alter table suppressions drop constraint suppressions_pkey;
alter table suppressions add primary key (key, inviter_id, reason);
