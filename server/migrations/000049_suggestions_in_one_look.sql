-- The list comes with what is shown of each. What stands between the member and others is gathered once, and left out before
-- the list is ordered, so that a member of thousands of connections has a list too: at the moment of reading, as before.
drop function suggestions_now(boolean, timestamptz, integer);

-- Who has asked whom and waits: for that, and for the counts on every screen.
create index on connection_requests (sender_id) include (recipient_id) where accepted_at is null and withdrawn_at is null;
create index on connection_requests (recipient_id) include (sender_id) where accepted_at is null and withdrawn_at is null;

-- Whom the member of this transaction may know, best first, and by which facts; all that stands against somebody is
-- asked here, at the moment of reading. The caller sees the answer alone: not the books and connections it is made of.
--
-- `tells`: whether holders tell the people in their book, where they said nothing themselves; null: nobody ever does.
-- What is looked at is bounded, so that neither a person in every book nor a member with thousands of connections is slow.
create function suggestions_now(tells boolean, not_now_since timestamptz, most integer)
  returns table (id uuid, in_book boolean, holds boolean, common integer, organisation text, school text,
    name text, headline text, location text, photo_etag text)
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
          with against as materialized (
            select c.other_id as id from connections c where c.member_id = asker
            union all
            select q.recipient_id from connection_requests q
              where q.sender_id = asker and q.accepted_at is null and q.withdrawn_at is null
            union all
            select q.sender_id from connection_requests q
              where q.recipient_id = asker and q.accepted_at is null and q.withdrawn_at is null
            union all
            select b.blocked_id as id from blocks b where b.member_id = asker
            union all
            select b.member_id from blocks b where b.blocked_id = asker
            union all
            select a.member_id from suggestion_answers a
              where a.owner_id = asker and (a.answer = 'never' or a.answered_at > not_now_since)
            union all
            select a.owner_id from suggestion_answers a where a.member_id = asker and a.answer = 'never'
          ), bridges as materialized (
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
            from facts f where f.id <> asker and f.id not in (select g.id from against g)
            group by f.id
            order by score desc, f.id
          ), best as (
            select r.* from ranked r
            -- Asked of one after the other until there are enough: `offset 0` and the unions keep them from becoming joins.
            where exists (select 1 from member_identifiers i
                where i.member_id = r.id and (i.discoverability = 'everyone' or i.discoverability = 'mutual' and exists
                  (select 1 from candidates c where c.owner_id = r.id and c.member_id = asker and c.step <> 'trash')) offset 0)
              and not exists (
                select 1 from suggestion_settings s where s.owner_id = r.id and not s.suggested
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
            order by r.score desc, r.id limit most
          )
          select b.id, b.in_book, b.holds, b.common, case when b.organisation then own.organisation end,
            case when b.school then own.school end, m.name, m.headline, m.location, m.photo_etag
          from best b join members m on m.id = b.id order by b.score desc, b.id;
      end if;
      perform set_config('kith.owner', coalesce(before, ''), true);
    end $$;
