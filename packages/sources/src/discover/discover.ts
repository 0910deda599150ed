import { domainToASCII } from 'node:url';
import { SourceFault, type SourceFaultCode } from '../protocols/protocol.ts';
import type { Provider } from '../provider.ts';
import { providerOf, providerOfMx } from '../providers.ts';
import { offersOf } from './autoconfig.ts';
import { type Door, doorsOf, foundDoor, type Step } from './door.ts';
import { type Asking, carddavAt, fileAt, jmapAt } from './probe.ts';
import { inOrder, type Srv } from './srv.ts';

/** The questions to the DNS that discovery asks; a name that is not there has no answers. */
export interface Dns {
  mx(domain: string): Promise<readonly { readonly exchange: string; readonly priority: number }[]>;
  srv(name: string): Promise<readonly Srv[]>;
  txt(name: string): Promise<readonly string[]>;
}

export type Discovery =
  | { readonly kind: 'step'; readonly step: Step; readonly state: 'begun' | 'ended' }
  /** The doors, the best first; a file can always be given too. Without any, `fault` says what is wrong with the server that the domain names. */
  | {
      readonly kind: 'done';
      readonly provider: Provider | undefined;
      readonly doors: readonly Door[];
      readonly fault?: SourceFaultCode;
    };

interface Finding {
  readonly provider?: Provider;
  readonly doors: readonly Door[];
  readonly fault?: SourceFaultCode;
}

/** One step, which asks for a domain; what it throws, or takes too long for, was not found. */
type Look = (domain: string, asking: Asking) => Promise<Finding>;

const stepLimit = 3000;
const wholeLimit = 10_000;
/** Servers of one service that are tried. */
const tries = 3;
/** Characters of a path in TXT; longer ones are no path of a server. */
const longestPath = 500;
const nothing: Finding = { doors: [] };
const rank = ['carddav', 'jmap', 'imap'];

/**
 * Finds the doors to an account by its address: three seconds a step, ten in all. Nothing but the domain leaves this
 * machine. A provider's own file counts more than what servers say, and an address book more than a mailbox.
 *
 * @example
 * for await (const one of discover('ana@kith.example', { dns, network, signal, chance })) if (one.kind === 'done') use(one.doors);
 */
export async function* discover(
  address: string,
  asked: Asking & { readonly dns: Dns; readonly chance: () => number },
): AsyncGenerator<Discovery> {
  const domain = domainOf(address);
  yield { kind: 'step', step: 'domain', state: 'begun' };
  const own = domain === undefined ? undefined : providerOf(domain);
  yield { kind: 'step', step: 'domain', state: 'ended' };
  if (domain === undefined) return yield { kind: 'done', provider: undefined, doors: [] };
  if (own !== undefined) return yield { kind: 'done', provider: own, doors: doorsOf(own, 'domain') };
  const left = new AbortController();
  const signal = AbortSignal.any([asked.signal, left.signal, AbortSignal.timeout(wholeLimit)]);
  const asking = { network: asked.network, signal };
  try {
    const named = yield* sideBySide(domain, asking, [
      ['mx', byMx(asked.dns)],
      ['srv', bySrv(asked.dns, asked.chance)],
    ]);
    const known = named.provider !== undefined || named.doors.some(({ protocol }) => protocol === 'carddav');
    const answered = known
      ? nothing
      : yield* sideBySide(domain, asking, [
          ['well-known', byWellKnown],
          ['autoconfig', byAutoconfig],
        ]);
    const doors = [...named.doors, ...answered.doors].sort(byRank);
    const why = doors.length > 0 || named.fault === undefined ? {} : { fault: named.fault };
    yield { kind: 'done', provider: named.provider, doors, ...why };
  } finally {
    left.abort();
  }
}

/** The domain of an address as the DNS has it (RFC 5891); undefined where there is none, and for addresses of machines. */
function domainOf(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const written = at === -1 ? '' : address.slice(at + 1).replace(/\.$/, '');
  // Node leaves out what follows a host in a URL instead of refusing it.
  const domain = /[/\\?#:]/.test(written) ? '' : domainToASCII(written);
  const labels = domain.split('.');
  const isName =
    domain.length <= 253 &&
    labels.length > 1 &&
    labels.every((label) => /^[a-z0-9_-]{1,63}$/.test(label)) &&
    /[a-z]/.test(labels.at(-1) ?? '');
  return isName ? domain : undefined;
}

/** By provider's file first, then by protocol. */
function byRank(a: Door, b: Door): number {
  const own = (door: Door) => (door.found === 'mx' ? 0 : 1);
  return own(a) - own(b) || (own(a) === 0 ? 0 : rank.indexOf(a.protocol) - rank.indexOf(b.protocol));
}

/** Takes steps at once, and tells as each begins and ends. */
async function* sideBySide(
  domain: string,
  { network, signal }: Asking,
  steps: readonly (readonly [Step, Look])[],
): AsyncGenerator<Discovery, Finding> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(stepLimit)]);
  const late = new Promise<Finding>((done) => {
    if (limit.aborted) return done(nothing);
    limit.addEventListener('abort', () => done(nothing), { once: true });
  });
  const running = new Map<Step, Promise<{ step: Step; finding: Finding }>>();
  for (const [step, look] of steps) {
    yield { kind: 'step', step, state: 'begun' };
    // Resolvers and sockets cannot always be told to stop; who asked stops waiting.
    const looked = look(domain, { network, signal: limit }).catch(() => nothing);
    running.set(
      step,
      Promise.race([looked, late]).then((finding) => ({ step, finding })),
    );
  }
  const doors: Door[] = [];
  let provider: Provider | undefined;
  let fault: SourceFaultCode | undefined;
  while (running.size > 0) {
    const { step, finding } = await Promise.race(running.values());
    running.delete(step);
    provider ??= finding.provider;
    fault ??= finding.fault;
    doors.push(...finding.doors);
    yield { kind: 'step', step, state: 'ended' };
  }
  return {
    doors,
    ...(provider === undefined ? {} : { provider }),
    ...(fault === undefined ? {} : { fault }),
  };
}

