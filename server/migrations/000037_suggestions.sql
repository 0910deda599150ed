-- Where a member says they work and have studied, as written and as compared.
alter table members add column organisation text, add column organisation_key text;
alter table members add column school text, add column school_key text;
create index on members (organisation_key, id desc) where organisation_key is not null;
create index on members (school_key, id desc) where school_key is not null;

-- Who of an address book is here, and whose book holds a member; both tell the trash apart without reading the row.
drop index candidates_owner_id_idx;
create index on candidates (owner_id, member_id) include (step) where member_id is not null;
drop index candidates_member_id_owner_id_idx;
create index on candidates (member_id, owner_id) include (step) where member_id is not null;

-- What a member has said of suggestions; who said nothing has no row.
create table suggestion_settings (
  owner_id uuid primary key references members on delete cascade,
  -- Others are suggested to this member.
  shown boolean not null default true,
  -- This member is suggested to others.
  suggested boolean not null default true,
  -- People in this member's book learn that they are in it, and this member learns in whose book they are.
  -- Null: as the network's policy has it.
  tells_held boolean,
  shows_holders boolean
);

-- "Not now" and "never", which alone also hides the asker from the other.
create table suggestion_answers (
  owner_id uuid not null references members on delete cascade,
  member_id uuid not null references members on delete cascade,
  answer text not null check (answer in ('not_now', 'never')),
  answered_at timestamptz not null,
  primary key (owner_id, member_id)
);
create index on suggestion_answers (member_id);

-- Labels and imports whose people are never suggested.
create table suggestion_exclusions (
  owner_id uuid not null references members on delete cascade,
  kind text not null check (kind in ('label', 'import')),
  target_id uuid not null,
  -- How the groups of sources that a label stands for are spelt, in lower case.
  groups text[] not null default '{}',
  excluded_at timestamptz not null,
  primary key (owner_id, kind, target_id)
);

do $$
declare
  owned text;
begin
  foreach owned in array array['suggestion_settings', 'suggestion_answers', 'suggestion_exclusions'] loop
    execute format('alter table %I enable row level security', owned);
    execute format('alter table %I force row level security', owned);
    execute format('create policy owner_only on %I using ((select kith_sees_all()) or owner_id = (select kith_owner()))', owned);
  end loop;
end $$;

