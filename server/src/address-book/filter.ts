import { type Static, Type } from 'typebox';
import type { ContactId, ImportId, SourceId } from '../platform/ids.ts';
import type { LabelId } from './label-store.ts';

/** Longest search, and longest value to filter by. */
const longest = 200;
const text = (description: string) => Type.Optional(Type.String({ maxLength: longest, description }));

/** What narrows the list of contacts; everything that is said must hold. */
export const ContactFilter = Type.Object(
  {
    search: text('Words of any field, or parts of numbers; the last may be half typed.'),
    label: Type.Optional(Type.Unsafe<LabelId>(Type.String({ format: 'uuid' }))),
    source: Type.Optional(Type.Unsafe<SourceId>(Type.String({ format: 'uuid' }))),
    import: Type.Optional(Type.Unsafe<ImportId>(Type.String({ format: 'uuid' }))),
    onNetwork: Type.Optional(Type.Boolean({ description: 'Members of the network, or those who are none.' })),
    has: Type.Optional(
      Type.String({
        pattern: '^(email|phone|birthday)(,(email|phone|birthday))*$',
        description: 'What must be known: email, phone, birthday, or several of them.',
      }),
    ),
    organisation: text('The whole name of the organisation, as the facets give it.'),
    city: text('The whole name of the city, as the facets give it.'),
    favourite: Type.Optional(Type.Boolean()),
    trash: Type.Optional(Type.Boolean({ description: 'What is in the trash, and nothing else.' })),
  },
  { additionalProperties: false },
);
export type ContactFilter = Static<typeof ContactFilter>;

export const Sort = Type.Union([Type.Literal('name'), Type.Literal('added'), Type.Literal('written')], {
  description:
    'By name; the newest first; or whom one wrote to last first, where a mailbox told. Default name. Of a search, what is found at the start of words comes first.',
});
export type Sort = Static<typeof Sort>;

const ContactIdText = Type.Unsafe<ContactId>(Type.String({ format: 'uuid' }));

/** Whom an act concerns: contacts by name, or whoever a filter shows but these. */
export const ContactSelection = Type.Union([
  Type.Object({ ids: Type.Array(ContactIdText, { maxItems: 10_000 }) }, { additionalProperties: false }),
  Type.Object(
    {
      filter: ContactFilter,
      except: Type.Optional(Type.Array(ContactIdText, { maxItems: 10_000 })),
    },
    { additionalProperties: false },
  ),
]);
export type ContactSelection = Static<typeof ContactSelection>;