function byMx(dns: Dns): Look {
  return async (domain) => {
    const exchanges = await dns.mx(domain);
    for (const { exchange } of exchanges.toSorted((a, b) => a.priority - b.priority)) {
      const provider = providerOfMx(exchange);
      if (provider !== undefined) return { provider, doors: doorsOf(provider, 'mx') };
    }
    return nothing;
  };
}

/** RFC 6764 for address books, RFC 8620 (2.2) for JMAP, RFC 6186 for mail. */
function bySrv(dns: Dns, chance: () => number): Look {
  return async (domain, asking) => {
    let fault: SourceFaultCode | undefined;
    const door = async (
      protocol: 'carddav' | 'jmap' | 'imap',
      service: string,
      placesOf: (server: Srv, service: string) => AsyncIterable<Door['at']> | Iterable<Door['at']>,
    ): Promise<readonly Door[]> => {
      const name = `${service}._tcp.${domain}`;
      const servers = inOrder(await dns.srv(name), chance).slice(0, tries);
      for (const server of servers) {
        for await (const at of placesOf(server, name)) {
          const place = await answering(protocol, at, asking);
          if (typeof place === 'object') return [foundDoor(protocol, place, 'srv', domain)];
          fault ??= place;
        }
      }
      return [];
    };
    const found = await Promise.allSettled([
      door('carddav', '_carddavs', async function* (server, service) {
        const texts = await dns.txt(service).catch(() => []);
        const path = texts.find((text) => text.startsWith('path=/') && text.length < longestPath);
        // RFC 6764, 6: the path that is named, else the well-known one, else the root.
        for (const one of [path?.slice('path='.length), '/.well-known/carddav', '/'])
          if (one !== undefined) yield* placeAt(server, one);
      }),
      door('jmap', '_jmap', (server) => placeAt(server, '/.well-known/jmap')),
      door('imap', '_imaps', ({ name, port }) => [{ host: name.replace(/\.$/, '').toLowerCase(), port }]),
    ]);
    const doors = found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    return fault === undefined ? { doors } : { doors, fault };
  };
}

const byWellKnown: Look = async (domain, asking) => {
  const found = await Promise.all(
    (['carddav', 'jmap'] as const).map(async (protocol) => {
      const at = { url: `https://${domain}/.well-known/${protocol}` };
      const place = await answering(protocol, at, asking);
      return typeof place === 'object' ? [foundDoor(protocol, place, 'well-known', domain)] : [];
    }),
  );
  return { doors: found.flat() };
};

/** The file says the same to everybody, so nobody's address is told to get it. */
const byAutoconfig: Look = async (domain, asking) => {
  const files = await Promise.all(
    [
      `https://autoconfig.${domain}/mail/config-v1.1.xml`,
      `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`,
    ].map((url) => fileAt(url, asking).catch(() => undefined)),
  );
  for (const file of files) {
    const doors: Door[] = [];
    for (const offer of file === undefined ? [] : offersOf(file, domain)) {
      const { protocol } = offer;
      if (doors.some((door) => door.protocol === protocol)) continue;
      const at = protocol === 'imap' ? { host: offer.host, port: offer.port } : { url: offer.url };
      const place = await answering(protocol, at, asking);
      if (typeof place === 'object') doors.push(foundDoor(protocol, place, 'autoconfig', domain));
    }
    if (doors.length > 0) return { doors };
  }
  return nothing;
};

/** A place that the guard lets us connect to and where the protocol seems to be spoken, after redirects; else what is wrong there. */
async function answering(
  protocol: 'carddav' | 'jmap' | 'imap',
  at: Door['at'],
  asking: Asking,
): Promise<Door['at'] | SourceFaultCode | undefined> {
  try {
    if (protocol === 'imap') {
      await asking.network.addresses(at.host ?? '', at.port ?? 993);
      return at;
    }
    const url = await (protocol === 'carddav' ? carddavAt : jmapAt)(at.url ?? '', asking);
    return url === undefined ? undefined : { url };
  } catch (error) {
    // Whatever kept us from it keeps its reader from it too.
    return error instanceof SourceFault ? error.code : undefined;
  }
}

/** A path on a server; none when the path leads to another server (`//evil.example/`). */
function placeAt({ name, port }: Srv, path: string): readonly Door['at'][] {
  const origin = URL.parse(`https://${name.replace(/\.$/, '')}:${port}`);
  const url = origin === null ? null : URL.parse(path, origin.href);
  return url !== null && url.origin === origin?.origin ? [{ url: url.href }] : [];
}
