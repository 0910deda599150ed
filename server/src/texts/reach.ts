import { parsePhone, phoneRegion } from '@kith/contacts';
import type { Platform } from '../platform/platform.ts';
import { awakeAt } from './hours.ts';

type Reach = Pick<Platform, 'config' | 'texts'>;

/** Whether this network sends text messages to this number at all: it can, and the country is one that it writes to. */
export function mayText({ config, texts }: Reach, number: string): boolean {
  if (texts === undefined) return false;
  const region = regionOf(number);
  // Numbers of no country are satellites and premium services.
  if (region === undefined) return false;
  const { countries } = config.texts;
  return countries === 'all' || countries.includes(region);
}

/** Whether an invitation can go to this number as a text message of ours, today or tomorrow. */
export function mayInviteByText(platform: Reach & Pick<Platform, 'clock'>, number: string): boolean {
  return (
    platform.config.texts.invitations &&
    mayText(platform, number) &&
    textTurn(platform, number, platform.clock.now()) !== undefined
  );
}

/** When somebody with this number may get an invitation: `now` itself, later, or never. */
export function textTurn(platform: Pick<Platform, 'config'>, number: string, now: Date): Date | undefined {
  const region = regionOf(number);
  return region === undefined ? undefined : awakeAt(region, now, platform.config.texts.hours);
}

function regionOf(number: string): string | undefined {
  const phone = parsePhone(number);
  return phone && phoneRegion(phone);
}
