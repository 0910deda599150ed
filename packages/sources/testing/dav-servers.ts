import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { certificate, tlsFront } from './tls.ts';

/** A real CardDAV server behind TLS, with one book of one person. */
export interface DavServer {
  /** Where its front listens, with a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** The certificate of the front. */
  readonly ca: string;
  readonly user: string;
  readonly password: string;
  /** Puts a vCard into the book, or replaces it. */
  put(name: string, vcard: string): Promise<void>;
  delete(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Radicale (Debian's package) with the book of `alice`, whose password is given. */
export async function startRadicale(password: string, vcards = ''): Promise<DavServer> {
  const folder = mkdtempSync(join(tmpdir(), 'kith-radicale-'));
  const port = await freePort();
  writeFileSync(join(folder, 'users'), `alice:${password}\n`);
  const auth = `type = htpasswd
htpasswd_filename = ${folder}/users
htpasswd_encryption = plain
delay = 0`;
  writeFileSync(join(folder, 'config'), radicaleConfig(port, folder, auth));
  const server = await serverOf('radicale', ['-C', join(folder, 'config')], port, folder);
  const dav = door(`http://127.0.0.1:${port}/alice/book/`, `Basic ${btoa(`alice:${password}`)}`);
  // One PUT of all cards makes the whole book.
  if (vcards !== '') await dav('PUT', '', vcards);
  else await dav('MKCOL', '', bookOf('Book'));
  return server(dav, 'alice', password);
}

/** Radicale for any number of people, each with a book of their own; any password opens it. */
export interface OpenDav {
  /** Where it listens on 127.0.0.1, without TLS. */
  readonly port: number;
  /** Gives somebody a book. */
  fill(user: string, vcards: string): Promise<void>;
  close(): Promise<void>;
}

export async function startOpenRadicale(): Promise<OpenDav> {
  const folder = mkdtempSync(join(tmpdir(), 'kith-radicale-'));
  const port = await freePort();
  writeFileSync(join(folder, 'config'), radicaleConfig(port, folder, 'type = none'));
  const server = await serverOf('radicale', ['-C', join(folder, 'config')], port, folder);
  const { close } = server(door(`http://127.0.0.1:${port}/`, undefined), '', '');
  return {
    port,
    fill: (user, vcards) =>
      door(`http://127.0.0.1:${port}/${user}/book/`, `Basic ${btoa(`${user}:any`)}`)('PUT', '', vcards),
    close,
  };
}

function radicaleConfig(port: number, folder: string, auth: string): string {
  return `[server]
hosts = 127.0.0.1:${port}
[auth]
${auth}
[rights]
type = owner_only
[storage]
filesystem_folder = ${folder}/books
[web]
type = none
`;
}

/** Xandikos (Debian's package), which asks nobody for a password and answers queries with faults. */
export async function startXandikos(): Promise<DavServer> {
  const folder = mkdtempSync(join(tmpdir(), 'kith-xandikos-'));
  const port = await freePort();
  const server = await serverOf(
    'xandikos',
    [
      '-d',
      folder,
      '-l',
      '127.0.0.1',
      '-p',
      String(port),
      '--current-user-principal',
      '/alice/',
      '--defaults',
    ],
    port,
    folder,
  );
  return server(door(`http://127.0.0.1:${port}/alice/contacts/addressbook/`, undefined), 'alice', 'any');
}

type Door = (method: string, name: string, body?: string) => Promise<void>;

function door(book: string, authorization: string | undefined): Door {
  return async (method, name, body) => {
    const answer = await fetch(book + name, {
      method,
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        'content-type': method === 'MKCOL' ? 'application/xml' : 'text/vcard; charset=utf-8',
      },
      ...(body === undefined ? {} : { body }),
    });
    if (!answer.ok) throw new Error(`${method} answered ${answer.status}: ${await answer.text()}`);
  };
}

function bookOf(name: string): string {
  return `<?xml version="1.0" encoding="utf-8"?><D:mkcol xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><D:set><D:prop><D:resourcetype><D:collection/><C:addressbook/></D:resourcetype><D:displayname>${name}</D:displayname></D:prop></D:set></D:mkcol>`;
}

async function serverOf(command: string, args: readonly string[], port: number, folder: string) {
  const run = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  run.stderr.on('data', (text) => {
    complaints = (complaints + text).slice(-2000);
  });
  let failed: Error | undefined;
  run.once('error', (error) => {
    failed = error;
  });
  for (let tries = 0; ; tries++) {
    if (failed !== undefined || run.exitCode !== null || tries > 300)
      throw new Error(`${command} did not start: ${failed?.message ?? complaints}`);
    if (
      await fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      )
    )
      break;
    await wait(50);
  }
  const own = certificate();
  const front = await tlsFront(own, port);
  return (dav: Door, user: string, password: string): DavServer => ({
    url: `https://127.0.0.1:${front.port}/`,
    port: front.port,
    ca: own.cert,
    user,
    password,
    put: (name, vcard) => dav('PUT', name, vcard),
    delete: (name) => dav('DELETE', name),
    async close() {
      front.close();
      const ended = new Promise((done) => run.once('exit', done));
      run.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

/** Waits until a program that was just started takes connections. */
export async function listening(
  run: ChildProcessByStdio<null, null, Readable>,
  port: number,
  name: string,
): Promise<void> {
  let complaints = '';
  run.stderr.on('data', (text) => {
    complaints = (complaints + text).slice(-2000);
  });
  for (let tries = 0; !(await connects(port)); tries++) {
    if (run.exitCode !== null || tries > 200) throw new Error(`${name} did not start: ${complaints}`);
    await wait(30);
  }
}

/** Whether somebody listens there. */
function connects(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      done(true);
      socket.destroy();
    });
    socket.once('error', () => done(false));
  });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return address.port;
}
