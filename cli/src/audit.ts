import { readConfig } from '../../server/src/config.ts';
import { verifyLedger } from '../../server/src/consent/index.ts';
import { open } from '../../server/src/main.ts';

/** `kith audit verify`: recomputes the consent ledger and explains every delivery and every personal link by it. */
export async function run(args: readonly string[]): Promise<number> {
  if (args[0] !== 'verify') {
    process.stderr.write('Usage: kith audit verify\n');
    return 2;
  }
  const kith = await open(readConfig(), { beside: true });
  try {
    const report = await kith.platform.database.asSystem(verifyLedger);
    process.stdout.write(
      `${report.entries} consents, ${report.deliveries} deliveries, ${report.unexplained} unexplained; ${report.links} personal links, ${report.unexplainedLinks} unexplained\n`,
    );
    if (report.brokenAt !== undefined)
      process.stderr.write(`The chain breaks at entry ${report.brokenAt}.\n`);
    const explained = report.unexplained === 0 && report.unexplainedLinks === 0;
    return report.brokenAt === undefined && explained ? 0 : 1;
  } finally {
    await kith.stop();
  }
}
