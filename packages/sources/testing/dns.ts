import { spawn } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './dav-servers.ts';

/** dnsmasq (Debian's package) that knows what it is told, and nothing else. */
export interface DnsServer {
  /** As `Resolver.setServers` takes it. */
  readonly address: string;
  close(): Promise<void>;
}

/** @param records Its options without the dashes: `mx-host=kith.example,mail.kith.example,1`. */
export async function startDns(records: readonly string[]): Promise<DnsServer> {
  const port = await freePort();
  const run = spawn(
    '/usr/sbin/dnsmasq',
    [
      ...['--keep-in-foreground', '--conf-file=/dev/null', '--no-resolv', '--no-hosts', '--bind-interfaces'],
      ...[`--port=${port}`, '--listen-address=127.0.0.1', '--user=root', '--pid-file=', '--local=/example/'],
      '--host-record=is.there.example,127.0.0.1',
      ...records.map((record) => `--${record}`),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let complaints = '';
  run.stderr.on('data', (text) => {
    complaints = (complaints + text).slice(-2000);
  });
  run.once('error', (error) => {
    complaints = error.message;
  });
  const address = `127.0.0.1:${port}`;
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers([address]);
  for (let tries = 0; ; tries++) {
    if (
      await resolver.resolve4('is.there.example').then(
        () => true,
        () => false,
      )
    )
      break;
    if (run.exitCode !== null || tries > 100) throw new Error(`dnsmasq did not start: ${complaints}`);
    await wait(50);
  }
  return {
    address,
    async close() {
      const ended = new Promise((done) => run.once('exit', done));
      run.kill();
      await ended;
    },
  };
}
