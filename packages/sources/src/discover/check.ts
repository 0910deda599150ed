import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { SourceFault, type SourceFaultCode } from '../protocols/protocol.ts';
import type { Access, Protocol, Provider } from '../provider.ts';
import { type Asking, carddavAt, jmapAt } from './probe.ts';

/** What a provider's endpoint said to somebody without a password. */
export interface Check {
  readonly provider: string;
  readonly protocol: Protocol;
  readonly host: string;
  /** `answers` as the protocol would; `other` answers something else. */
  readonly state: 'answers' | 'other' | SourceFaultCode;
  readonly milliseconds: number;
}

const limit = 10_000;
const sideBySide = 8;
/** What a server says before anybody speaks to it is shorter. */
const longestGreeting = 1000;

/** Asks every endpoint of providers without credentials, and tells what each said as it comes. */
export async function* checkProviders(
  providers: readonly Provider[],
  { network, signal }: Asking,
  now: () => number,
): AsyncGenerator<Check> {
  const left = providers.flatMap(({ id, access }) =>
    distinct(access).map((one) => ({ id, access: one, host: hostOf(one) })),
  );
  const running = new Map<number, Promise<{ at: number; check: Check }>>();
  let next = 0;
  const begin = () => {
    const one = left[next];
    if (one === undefined) return;
    const at = next++;
    const begun = now();
    const asking = { network, signal: AbortSignal.any([signal, AbortSignal.timeout(limit)]) };
    running.set(
      at,
      stateOf(one.access, asking).then((state) => ({
        at,
        check: {
          provider: one.id,
          protocol: one.access.protocol,
          host: one.host,
          state,
          milliseconds: Math.round(now() - begun),
        },
      })),
    );
  };
  while (running.size < sideBySide && next < left.length) begin();
  while (running.size > 0) {
    const { at, check } = await Promise.race(running.values());
    running.delete(at);
    begin();
    yield check;
  }
}

/** The places of a provider, each once: OAuth and app password often share one. */
function distinct(access: readonly Access[]): readonly Access[] {
  const places = new Map(access.map((one) => [`${one.protocol} ${one.url ?? one.host}`, one]));
  return [...places.values()].filter(({ url, host }) => url !== undefined || host !== undefined);
}

function hostOf({ url, host = '', port = 993 }: Access): string {
  return url === undefined ? `${host}:${port}` : new URL(url).host;
}

async function stateOf(access: Access, asking: Asking): Promise<Check['state']> {
  try {
    return (await answers(access, asking)) ? 'answers' : 'other';
  } catch (error) {
    return error instanceof SourceFault ? error.code : 'source.unreachable';
  }
}

async function answers({ protocol, url, host = '', port }: Access, asking: Asking): Promise<boolean> {
  if (url === undefined) return greets(protocol, host, port ?? (protocol === 'ldap' ? 636 : 993), asking);
  if (protocol === 'carddav') {
    const { origin } = new URL(url);
    return (
      (await carddavAt(url, asking)) !== undefined ||
      (await carddavAt(`${origin}/.well-known/carddav`, asking)) !== undefined
    );
  }
  if (protocol === 'jmap') return (await jmapAt(url, asking)) !== undefined;
  // An API that is there answers, if only that it wants to know who asks.
  const { status } = await asking.network.fetch(url, { maxBytes: 1_000_000, signal: asking.signal });
  return status < 500;
}

/** Whether a server speaks TLS with a valid certificate, and greets as IMAP does (RFC 9051, 7.1); LDAP waits to be asked. */
async function greets(protocol: Protocol, host: string, port: number, asking: Asking): Promise<boolean> {
  const { network, signal } = asking;
  const [address] = await network.addresses(host, port);
  if (address === undefined) return false;
  const socket = connect({
    host: address,
    port,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(network.ca === undefined ? {} : { ca: [...network.ca] }),
  });
  try {
    await once(socket, 'secureConnect', { signal });
    if (protocol !== 'imap') return true;
    let greeting = '';
    for await (const [piece] of events(socket, signal)) {
      greeting += String(piece);
      if (greeting.includes('\n') || greeting.length > longestGreeting) break;
    }
    return /^\* (OK|PREAUTH)\b/i.test(greeting);
  } finally {
    socket.destroy();
  }
}

async function* events(socket: NodeJS.EventEmitter, signal: AbortSignal): AsyncGenerator<unknown[]> {
  while (true) yield await once(socket, 'data', { signal });
}
