import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { connect } from 'node:tls';
import { type DavServer, freePort } from './dav-servers.ts';
import { certificate } from './tls.ts';

/** Cyrus: CardDAV, JMAP (in its own dialect) and IMAP of the same people, each behind its own TLS. */
export interface CyrusServer extends DavServer {
  readonly imapPort: number;
  /** Puts vCards into a person's book `Default`; each needs `N` and `FN`. */
  load(user: string, vcards: string): Promise<void>;
  /** Sends JMAP calls as a person. @returns the arguments of each answer */
  jmap(user: string, calls: readonly (readonly [string, object])[]): Promise<readonly unknown[]>;
}

const programs = '/usr/lib/cyrus/bin';
/** vCards of one request. */
const chunk = 500;

/**
 * Cyrus (Debian's packages) with the mailboxes and books of people, by name and password; the first of them is the one
 * of `user`, `put` and `delete`. Other services of Cyrus on this machine are left alone.
 *
 * @example const cyrus = await startCyrus({ alice: 'one', bob: 'two' });
 */
export async function startCyrus(people: Readonly<Record<string, string>>): Promise<CyrusServer> {
  const [[user, password] = ['', '']] = Object.entries(people);
  const own = certificate();
  const [port, imapPort] = [await freePort(), await freePort()];
  const folder = configured(people, own, port, imapPort);
  const run = spawn(
    `${programs}/master`,
    ['-D', '-C', `${folder}/imapd.conf`, '-M', `${folder}/cyrus.conf`, '-p', `${folder}/pid`],
    // Its services are in one group with it, which is ours to end.
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const end = (signal: 'SIGTERM' | 'SIGKILL' | 0): boolean => {
    try {
      return run.pid !== undefined && process.kill(-run.pid, signal);
    } catch {
      return false;
    }
  };
  const endNow = () => {
    end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', endNow);

  async function close(): Promise<void> {
    end('SIGTERM');
    for (let tries = 0; end(0); tries++) {
      if (tries > 60) end('SIGKILL');
      await wait(50);
    }
    process.off('exit', endNow);
    rmSync(folder, { recursive: true, force: true });
  }

  async function ask(who: string, method: string, path: string, type: string, body?: string) {
    const answer = await new Promise<{ status: number; text: string }>((done, fail) => {
      const asked = request(
        {
          ...{ host: '127.0.0.1', port, ca: own.cert, method, path, agent: false },
          auth: `${who}:${people[who]}`,
          headers: { 'content-type': type },
        },
        (incoming) =>
          void text(incoming).then((all) => done({ status: incoming.statusCode ?? 0, text: all }), fail),
      );
      asked.once('error', fail);
      asked.end(body);
    });
    if (answer.status >= 300 || /HTTP\/1\.1 [45]\d\d/.test(answer.text))
      throw new Error(`Cyrus answered ${method} ${answer.status}: ${answer.text.slice(0, 1000)}`);
    return answer.text;
  }

  try {
    await listening(run, [port, imapPort]);
    // The first sign-in makes the mailboxes and books; JMAP alone would fail before it.
    for (const [name, word] of Object.entries(people)) await signIn(imapPort, own.cert, name, word);
  } catch (error) {
    await close();
    throw error;
  }
  const book = (name: string) => `/dav/addressbooks/user/${name}/Default/`;
  const vcard = 'text/vcard; charset=utf-8';
  return {
    url: `https://127.0.0.1:${port}/`,
    ...{ port, imapPort, ca: own.cert, user, password, close },
    put: async (name, card) => void (await ask(user, 'PUT', book(user) + name, vcard, card)),
    delete: async (name) => void (await ask(user, 'DELETE', book(user) + name, vcard)),

    async load(name, vcards) {
      const cards = vcards.split(/^(?=BEGIN:VCARD)/m).filter((card) => card !== '');
      for (let at = 0; at < cards.length; at += chunk)
        // A POST of several cards adds them all (draft-daboo-caldav-bulk-change).
        await ask(name, 'POST', book(name), vcard, cards.slice(at, at + chunk).join(''));
    },

    async jmap(name, calls) {
      const asked = {
        using: ['urn:ietf:params:jmap:core', 'https://cyrusimap.org/ns/jmap/contacts'],
        methodCalls: calls.map(([method, given], at) => [method, given, String(at)]),
      };
      const answer = await ask(name, 'POST', '/jmap/', 'application/json', JSON.stringify(asked));
      // Safe: a test that gets something else than JMAP's answer fails on it.
      return (JSON.parse(answer) as { methodResponses: [string, unknown][] }).methodResponses.map(
        ([, given]) => given,
      );
    },
  };
}

/** A folder with its settings and users; in memory where there is such a place, as Cyrus waits for the disk after each card. */
function configured(
  people: Readonly<Record<string, string>>,
  own: { key: string; cert: string },
  port: number,
  imapPort: number,
): string {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'kith-cyrus-'));
  const isRoot = process.getuid?.() === 0;
  for (const name of ['conf', 'spool', 'run']) mkdirSync(join(folder, name));
  const settings = {
    configdirectory: `${folder}/conf`,
    'partition-default': `${folder}/spool`,
    proc_path: `${folder}/run/proc`,
    mboxname_lockpath: `${folder}/run/lock`,
    // Root becomes this one; anybody else stays who they are.
    cyrus_user: isRoot ? 'cyrus' : userInfo().username,
    servername: 'localhost',
    virtdomains: 'off',
    unixhierarchysep: 'yes',
    altnamespace: 'yes',
    sasl_pwcheck_method: 'auxprop',
    sasl_auxprop_plugin: 'sasldb',
    sasl_sasldb_path: `${folder}/sasldb2`,
    sasl_mech_list: 'PLAIN LOGIN',
    tls_server_cert: `${folder}/cert`,
    tls_server_key: `${folder}/key`,
    tls_session_timeout: '0',
    httpmodules: 'carddav jmap',
    conversations: 'yes',
    jmap_nonstandard_extensions: 'yes',
    autocreate_quota: '0',
    autocreate_inbox_folders: 'Sent | Drafts | Trash',
    'xlist-sent': 'Sent',
  };
  writeFileSync(
    join(folder, 'imapd.conf'),
    Object.entries(settings)
      .map(([name, value]) => `${name}: ${value}\n`)
      .join(''),
  );
  const service = (name: string, program: string, at: number) =>
    `  ${name} cmd="${programs}/${program} -s -C ${folder}/imapd.conf" listen="127.0.0.1:${at}" proto="tcp4" prefork=0\n`;
  writeFileSync(
    join(folder, 'cyrus.conf'),
    `START {\n}\nSERVICES {\n${service('http', 'httpd', port)}${service('imap', 'imapd', imapPort)}}\nEVENTS {\n}\n`,
  );
  writeFileSync(join(folder, 'cert'), own.cert);
  writeFileSync(join(folder, 'key'), own.key);
  for (const [name, password] of Object.entries(people))
    execFileSync(
      '/usr/sbin/saslpasswd2',
      ['-f', join(folder, 'sasldb2'), '-c', '-p', '-u', 'localhost', name],
      // Without a line end: it would be part of the password.
      { input: password, stdio: ['pipe', 'ignore', 'ignore'] },
    );
  if (isRoot) execFileSync('chown', ['-R', 'cyrus:mail', folder]);
  chmodSync(folder, 0o755);
  return folder;
}

async function listening(run: ReturnType<typeof spawn>, ports: readonly number[]): Promise<void> {
  let complaints = '';
  run.stderr?.on('data', (piece) => {
    complaints = (complaints + piece).slice(-2000);
  });
  run.once('error', (error) => {
    complaints = error.message;
  });
  for (const port of ports)
    for (let tries = 0; ; tries++) {
      const reached = await new Promise((done) => {
        const socket = connectTcp(port, '127.0.0.1', () => done(true)).once('error', () => done(false));
        socket.once('connect', () => socket.destroy());
      });
      if (reached) break;
      if (run.pid === undefined || run.exitCode !== null || tries > 300)
        throw new Error(`Cyrus did not start: ${complaints}`);
      await wait(50);
    }
}

async function signIn(port: number, ca: string, user: string, password: string): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port, ca });
  socket.end(`a LOGIN "${user}" "${password}"\r\nb LOGOUT\r\n`);
  const said = await text(socket);
  if (!said.includes('a OK')) throw new Error(`Cyrus refused to sign in: ${said.slice(0, 500)}`);
}
