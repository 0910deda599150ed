import { Resolver } from 'node:dns/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { type Dns, dnsOf, type Guard, openGuard, patientNetwork, type SourceNetwork } from '@kith/sources';
import type { Platform } from '../platform/platform.ts';

/** The guard of connections to hosts that members and providers name, as the operator opened it. */
export function sourceGuard({ config }: Pick<Platform, 'config'>): Guard {
  const { ca, dns, networks, ports } = config.sources;
  const resolver = dns === undefined ? undefined : resolverAt(dns);
  return openGuard({
    networks,
    ports,
    ...(ca === undefined ? {} : { ca }),
    ...(resolver === undefined ? {} : { addresses: (host: string) => resolver.resolve4(host) }),
  });
}

/** The guarded network to them, patient with providers that ask to wait. */
export function sourceNetwork(platform: Pick<Platform, 'clock' | 'config' | 'random'>): SourceNetwork {
  const { clock, random } = platform;
  return patientNetwork(sourceGuard(platform), {
    now: () => clock.now(),
    chance: () => (random.bytes(1)[0] ?? 0) / 256,
    wait: (milliseconds, signal) => wait(milliseconds, undefined, signal === undefined ? {} : { signal }),
  });
}

/** The DNS that accounts are looked for in. */
export function sourceDns({ config }: Pick<Platform, 'config'>): Dns {
  const { dns } = config.sources;
  return dnsOf(dns === undefined ? new Resolver() : resolverAt(dns));
}

function resolverAt(server: string): Resolver {
  const resolver = new Resolver();
  resolver.setServers([server]);
  return resolver;
}
