import type { Database } from '../../../server/src/platform/database.ts';
import type { MemberId } from '../../../server/src/platform/ids.ts';

type Client = Awaited<ReturnType<Database['client']>>;

/** The same lists by one query as one would write it first: everybody is put together, judged, and the best are taken. */
export async function plainly(client: Client, member: MemberId, most: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `with suggestible as (
       select m.id, i.discoverability from members m join member_identifiers i on i.member_id = m.id
       left join suggestion_settings s on s.owner_id = m.id
       where i.discoverability <> 'nobody' and coalesce(s.suggested, true)
     ), facts as (
       select member_id as id, 6 as score from candidates where owner_id = $1 and member_id is not null group by member_id
       union all
       select owner_id, 10 from candidates where member_id = $1 group by owner_id
       union all
       select far.other_id, least(2 * count(*), 30) from connections near
         join suggestible on suggestible.id = near.other_id
         join connections far on far.member_id = near.other_id
         where near.member_id = $1 group by far.other_id having count(*) >= 2
       union all
       select m.id, 3 from members m join members own on own.organisation_key = m.organisation_key where own.id = $1
     )
     select m.id, m.name, m.headline, m.location, m.photo_etag, sum(f.score) as score
     from facts f join suggestible s on s.id = f.id join members m on m.id = f.id
     where f.id <> $1
       and (s.discoverability = 'everyone' or exists (select 1 from candidates c where c.owner_id = f.id and c.member_id = $1))
       and not exists (select 1 from connections c where c.member_id = $1 and c.other_id = f.id)
       and not exists (select 1 from connection_requests r where accepted_at is null and withdrawn_at is null
         and ((sender_id = $1 and recipient_id = f.id) or (sender_id = f.id and recipient_id = $1)))
       and not exists (select 1 from blocks b where (b.member_id = $1 and b.blocked_id = f.id) or (b.member_id = f.id and b.blocked_id = $1))
       and not exists (select 1 from suggestion_answers a where (a.owner_id = $1 and a.member_id = f.id) or (a.owner_id = f.id and a.member_id = $1))
     group by m.id order by score desc, m.id limit ${most}`,
    [member],
  );
  return rows.map(({ id }) => id);
}
