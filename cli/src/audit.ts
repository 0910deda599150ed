import { readConfig } from '../../server/src/config.ts';
import { verifyLedger } from '../../server/src/consent/index.ts';
import { openDatabase } from '../../server/src/platform/database.ts';
import { KithError } from '../../server/src/platform/errors.ts';

/** `kith audit verify`: recomputes the consent ledger and explains every delivery by it. */
export async function run(args: readonly string[]): Promise<number> {
  if (args[0] !== 'verify') {
    process.stderr.write('Usage: kith audit verify\n');
    return 2;
  }
  const { databaseUrl } = readConfig();
  if (databaseUrl === undefined)
    throw new KithError('config.invalid', 'Set DATABASE_URL to the database that shall be audited.');
  const database = openDatabase({ connectionString: databaseUrl });
  try {
    const report = await database.asSystem(verifyLedger);
    process.stdout.write(
      `${report.entries} consents, ${report.deliveries} deliveries, ${report.unexplained} unexplained\n`,
    );
    if (report.brokenAt !== undefined)
      process.stderr.write(`The chain breaks at entry ${report.brokenAt}.\n`);
    return report.brokenAt === undefined && report.unexplained === 0 ? 0 : 1;
  } finally {
    await database.close();
  }
}
