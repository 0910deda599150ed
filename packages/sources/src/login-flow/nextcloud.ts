import type { Guard, GuardedAnswer } from '../guard/guard.ts';
import { GrantFault } from '../oauth/grant-fault.ts';

/** A sign-in at a member's own Nextcloud that was begun. */
export interface LoginFlow {
  /** The origin of the server, after redirects. */
  readonly server: string;
  /** Where the member's browser goes. */
  readonly login: string;
  readonly poll: { readonly endpoint: string; readonly token: string };
}

/** What the member granted: a password for this one program. */
export interface AppPassword {
  readonly server: string;
  readonly user: string;
  readonly password: string;
}

const agent = { 'user-agent': 'Kith' };
const maxBytes = 64_000;

/**
 * Begins Nextcloud's Login Flow v2, in which a member signs in at their own server and gives a program a password of its own.
 *
 * Everything it names must be at the server that was asked: nothing of the member goes elsewhere.
 *
 * @param server Where it is, as the member writes it: `https://cloud.example/nextcloud`.
 * @throws {GrantFault}
 */
export async function beginLoginFlow(server: string, guard: Pick<Guard, 'fetch'>): Promise<LoginFlow> {
  const base = server.endsWith('/') ? server : `${server}/`;
  const answer = await asking(guard, `${base}index.php/login/v2`, { method: 'POST', headers: agent });
  const { login, poll } = objectIn(answer);
  const { endpoint, token } = typeof poll === 'object' && poll !== null ? asFields(poll) : {};
  const { origin } = new URL(answer.url);
  if (typeof token !== 'string' || !isAt(origin, login) || !isAt(origin, endpoint))
    throw new GrantFault('grant.failed', 'The server does not answer as Nextcloud does.');
  return { server: answer.url.replace(/\/index\.php\/login\/v2$/, ''), login, poll: { endpoint, token } };
}

/**
 * Asks whether the member has granted it.
 *
 * @returns undefined while they have not. An answer is given once.
 * @throws {GrantFault}
 */
export async function pollLoginFlow(
  { server, poll }: LoginFlow,
  guard: Pick<Guard, 'fetch'>,
): Promise<AppPassword | undefined> {
  const answer = await asking(guard, poll.endpoint, {
    method: 'POST',
    headers: { ...agent, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token: poll.token }).toString(),
  });
  if (answer.status === 404) return undefined;
  const { loginName: user, appPassword: password } = objectIn(answer);
  if (typeof user !== 'string' || typeof password !== 'string' || user === '' || password === '')
    throw new GrantFault('grant.failed', 'The server does not answer as Nextcloud does.');
  return { server, user, password };
}

/**
 * Deletes the password at the server, by itself. One that is gone already is as good.
 *
 * @throws {GrantFault}
 */
export async function endLoginFlow(
  { server, user, password }: AppPassword,
  guard: Pick<Guard, 'fetch'>,
): Promise<void> {
  const { status } = await asking(guard, `${server}/ocs/v2.php/core/apppassword`, {
    method: 'DELETE',
    headers: {
      ...agent,
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      'ocs-apirequest': 'true',
    },
  });
  if (status !== 200 && status !== 401 && status !== 403)
    throw new GrantFault('grant.unavailable', `The server answers ${status}.`);
}

async function asking(
  guard: Pick<Guard, 'fetch'>,
  url: string,
  asked: { method: string; headers: Record<string, string>; body?: string },
): Promise<GuardedAnswer> {
  const answer = await guard.fetch(url, { ...asked, redirects: 0, maxBytes }).catch(() => {
    // What the network says may name the server; the member is told that it does not answer.
    throw new GrantFault('grant.unavailable', 'The server does not answer.');
  });
  if (answer.status >= 500) throw new GrantFault('grant.unavailable', `The server answers ${answer.status}.`);
  return answer;
}

function objectIn({ status, body }: GuardedAnswer): Partial<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(new TextDecoder().decode(body));
    if (status === 200 && typeof found === 'object' && found !== null) return asFields(found);
  } catch {
    // A page for people, which is said below.
  }
  throw new GrantFault('grant.failed', 'The server does not answer as Nextcloud does.');
}

function asFields(value: object): Partial<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value));
}

function isAt(origin: string, url: unknown): url is string {
  return typeof url === 'string' && URL.parse(url)?.origin === origin;
}