-- Whom the member of this transaction may know, best first, and by which facts; all that stands against somebody is
-- asked here, at the moment of reading. The caller sees the answer alone: not the books and connections it is made of.
--
-- `tells`: whether holders tell the people in their book, where they said nothing themselves; null: nobody ever does.
-- What is looked at is bounded, so that neither a person in every book nor a member with thousands of connections is slow.
create function suggestions_now(tells boolean, not_now_since timestamptz, most integer)
  returns table (id uuid, in_book boolean, holds boolean, common integer, organisation text, school text)
  language plpgsql volatile
  -- One plan for everybody: it is bounded by its limits, and takes longer to make than to run.
  set plan_cache_mode = force_generic_plan
  as $$
    #variable_conflict use_column
    declare
      before text := current_setting('kith.owner', true);
      asker uuid := kith_owner();
      said suggestion_settings;
      own members;
    begin
      perform set_config('kith.owner', 'all', true);
      select * into said from suggestion_settings s where s.owner_id = asker;
      select * into own from members m where m.id = asker;
      if said.shown is distinct from false then
        return query
          with bridges as materialized (
            select c.other_id as id from connections c
            where c.member_id = asker
              -- Who is not to be found is no way to others either.
              and exists (select 1 from member_identifiers i
                where i.member_id = c.other_id and i.discoverability <> 'nobody' offset 0)
              and not exists (select 1 from suggestion_settings s where s.owner_id = c.other_id and not s.suggested offset 0)
            order by c.other_id desc limit 200
          ), facts as (
            select c.member_id as id, true as in_book, false as holds, 0 as common, false as organisation, false as school
            from (select member_id from candidates where owner_id = asker and member_id is not null and step <> 'trash'
                  order by member_id desc limit 5000) c
            union all
            select h.owner_id, false, true, 0, false, false
            from (select distinct owner_id from candidates where member_id = asker and step <> 'trash' order by owner_id desc limit 1000) h
            left join suggestion_settings s on s.owner_id = h.owner_id
            where tells is not null and coalesce(said.shows_holders, tells) and coalesce(s.tells_held, tells)
            union all
            (select far.other_id, false, false, count(*)::integer, false, false
             from (select c.other_id from bridges b cross join lateral
                     (select other_id from connections where member_id = b.id limit 200) c limit 10000) far
             -- With one alone, a member could make a connection and read the list of theirs.
             group by far.other_id having count(*) >= 2)
            union all
            (select m.id, false, false, 0, true, false from members m
             where m.organisation_key = own.organisation_key order by m.id desc limit 200)
            union all
            (select m.id, false, false, 0, false, true from members m
             where m.school_key = own.school_key order by m.id desc limit 200)
          ), ranked as (
            select f.id, bool_or(f.in_book) as in_book, bool_or(f.holds) as holds, max(f.common) as common,
              bool_or(f.organisation) as organisation, bool_or(f.school) as school,
              10 * bool_or(f.holds)::integer + 6 * bool_or(f.in_book)::integer + least(2 * max(f.common), 30)
                + 3 * bool_or(f.organisation)::integer + 2 * bool_or(f.school)::integer as score
            from facts f group by f.id
            order by score desc, f.id limit 2000
          )
          select r.id, r.in_book, r.holds, r.common,
            case when r.organisation then own.organisation end, case when r.school then own.school end
          from ranked r
          where r.id <> asker
            -- Asked of one after the other until there are enough: `offset 0` and the unions keep them from becoming joins.
            and exists (select 1 from member_identifiers i
              where i.member_id = r.id and (i.discoverability = 'everyone' or i.discoverability = 'mutual' and exists
                (select 1 from candidates c where c.owner_id = r.id and c.member_id = asker and c.step <> 'trash')) offset 0)
            and not exists (
              select 1 from connections c where c.member_id = asker and c.other_id = r.id
              union all
              select 1 from suggestion_settings s where s.owner_id = r.id and not s.suggested
              union all
              select 1 from connection_requests q
                where least(q.sender_id, q.recipient_id) = least(asker, r.id)
                  and greatest(q.sender_id, q.recipient_id) = greatest(asker, r.id)
                  and q.accepted_at is null and q.withdrawn_at is null
              union all
              select 1 from blocks b where (b.member_id, b.blocked_id) in ((asker, r.id), (r.id, asker))
              union all
              select 1 from suggestion_answers a
                where a.owner_id = asker and a.member_id = r.id and (a.answer = 'never' or a.answered_at > not_now_since)
              union all
              select 1 from suggestion_answers a
                where a.owner_id = r.id and a.member_id = asker and a.answer = 'never'
              union all
              select 1 from suggestion_exclusions e
                join candidates c on c.owner_id = e.owner_id and c.member_id = case e.owner_id when asker then r.id else asker end
                where e.owner_id in (asker, r.id) and c.step <> 'trash' and case e.kind
                  when 'import' then exists (
                    select 1 from cards k join import_cards i on i.owner_id = k.owner_id and i.card_id = k.id
                    where k.owner_id = e.owner_id and k.contact_id = c.contact_id and i.import_id = e.target_id)
                  else exists (
                    select 1 from labels l
                    join contacts k on k.owner_id = e.owner_id and k.id = c.contact_id
                    left join contact_labels b on b.owner_id = e.owner_id and b.label_id = l.id and b.contact_id = k.id
                    where l.owner_id = e.owner_id and l.id = e.target_id and l.deleted_at is null
                      and not coalesce(b.removed, not exists (select 1 from unnest(k.labels) g where lower(g) = any(e.groups))))
                  end)
          order by r.score desc, r.id limit most;
      end if;
      perform set_config('kith.owner', coalesce(before, ''), true);
    end $$;
