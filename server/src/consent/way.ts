import type { Platform } from '../platform/platform.ts';
import { mayInviteByText } from '../texts/index.ts';
import { judge } from './authorise.ts';
import { placeOf } from './policy.ts';

/** Who sends an invitation: Kith (`relay`), or the member, with a personal link (`self`). */
export type Way = 'relay' | 'self';

/**
 * How an invitation goes to an address or number on this network: by Kith where it can and the policy matrix lets it, else
 * out of the member's own hand; `undefined` where neither may be. `stated`: the member states that these people asked for it,
 * which some laws want of a network that writes itself.
 */
export function wayTo(
  platform: Pick<Platform, 'config' | 'texts' | 'clock'>,
  kind: 'email' | 'phone',
  value: string,
  stated: boolean,
): Way | undefined {
  const channel = kind === 'email' ? 'email' : 'text';
  const place = placeOf(kind, value);
  const canSend = kind === 'email' ? platform.config.mailInvitations : mayInviteByText(platform, value);
  const verdict = judge(platform, 'invite', channel, place);
  if (canSend && (verdict === 'yes' || (stated && verdict === 'stated'))) return 'relay';
  // Numbers of no country are satellites and premium services.
  if (kind === 'phone' && place === 'unknown') return undefined;
  return judge(platform, 'invite', `self_${channel}`, place) === 'yes' ? 'self' : undefined;
}
