import { type Static, Type } from 'typebox';
import { KithError } from './platform/errors.ts';

/** Settings of reminders, by their environment variables. */
export const reminderSettings = {
  KITH_REMINDERS: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 2,
    description:
      'Reminders by e-mail that a member may agree to at review, each by a box of its own; the preset eu allows none, nor does the law of many countries, see [policy](policy.md).',
  }),
  KITH_REMINDER_DAYS: Type.Integer({
    default: 7,
    minimum: 1,
    description:
      'Days from an invitation to its reminder, and from that to the next; not less than KITH_RECIPIENT_INTERVAL_DAYS, and all before the invitation expires.',
  }),
};

/** How many may be agreed to, and how far apart. */
export interface ReminderConfig {
  readonly most: number;
  readonly days: number;
}

type Settings = Static<ReturnType<typeof Type.Object<typeof reminderSettings>>> & {
  readonly KITH_PRESET: string;
  readonly KITH_RECIPIENT_INTERVAL_DAYS: number;
  readonly KITH_INVITATION_DAYS: number;
};

/** @throws {KithError} `config.invalid` where the preset forbids them, or their days do not fit the other settings. */
export function reminderConfig(settings: Settings): ReminderConfig {
  const { KITH_REMINDERS: most, KITH_REMINDER_DAYS: days } = settings;
  const fault = most === 0 ? undefined : faultOf(settings);
  if (fault !== undefined) throw new KithError('config.invalid', fault);
  return { most, days };
}

function faultOf(settings: Settings): string | undefined {
  const { KITH_REMINDERS: most, KITH_REMINDER_DAYS: days } = settings;
  if (settings.KITH_PRESET === 'eu')
    return 'KITH_REMINDERS and KITH_PRESET=eu do not go together: there nobody who has not answered is written to again.';
  if (days < settings.KITH_RECIPIENT_INTERVAL_DAYS)
    return 'KITH_REMINDER_DAYS must not be less than KITH_RECIPIENT_INTERVAL_DAYS: a reminder is a message too.';
  if (most * days >= settings.KITH_INVITATION_DAYS)
    return 'KITH_REMINDERS times KITH_REMINDER_DAYS must be less than KITH_INVITATION_DAYS: later, the invitation has expired.';
  return undefined;
}
