import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, listening } from './dav-servers.ts';
import { certificate, tlsFront } from './tls.ts';

/** A real directory behind TLS, in which `cn=alice,dc=club,dc=example` can sign in. */
export interface LdapServer {
  readonly port: number;
  /** The certificate of the front, valid for 127.0.0.1 and `dav.example`. */
  readonly ca: string;
  readonly user: string;
  readonly password: string;
  close(): Promise<void>;
}

/** The base that entries of the test stand below. */
export const directory = 'dc=club,dc=example';

/**
 * OpenLDAP's server (Debian's slapd) with these entries, as LDIF.
 *
 * @param limits Its line of limits: by `sizelimit 100` it gives no more than 100 entries of a search, over all pages too.
 */
export async function startSlapd(
  password: string,
  entries: string,
  limits = 'sizelimit size.soft=500 size.hard=500 size.pr=200 size.prtotal=unlimited',
): Promise<LdapServer> {
  const folder = mkdtempSync(join(tmpdir(), 'kith-slapd-'));
  const port = await freePort();
  const config = join(folder, 'slapd.conf');
  mkdirSync(join(folder, 'data'));
  writeFileSync(
    config,
    `${['core', 'cosine', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema`).join('\n')}
pidfile ${folder}/pid
modulepath /usr/lib/ldap
moduleload back_mdb
${limits}
database mdb
maxsize 268435456
suffix "${directory}"
directory ${folder}/data
dbnosync
index objectClass eq
index mail pres,eq
access to * by users read by * auth
`,
  );
  writeFileSync(
    join(folder, 'entries.ldif'),
    `dn: ${directory}
objectClass: dcObject
objectClass: organization
dc: club
o: Club

dn: cn=alice,${directory}
objectClass: person
cn: alice
sn: alice
userPassword: ${password}

${entries}`,
  );
  execFileSync('/usr/sbin/slapadd', ['-q', '-f', config, '-l', join(folder, 'entries.ldif')], {
    stdio: 'pipe',
  });
  const run = spawn('/usr/sbin/slapd', ['-d', '0', '-f', config, '-h', `ldap://127.0.0.1:${port}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await listening(run, port, 'slapd');
  const own = certificate();
  const front = await tlsFront(own, port);
  return {
    port: front.port,
    ca: own.cert,
    user: `cn=alice,${directory}`,
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
