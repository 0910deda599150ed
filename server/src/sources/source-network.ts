import { setTimeout as wait } from 'node:timers/promises';
import { openGuard, patientNetwork, type SourceNetwork } from '@kith/sources';
import type { Platform } from '../platform/platform.ts';

/** The guarded network to hosts that members and providers name, as the operator opened it. */
export function sourceNetwork({ clock, config, random }: Platform): SourceNetwork {
  const { ca, networks, ports } = config.sources;
  return patientNetwork(openGuard({ networks, ports, ...(ca === undefined ? {} : { ca }) }), {
    now: () => clock.now(),
    chance: () => (random.bytes(1)[0] ?? 0) / 256,
    wait: (milliseconds, signal) => wait(milliseconds, undefined, signal === undefined ? {} : { signal }),
  });
}
