import { type Static, Type } from 'typebox';
import { mayOfStrangers, type Preset, placeIn, places, presets, verdictOf } from './consent/policy.ts';
import { KithError } from './platform/errors.ts';

/** The settings of policy, by their environment variable. What the law says of each preset is in `consent/policy.ts`. */
export const policySettings = {
  KITH_PRESET: Type.Unsafe<Preset>({
    ...Type.Union(presets.map((preset) => Type.Literal(preset))),
    default: 'classic',
    description: 'Policy preset: classic, eu or us.',
  }),
  KITH_SELECTION_ALREADY_HERE: Type.Optional(
    Type.Union([Type.Literal('all'), Type.Literal('none')], {
      description: 'Who is selected at the start of step 1.',
    }),
  ),
  KITH_SELECTION_INVITE: Type.Optional(
    Type.Union([Type.Literal('all'), Type.Literal('none')], {
      description: 'Who is selected at the start of step 2: all, but none for the preset eu.',
    }),
  ),
  KITH_MAIL_INVITATIONS: Type.Optional(
    Type.Boolean({
      description:
        'Whether Kith itself sends invitations by e-mail: true, but never under the preset eu, where members hand personal links over.',
    }),
  ),
  KITH_FORGET_CONTACTS: Type.Optional(
    Type.Boolean({
      description:
        'Whether contacts who are not on the network and were not invited are forgotten when the review ends, at the latest a day after the import: false, but true for the preset eu.',
    }),
  ),
  KITH_REVEAL_HOLDERS: Type.Optional(
    Type.Union([Type.Literal('yes'), Type.Literal('stated'), Type.Literal('never')], {
      description:
        'Whether suggestions tell members whose address books they are in: yes unless one of the two says no, stated once both have said yes, never. By the preset and KITH_REGION.',
    }),
  ),
};

const all = Type.Object(policySettings);

export interface PolicyConfig {
  readonly preset: Preset;
  readonly selection: { readonly here: 'all' | 'none'; readonly invite: 'all' | 'none' };
  /** Kith itself sends invitations by e-mail; else the member hands personal links over. */
  readonly mailInvitations: boolean;
  /** Contacts who are not here and were not invited are forgotten when the review ends. */
  readonly forgetContacts: boolean;
  /** Suggestions tell members whose address books they are in: unless one of the two says no, once both said yes, or never. */
  readonly revealHolders: 'yes' | 'stated' | 'never';
}

/** @throws {KithError} `config.invalid` */
export function policyConfig(settings: Static<typeof all> & { readonly KITH_REGION: string }): PolicyConfig {
  const { KITH_PRESET: preset, KITH_REGION: region } = settings;
  const maySend = places.some((place) =>
    ['yes', 'stated'].includes(verdictOf(preset, 'invite', 'email', place)),
  );
  if (settings.KITH_MAIL_INVITATIONS === true && !maySend)
    throw new KithError(
      'config.invalid',
      `KITH_MAIL_INVITATIONS and KITH_PRESET=${preset} contradict each other: under this preset members alone send invitations (docs/reference/policy.md).`,
    );
  const reveal = verdictOf(preset, 'reveal', undefined, placeIn(region));
  if (preset === 'eu' && settings.KITH_REVEAL_HOLDERS === 'yes')
    throw new KithError(
      'config.invalid',
      'KITH_REVEAL_HOLDERS=yes and KITH_PRESET=eu contradict each other: under this preset members say themselves who learns whom they have in their address book (docs/reference/policy.md).',
    );
  return {
    preset,
    selection: {
      here: settings.KITH_SELECTION_ALREADY_HERE ?? 'all',
      invite: settings.KITH_SELECTION_INVITE ?? (preset === 'eu' ? 'none' : 'all'),
    },
    mailInvitations: settings.KITH_MAIL_INVITATIONS ?? maySend,
    forgetContacts: settings.KITH_FORGET_CONTACTS ?? !mayOfStrangers({ preset, region }, 'retain'),
    revealHolders: settings.KITH_REVEAL_HOLDERS ?? (reveal === 'self' ? 'never' : reveal),
  };
}
