import { sql } from 'kysely';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { wayTo } from '../../consent/index.ts';
import { contactsWithIdentifiers } from '../../contacts/index.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { ContactId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { requireImport } from '../require-import.ts';
import { countView, Filter, matches, viewOf } from '../selection.ts';
import { Range, ReviewParams } from './list-people.ts';

const Channel = Type.Union([Type.Literal('email'), Type.Literal('text')]);
export const ByChannel = Type.Object({ email: Type.Integer(), text: Type.Integer() });

const Invitee = Type.Object({
  contactId: Type.String(),
  name: Type.String(),
  organisation: Type.Optional(Type.String()),
  channels: Type.Array(
    Type.Object({
      position: Type.Integer(),
      kind: Type.Union([Type.Literal('email'), Type.Literal('phone')]),
      value: Type.String(),
      label: Type.Optional(Type.String()),
      way: Type.Union([Type.Literal('relay'), Type.Literal('self')], {
        description: 'Who would send it, without a statement of the member: Kith, or the member',
      }),
    }),
  ),
  chosen: Type.Integer(),
  channel: Channel,
  selected: Type.Boolean(),
});

const Other = Type.Object({
  contactId: Type.String(),
  name: Type.String(),
  value: Type.Optional(Type.String()),
  reason: Type.String(),
  selectable: Type.Boolean(),
  selected: Type.Boolean(),
});

/** Step 2, people who are not here yet, and the closed section of other addresses. */
export function listInvitees(app: App, platform: Platform): void {
  const list = {
    tags: ['review'],
    summary: 'Step 2: people who are not here yet',
    params: ReviewParams,
    querystring: Type.Object({ ...Filter.properties, ...Range }),
    response: {
      200: Type.Object({
        total: Type.Integer(),
        matching: Type.Integer(),
        selected: Type.Integer(),
        matchingSelected: Type.Integer(),
        byChannel: ByChannel,
        items: Type.Array(Invitee),
      }),
    },
  };
  app.get('/api/imports/:id/invitees', { schema: list }, (request) => {
    const { memberId: owner } = signedIn(request);
    const { id } = request.params;
    const { offset = 0, limit = 100, ...filter } = request.query;
    return platform.database.asMember(owner, async (tx) => {
      await requireImport(tx, owner, id);
      const view = await viewOf(platform, tx, owner, id, 'invite');
      const counts = await countView(tx, view, filter);
      const { rows } = await sql<{
        contact_id: ContactId;
        channel: 'email' | 'text';
        position: number;
        selected: boolean;
      }>`
        select c.contact_id, c.channel, c.position, ${view.selected} as selected from ${view.from} and ${matches(filter)}
        order by c.sort_key, c.contact_id offset ${offset} limit ${limit}`.execute(tx);
      const contacts = new Map(
        (
          await contactsWithIdentifiers(
            tx,
            owner,
            rows.map((row) => row.contact_id),
          )
        ).map((contact) => [contact.id, contact]),
      );
      const items = rows.flatMap((row) => {
        const contact = contacts.get(row.contact_id);
        if (contact === undefined) return [];
        const channels = contact.identifiers.flatMap(({ kind, value, label }, position) => {
          const way = wayTo(platform, kind, value, false);
          return way === undefined
            ? []
            : [{ position, kind, value, way, ...(label === undefined ? {} : { label }) }];
        });
        return [
          {
            contactId: row.contact_id,
            name: contact.name,
            ...(contact.organisation === undefined ? {} : { organisation: contact.organisation }),
            channels,
            chosen: row.position,
            channel: row.channel,
            selected: row.selected,
          },
        ];
      });
      return { ...counts, items };
    });
  });

  const others = {
    tags: ['review'],
    summary:
      'Other addresses: machines, lists, copies and people invited already, each with its reason; never selected by themselves',
    params: ReviewParams,
    querystring: Type.Object(Range),
    response: { 200: Type.Object({ total: Type.Integer(), items: Type.Array(Other) }) },
  };
  app.get('/api/imports/:id/others', { schema: others }, (request) => {
    const { memberId: owner } = signedIn(request);
    const { id } = request.params;
    const { offset = 0, limit = 100 } = request.query;
    return platform.database.asMember(owner, async (tx) => {
      await requireImport(tx, owner, id);
      const { inScope } = await viewOf(platform, tx, owner, id, 'invite');
      const { rows } = await sql<{
        contact_id: ContactId;
        name: string;
        reason: string;
        value: string | null;
        position: number | null;
        selected: boolean | null;
        total: number;
      }>`
        select c.contact_id, c.name, c.reason, c.position, e.selected, count(*) over () as total,
          (select i.value from contact_identifiers i where i.owner_id = c.owner_id and i.contact_id = c.contact_id order by i.position limit 1) as value
        from candidates c left join selection_exceptions e
          on e.owner_id = c.owner_id and e.import_id = ${id} and e.step = 'invite' and e.contact_id = c.contact_id
        where c.owner_id = ${owner} and (c.step = 'other' or (c.step = 'done' and c.reason = 'invited'))
          and ${inScope}
        order by c.sort_key, c.contact_id offset ${offset} limit ${limit}`.execute(tx);
      const items = rows.map((row) => {
        const selectable =
          row.position !== null && !['already_invited', 'same_address', 'invited'].includes(row.reason);
        return {
          contactId: row.contact_id,
          name: row.name,
          ...(row.value === null ? {} : { value: row.value }),
          reason: row.reason,
          selectable,
          selected: selectable && row.selected === true,
        };
      });
      return { total: rows[0]?.total ?? 0, items };
    });
  });

  const facets = {
    tags: ['review'],
    summary: 'Labels of the people of step 2, the commonest 50',
    params: ReviewParams,
    response: {
      200: Type.Object({ labels: Type.Array(Type.Object({ label: Type.String(), count: Type.Integer() })) }),
    },
  };
  app.get('/api/imports/:id/facets', { schema: facets }, (request) => {
    const { memberId: owner } = signedIn(request);
    return platform.database.asMember(owner, async (tx) => {
      await requireImport(tx, owner, request.params.id);
      const view = await viewOf(platform, tx, owner, request.params.id, 'invite');
      const { rows } = await sql<{ label: string; count: number }>`
        select label, count(*) as count from (select c.labels from ${view.from}) as rows, unnest(labels) as label group by label order by count desc, label limit 50`.execute(
        tx,
      );
      return { labels: rows };
    });
  });
}
