import { lookup } from 'node:dns/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { isAllowed, subnets } from './address.ts';

/** Why a connection was not made, or not read to its end. */
export type GuardCode =
  | 'guard.address'
  | 'guard.port'
  | 'guard.redirects'
  | 'guard.scheme'
  | 'guard.too_large';

/** A request that the guard refused; its message names no address and no path. */
export class GuardRefusal extends Error {
  readonly code: GuardCode;

  constructor(code: GuardCode, message: string) {
    super(message);
    this.name = 'GuardRefusal';
    this.code = code;
  }
}

export interface GuardOptions {
  /** Networks beyond the public internet that may be reached, in CIDR notation separated by spaces. */
  readonly networks?: string;
  /** TCP ports that may be reached beside 443, 8443 and Posteo's 8843 for HTTP and those of IMAP and LDAP over TLS. */
  readonly ports?: readonly number[];
  /** Certificates (PEM) to trust beside the usual ones. */
  readonly ca?: string;
  /** Every address of a name; the system's resolver when missing. */
  readonly addresses?: (host: string) => Promise<readonly string[]>;
}

export interface GuardedRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Hosts, and those below them, that are given `authorization` after a redirect to another origin. */
  readonly credentialHosts?: readonly string[];
  /** With 0 a redirect is the answer itself; otherwise at most 3 are followed. */
  readonly redirects?: 0;
  /** Bytes of body that are read at most; 10 MB when missing. */
  readonly maxBytes?: number;
  /** Milliseconds until the answer must be there as a whole; 10,000 when missing. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

export interface GuardedAnswer {
  /** Where the answer came from, after redirects. */
  readonly url: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

export interface Guard {
  /** Certificates (PEM) to trust, for protocols that connect by themselves; undefined for the usual ones. */
  readonly ca: readonly string[] | undefined;
  /** @throws {GuardRefusal} and the errors of Node's own request. */
  fetch(target: string, asked?: GuardedRequest): Promise<GuardedAnswer>;
  /**
   * The addresses of a host that may be connected to by TLS, all of them checked: connect to one of these, with the host
   * as server name.
   *
   * @throws {GuardRefusal}
   */
  addresses(host: string, port: number): Promise<readonly string[]>;
}

const redirects = new Set([301, 302, 303, 307, 308]);
const hops = 3;
const longest = 10_000;
const secrets = new Set(['authorization', 'cookie', 'proxy-authorization']);

/**
 * HTTPS to hosts that a member or a provider names.
 *
 * Each hop is checked anew: scheme, port, and every address of the host. The connection goes to the addresses that were
 * checked, so a name that answers otherwise a moment later gains nothing. At most 3 redirects and 10 seconds unless asked otherwise; bodies are
 * asked for uncompressed and capped.
 *
 * @example
 * const { fetch } = openGuard();
 * await fetch('https://dav.example/.well-known/carddav', { method: 'PROPFIND', headers: { depth: '0' } });
 */
