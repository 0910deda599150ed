import { saidBesides } from '@kith/contacts';
import { type Static, Type } from 'typebox';
import type { CardData, EditableField } from '../contacts/index.ts';

/** Where a value comes from. */
const Origin = {
  sources: Type.Array(
    Type.Object({
      sourceId: Type.String({ format: 'uuid' }),
      kind: Type.String(),
      label: Type.String(),
      date: Type.String({ format: 'date-time', description: 'When this source last said so.' }),
    }),
    { description: 'The sources that say so; none where its owner alone does.' },
  ),
  edited: Type.Optional(
    Type.String({ format: 'date-time', description: 'When its owner said so, where they did.' }),
  ),
};
const Labelled = Type.Object({ value: Type.String(), label: Type.Optional(Type.String()), ...Origin });
const Text = Type.Object({ value: Type.String(), ...Origin });
const part = Type.Optional(Type.String());

/** Every field of a contact with its sources. */
export const ContactFields = Type.Object({
  names: Type.Object({
    full: Type.String(),
    given: part,
    middle: part,
    family: part,
    prefix: part,
    suffix: part,
    nicknames: Type.Optional(Type.Array(Type.String())),
    phonetic: part,
    ...Origin,
  }),
  emails: Type.Array(Labelled),
  phones: Type.Array(Labelled),
  urls: Type.Array(Labelled),
  ims: Type.Array(Labelled),
  addresses: Type.Array(
    Type.Object({
      street: part,
      extended: part,
      poBox: part,
      city: part,
      region: part,
      postcode: part,
      country: part,
      formatted: part,
      label: part,
      ...Origin,
    }),
  ),
  organisations: Type.Array(Type.Object({ name: part, department: part, ...Origin })),
  titles: Type.Array(Text),
  relations: Type.Array(Labelled),
  anniversary: Type.Optional(Text),
  photo: Type.Optional(
    Type.Object(
      { url: part, ...Origin },
      { description: 'The address of a photo that the source names; Kith does not fetch it.' },
    ),
  ),
  other: Type.Array(Labelled, { description: 'What the sources said that Kith has no field for.' }),
});

/** Fields that are folded until their owner wants to see them. */
export const PrivateFields = Type.Object({
  birthday: Type.Optional(Text),
  gender: Type.Optional(Text),
  notes: Type.Array(Text),
});

/** A card of a contact, and the source it came from. */
export interface CardOfContact {
  readonly data: CardData;
  readonly source: { readonly id: string; readonly kind: string; readonly label: string };
  readonly at: Date;
}

export interface EditOfContact {
  readonly field: EditableField;
  readonly edited_at: Date;
}

interface From {
  readonly sources: Static<typeof Origin.sources>;
  readonly edited?: string;
}

/** A contact's fields, each value with who says it. */
export function fieldsOf(data: CardData, cards: readonly CardOfContact[], edits: readonly EditOfContact[]) {
  const editedAt = new Map<string, string>(edits.map((one) => [one.field, one.edited_at.toISOString()]));
  const from = (field: keyof CardData, says: (card: CardData) => boolean): From => {
    const edited = editedAt.get(field);
    const sources = new Map<string, From['sources'][number]>();
    for (const { data: card, source, at } of cards) {
      if (!says(card)) continue;
      const { id: sourceId, kind, label } = source;
      const date = at.toISOString();
      const known = sources.get(sourceId);
      if (known === undefined || known.date < date) sources.set(sourceId, { sourceId, kind, label, date });
    }
    return { sources: [...sources.values()], ...(edited === undefined ? {} : { edited }) };
  };
  const each = <T>(
    field: keyof CardData,
    pick: (card: CardData) => readonly T[],
    key: (value: T) => string,
  ) =>
    pick(data).map((value) => ({
      value,
      from: from(field, (card) => pick(card).some((one) => key(one) === key(value))),
    }));
  const labelled = (field: keyof CardData, pick: (card: CardData) => CardData['emails']) =>
    each(field, pick, ({ value }) => value.toLowerCase()).map(({ value, from }) => ({ ...value, ...from }));
  const texts = (field: keyof CardData, pick: (card: CardData) => readonly string[]) =>
    each(field, pick, (value) => value).map(({ value, from }) => ({ value, ...from }));
  const whole = <T extends object>(field: keyof CardData, pick: (card: CardData) => readonly T[]) =>
    each(field, pick, (value) => JSON.stringify(value)).map(({ value, from }) => ({ ...value, ...from }));
  const one = (field: 'birthday' | 'anniversary' | 'gender') => {
    const value = data[field];
    return value === undefined ? {} : { [field]: { value, ...from(field, (card) => card[field] === value) } };
  };
  const { photo } = data;
  const { nicknames, ...names } = data.names;
  return {
    fields: {
      names: {
        ...names,
        ...(nicknames === undefined ? {} : { nicknames: [...nicknames] }),
        ...from('names', (card) => card.names.full === names.full),
      },
      emails: labelled('emails', (card) => card.emails),
      phones: labelled('phones', (card) => card.phones),
      urls: labelled('urls', (card) => card.urls),
      ims: labelled('ims', (card) => card.ims),
      addresses: whole('addresses', (card) => card.addresses),
      organisations: whole('organisations', (card) => card.organisations),
      titles: texts('titles', (card) => card.titles),
      relations: labelled('relations', (card) => card.relations),
      ...one('anniversary'),
      ...(photo === undefined
        ? {}
        : {
            photo: {
              ...(photo.kind === 'url' ? { url: photo.url } : {}),
              ...from('photo', (card) => card.photo !== undefined),
            },
          }),
      other: labelled('other', saidBesides),
    },
    privateFields: {
      ...one('birthday'),
      ...one('gender'),
      notes: texts('notes', (card) => card.notes),
    },
  };
}
