import { type Config, readConfig } from '../../src/config.ts';
import type { Chance } from './chance.ts';

/** Messages a minute: the most with which one batch has one lane, one with which it has three, and one that is waited for. */
const paces = ['2999', '2999', '2999', '60000', '90'];

const networks: readonly Readonly<Record<string, string>>[] = [
  {},
  { KITH_INVITATIONS_PER_DAY: '3' },
  { KITH_TEXT_PER_DAY: '4', KITH_TEXT_HOURS: '0-24' },
  { KITH_TEXT_HOURS: '11-14', KITH_RECIPIENT_INTERVAL_DAYS: '1' },
  { KITH_REMINDERS: '2', KITH_REMINDER_DAYS: '1', KITH_RECIPIENT_INTERVAL_DAYS: '1' },
  { KITH_REMINDERS: '1', KITH_REMINDER_DAYS: '2', KITH_RECIPIENT_INTERVAL_DAYS: '2' },
];

const configs = networks.map((network) =>
  paces.map((pace) => settings({ ...network, KITH_SEND_PER_MINUTE: pace })),
);

/** How a network is set up, for one world. */
export function configOf(chance: Chance): Config {
  return chance.pick(chance.pick(configs) ?? []) ?? settings({});
}

function settings(more: Readonly<Record<string, string>>): Config {
  return readConfig({
    KITH_REGION: 'NO',
    KITH_TEXT_URL: 'https://gateway.invalid/send',
    KITH_TEXT_SUCCESS: 'id',
    KITH_MATCHING_YOUNG_FACTOR: '1',
    KITH_UNDO_SECONDS: '10',
    KITH_LOG_LEVEL: 'silent',
    ...more,
  });
}
