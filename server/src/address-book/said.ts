import { type Static, type TSchema, Type } from 'typebox';

/** Longest text of a field, and most values of one. */
const long = 1000;
const most = 200;

const text = (maxLength = long) => Type.String({ minLength: 1, maxLength });
const optional = (maxLength = long) => Type.Optional(text(maxLength));
const strict = { additionalProperties: false };

const LabelledValue = Type.Object({ value: text(), label: optional(100) }, strict);
const NamesValue = Type.Object(
  {
    full: Type.String({ maxLength: long }),
    given: optional(),
    middle: optional(),
    family: optional(),
    prefix: optional(),
    suffix: optional(),
    nicknames: Type.Optional(Type.Array(text(), { maxItems: most })),
    phonetic: optional(),
  },
  strict,
);
const AddressValue = Type.Object(
  {
    street: optional(),
    extended: optional(),
    poBox: optional(),
    city: optional(),
    region: optional(),
    postcode: optional(),
    country: optional(),
    formatted: optional(),
    label: optional(100),
  },
  strict,
);
const OrganisationValue = Type.Object({ name: optional(), department: optional() }, strict);

const list = <T extends TSchema>(one: T) => Type.Array(one, { maxItems: most });
/** What an owner may say of each field, whole; null for "there is none". */
const said = {
  names: NamesValue,
  emails: list(LabelledValue),
  phones: list(LabelledValue),
  urls: list(LabelledValue),
  ims: list(LabelledValue),
  addresses: list(AddressValue),
  organisations: list(OrganisationValue),
  titles: list(text()),
  notes: list(text(50_000)),
  relations: list(LabelledValue),
  birthday: Type.Union([text(40), Type.Null()]),
  anniversary: Type.Union([text(40), Type.Null()]),
  gender: Type.Union([text(100), Type.Null()]),
};
export const Said = Type.Partial(Type.Object(said, strict));
export type Said = Static<typeof Said>;
