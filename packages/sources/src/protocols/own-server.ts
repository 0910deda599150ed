import { type GuardedAnswer, type GuardedRequest, under } from '../guard/guard.ts';
import { type BookRequest, SourceFault } from './protocol.ts';

/** Bytes of one answer; a hundred cards with photos. */
const maxBytes = 64 * 1024 * 1024;

/**
 * Milliseconds for an answer with many cards: a server that lists 25,000 for the first time reads each of their files. Radicale 3.1
 * took over a minute for it on a busy machine (2026-11-27); whoever is asked has answered before, so nobody waits for a dead host.
 */
export const longAnswer = 300_000;

/** Asks the server of an account, with what opens it. */
export type AskServer = (
  url: string,
  asked?: Pick<GuardedRequest, 'method' | 'headers' | 'body' | 'maxBytes' | 'limit'>,
) => Promise<GuardedAnswer>;

/** Where an account's server is asked first. */
export function startOf({ url, host = '', port = 443 }: BookRequest['at']): string {
  return url ?? `https://${host}:${port}/`;
}

/**
 * Asks nobody but the server that was named, at its origin, and the hosts that its provider declares, whatever addresses
 * its answers hold.
 *
 * @throws {SourceFault} `source.guarded` for another server; for 401 `source.refused`, or `source.access_ended` where there was no password.
 */
export function askServer({ at, credential, credentialHosts = [], network, signal }: BookRequest): AskServer {
  const authorization =
    credential.kind === 'bearer'
      ? `Bearer ${credential.token}`
      : `Basic ${Buffer.from(`${credential.user}:${credential.password}`).toString('base64')}`;
  const home = new URL(startOf(at)).origin;
  const own = (url: URL) =>
    url.origin === home || (url.protocol === 'https:' && under(url.hostname, credentialHosts));

  return async (url, asked = {}) => {
    if (!own(new URL(url)))
      throw new SourceFault('source.guarded', 'The server names another server for its cards.');
    const headers = { authorization, 'user-agent': 'Kith', ...asked.headers };
    const answer = await network.fetch(url, { maxBytes, ...asked, headers, credentialHosts, signal });
    if (!own(new URL(answer.url)))
      throw new SourceFault('source.guarded', 'The server leads to another server.');
    if (answer.status === 401)
      throw credential.kind === 'bearer'
        ? new SourceFault('source.access_ended', 'The server takes our token no more, or never did.')
        : new SourceFault('source.refused', 'The server refuses name and password.');
    return answer;
  };
}

/** An address that a server named. @throws {SourceFault} `source.unreadable` for what is none. */
export function resolved(href: string, base: string): string {
  if (!URL.canParse(href, base)) throw new SourceFault('source.unreadable', 'The server names no address.');
  return new URL(href, base).href;
}

/** Whether a page for people came where data was expected: maintenance, a sign-in page. */
export function isPage({ headers }: GuardedAnswer): boolean {
  return /html/i.test(headers['content-type'] ?? '');
}
