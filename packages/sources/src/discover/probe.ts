import { isPage } from '../protocols/own-server.ts';
import { SourceFault, type SourceNetwork } from '../protocols/protocol.ts';

/** What it takes to ask a server without a password. */
export interface Asking {
  readonly network: SourceNetwork;
  readonly signal: AbortSignal;
}

const agent = { 'user-agent': 'Kith' };
/** Bytes of an answer that is only looked at. */
const maxBytes = 100_000;

/**
 * Where CardDAV is spoken, or a password asked for, after redirects (RFC 6764, 6); undefined where neither is.
 *
 * @throws {SourceFault} `source.unavailable` where a page for people answers what no web page is asked.
 */
export async function carddavAt(url: string, { network, signal }: Asking): Promise<string | undefined> {
  const headers = { ...agent, depth: '0' };
  const answer = await network.fetch(url, { method: 'PROPFIND', headers, maxBytes, signal });
  if (answer.status === 200 && isPage(answer))
    throw new SourceFault('source.unavailable', 'The server answers with a page for people.');
  return answer.status === 207 || asksForPassword(answer) ? plain(answer.url) : undefined;
}

/** Where a JMAP session is, or a password asked for, after redirects (RFC 8620, 2.2); undefined where neither is. */
export async function jmapAt(url: string, { network, signal }: Asking): Promise<string | undefined> {
  const answer = await network.fetch(url, { headers: agent, maxBytes, signal });
  const session =
    answer.status === 200 && /"urn:ietf:params:jmap:core"/.test(new TextDecoder().decode(answer.body));
  return session || asksForPassword(answer) ? plain(answer.url) : undefined;
}

/** The text at a URL; undefined where there is none. */
export async function fileAt(url: string, { network, signal }: Asking): Promise<Uint8Array | undefined> {
  const answer = await network.fetch(url, { headers: agent, maxBytes, signal });
  return answer.status === 200 ? answer.body : undefined;
}

/** Yahoo leaves WWW-Authenticate out, so the status counts alone. */
function asksForPassword({ status }: { readonly status: number }): boolean {
  return status === 401;
}

/** Without what a redirect may have put before or behind the place. */
function plain(text: string): string {
  const url = new URL(text);
  url.username = '';
  url.password = '';
  url.hash = '';
  return url.href;
}
