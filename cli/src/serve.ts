import { parseArgs } from 'node:util';
import { readConfig } from '../../server/src/config.ts';
import { serve } from '../../server/src/main.ts';
import { withoutDumps } from '../../server/src/platform/dumps.ts';
import { KithError } from '../../server/src/platform/errors.ts';

/** Stopping takes a second; a server that hangs longer is left to the operating system. */
const stopLimit = 25_000;

/** `kith serve`: runs the server until a signal asks it to stop. */
export async function run(args: readonly string[]): Promise<number> {
  withoutDumps();
  const { values } = parseArgs({
    args: [...args],
    options: {
      demo: { type: 'boolean' },
      port: { type: 'string' },
      host: { type: 'string' },
      data: { type: 'string' },
    },
  });
  const config = readConfig({
    ...(values.demo ? { KITH_DEMO: 'true' } : {}),
    ...(values.port === undefined ? {} : { KITH_PORT: values.port }),
    ...(values.host === undefined ? {} : { KITH_HOST: values.host }),
    ...(values.data === undefined ? {} : { KITH_DATA: values.data }),
  });
  // Listens from the start: a signal that comes while Kith starts still ends PostgreSQL.
  const asked = new Promise<undefined>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => resolve(undefined));
  });
  const running = await serve(config).catch((error: unknown) => {
    throw portTaken(error) ? portInUse(config.port, error) : error;
  });
  console.log(`Kith is ready at ${running.address}  (Ctrl-C stops it)`);
  const lost = await Promise.race([asked, running.lost]);
  if (lost === undefined) console.log('Stopping …');
  const timer = setTimeout(() => process.exit(1), stopLimit);
  await running.stop();
  clearTimeout(timer);
  if (lost !== undefined) throw lost;
  return 0;
}

function portTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function portInUse(port: number, cause: unknown): KithError {
  return new KithError(
    'server.port_in_use',
    `Port ${port} is in use by another program. Name another by --port or KITH_PORT.`,
    { cause },
  );
}
