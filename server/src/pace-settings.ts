import { type Static, Type } from 'typebox';

/** How much is sent, by environment variable. */
export const paceSettings = {
  KITH_SEND_PER_MINUTE: Type.Integer({
    default: 30,
    minimum: 1,
    description: 'Pace of sending, messages a minute for one batch.',
  }),
  KITH_SEND_PER_HOUR: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'Invitations by e-mail an hour (UTC) for the whole network; more wait.',
    }),
  ),
  KITH_SEND_PER_DAY: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'Invitations by e-mail a day (UTC) for the whole network; more wait.',
    }),
  ),
  KITH_SEND_PER_MEMBER_HOUR: Type.Integer({
    default: 200,
    minimum: 0,
    description: 'Invitations of one member that leave in an hour; more wait. 0: no limit for one member.',
  }),
  KITH_WARM_UP: Type.Boolean({
    default: true,
    description:
      'Let the volume of a new sending domain grow: 50 invitations by e-mail on the first day (UTC), later at most twice the busiest of the last 30 days.',
  }),
};

const all = Type.Object(paceSettings);

export interface PaceConfig {
  readonly perMinute: number;
  readonly perHour: number | undefined;
  readonly perDay: number | undefined;
  readonly perMemberHour: number | undefined;
  readonly warmUp: boolean;
}

export function paceConfig(settings: Static<typeof all>): PaceConfig {
  return {
    perMinute: settings.KITH_SEND_PER_MINUTE,
    perHour: settings.KITH_SEND_PER_HOUR,
    perDay: settings.KITH_SEND_PER_DAY,
    perMemberHour: settings.KITH_SEND_PER_MEMBER_HOUR || undefined,
    warmUp: settings.KITH_WARM_UP,
  };
}
