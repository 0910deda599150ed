import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, listening } from './dav-servers.ts';
import { certificate, tlsFront } from './tls.ts';

/** A real IMAP server behind TLS, with the mailbox of `alice`. */
export interface ImapServer {
  readonly port: number;
  /** The certificate of the front, valid for 127.0.0.1 and `dav.example`. */
  readonly ca: string;
  readonly user: string;
  readonly password: string;
  close(): Promise<void>;
}

/** Debian's uid and gid of `nobody`. */
const nobody = 65534;
/** Where `scripts/test.mjs` unpacks it: it cannot be installed beside Cyrus. */
const unpacked = fileURLToPath(new URL('../../../node_modules/.cache/dovecot', import.meta.url));

/**
 * Dovecot (Debian's package) with these messages of `alice`, by mailbox, the oldest first; `special` names the mailbox
 * that is marked for sent mail.
 */
export async function startDovecot(
  password: string,
  mail: Readonly<Record<string, readonly string[]>>,
  special?: string,
): Promise<ImapServer> {
  const folder = mkdtempSync(join(tmpdir(), 'kith-dovecot-'));
  const port = await freePort();
  for (const [mailbox, messages] of Object.entries(mail)) keep(folder, mailbox, messages);
  mkdirSync(join(folder, 'run'));
  writeFileSync(join(folder, 'users'), `alice:{PLAIN}${password}\n`);
  writeFileSync(
    join(folder, 'dovecot.conf'),
    `base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
default_login_user = nobody
default_internal_user = nobody
default_internal_group = nogroup
first_valid_uid = 1
mail_location = maildir:${folder}/mail
mail_fsync = never
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${folder}/mail
}
namespace inbox {
  inbox = yes
  ${special === undefined ? '' : `mailbox ${special} {\n special_use = \\Sent\n }`}
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
`,
  );
  // Its processes run as nobody, who must get here.
  for (const file of [folder, join(folder, 'users')]) chownSync(file, nobody, nobody);
  const args = ['-F', '-c', join(folder, 'dovecot.conf')];
  // It starts what lies at fixed places below /usr: where it is not installed, they are laid over in a view of its own.
  const run = existsSync('/usr/sbin/dovecot')
    ? spawn('/usr/sbin/dovecot', args, { stdio: ['ignore', 'ignore', 'pipe'] })
    : spawn(
        'unshare',
        [
          ...[
            '-m',
            'sh',
            '-c',
            'mount -t overlay o -o "lowerdir=$0/usr:/usr" /usr && exec /usr/sbin/dovecot "$@"',
          ],
          ...[unpacked, ...args],
        ],
        { stdio: ['ignore', 'ignore', 'pipe'] },
      );
  await listening(run, port, 'dovecot');
  const own = certificate();
  const front = await tlsFront(own, port);
  return {
    port: front.port,
    ca: own.cert,
    user: 'alice',
    password,
    async close() {
      front.close();
      const ended = new Promise((done) => run.once('exit', done));
      run.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Messages as files of a Maildir, many times faster than by APPEND. */
function keep(folder: string, mailbox: string, messages: readonly string[]): void {
  const home = join(folder, 'mail', mailbox === 'INBOX' ? '' : `.${mailbox}`);
  for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(home, part), { recursive: true });
  for (const [at, message] of messages.entries())
    writeFileSync(join(home, 'cur', `${1_000_000 + at}.kith:2,S`), message);
  for (const part of [join(folder, 'mail'), home, join(home, 'cur'), join(home, 'new'), join(home, 'tmp')])
    chownSync(part, nobody, nobody);
}

/** A message with these fields; one without a date is as old as the others. */
export function message(fields: Readonly<Record<string, string>>): string {
  const all = { date: 'Mon, 1 Jun 2026 10:00:00 +0000', subject: 'Never read', ...fields };
  return `${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\nA body that nobody looks at.\r\n`;
}