export function openGuard(options: GuardOptions = {}): Guard {
  const allowed = subnets(options.networks ?? '');
  const ports = new Set([443, 8443, 8843, ...(options.ports ?? [])]);
  const tlsPorts = new Set([993, 636, 3269, ...(options.ports ?? [])]);
  const ca = options.ca === undefined ? undefined : [...rootCertificates, options.ca];
  const resolve = options.addresses ?? systemAddresses;

  /** The addresses to connect to, all of them allowed. */
  async function checked(url: URL): Promise<readonly string[]> {
    if (url.protocol !== 'https:') throw new GuardRefusal('guard.scheme', 'Only https is spoken.');
    const port = Number(url.port || '443');
    if (!ports.has(port)) throw new GuardRefusal('guard.port', 'This port is not open to requests.');
    return addressesOf(hostOf(url));
  }

  async function addressesOf(host: string): Promise<readonly string[]> {
    const found = isIP(host) === 0 ? await resolve(host) : [host];
    if (found.length === 0 || !found.every((address) => isAllowed(address, allowed)))
      throw new GuardRefusal('guard.address', 'This host is not on the public internet.');
    return found;
  }

  return {
    ca,

    async addresses(host, port) {
      if (!tlsPorts.has(port)) throw new GuardRefusal('guard.port', 'This port is not open to connections.');
      return addressesOf(host);
    },

    async fetch(target, asked = {}) {
      const limit = AbortSignal.timeout(asked.limit ?? longest);
      const signal = asked.signal === undefined ? limit : AbortSignal.any([asked.signal, limit]);
      const maxBytes = asked.maxBytes ?? 10_000_000;
      let url = new URL(target);
      let method = asked.method ?? 'GET';
      let headers = asked.headers ?? {};
      let body = asked.body;
      for (let hop = 0; hop <= hops; hop++) {
        const addresses = await abortable(checked(url), signal);
        const answer = await exchange(url, addresses, { method, headers, body, signal, maxBytes });
        const { location } = answer.headers;
        if (asked.redirects === 0 || !redirects.has(answer.status) || location === undefined) return answer;
        const next = new URL(location, url);
        if (next.origin !== url.origin && !under(hostOf(next), asked.credentialHosts ?? []))
          headers = Object.fromEntries(
            Object.entries(headers).filter(([name]) => !secrets.has(name.toLowerCase())),
          );
        // RFC 9110, 15.4: 303 asks for the other resource; after 301 and 302 a POST becomes a GET, as in browsers.
        if (answer.status === 303 || (method === 'POST' && answer.status < 303)) {
          method = 'GET';
          body = undefined;
        }
        url = next;
      }
      throw new GuardRefusal('guard.redirects', 'The host redirects too often.');
    },
  };

  function exchange(
    url: URL,
    addresses: readonly string[],
    sent: {
      method: string;
      headers: Readonly<Record<string, string>>;
      body: string | undefined;
      signal: AbortSignal;
      maxBytes: number;
    },
  ): Promise<GuardedAnswer> {
    return new Promise((done, fail) => {
      const host = hostOf(url);
      const outgoing = request(
        {
          host,
          port: url.port || 443,
          path: url.pathname + url.search,
          method: sent.method,
          headers: { ...sent.headers, host: url.host, 'accept-encoding': 'identity' },
          agent: false,
          lookup: pinned(addresses),
          signal: sent.signal,
          ...(isIP(host) === 0 ? { servername: host } : {}),
          ...(ca === undefined ? {} : { ca }),
        },
        (incoming) => {
          const parts: Buffer[] = [];
          let size = 0;
          incoming.on('data', (part: Buffer) => {
            size += part.length;
            if (size > sent.maxBytes)
              incoming.destroy(new GuardRefusal('guard.too_large', 'The answer is too large.'));
            else parts.push(part);
          });
          incoming.once('error', fail);
          incoming.once('end', () =>
            done({
              url: url.href,
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              body: Buffer.concat(parts),
            }),
          );
        },
      );
      outgoing.once('error', fail);
      outgoing.end(sent.body);
    });
  }
}

/** A resolver that knows one answer. Node asks it for all addresses when it races families (RFC 8305). */
function pinned(addresses: readonly string[]): LookupFunction {
  const known = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, { all }, tell) => {
    const [first] = known;
    if (all === true) tell(null, known);
    else tell(null, first?.address ?? '', first?.family);
  };
}

async function systemAddresses(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/** Resolvers cannot be told to stop; who asked stops waiting. */
function abortable<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((done, fail) => {
    const stop = () => fail(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(done, fail).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** The host of a URL, an IPv6 address without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** Whether a host is one of these or below one of them. */
export function under(host: string, parents: readonly string[]): boolean {
  return parents.some((parent) => host === parent || host.endsWith(`.${parent}`));
}
