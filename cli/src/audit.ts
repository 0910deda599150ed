import { readConfig } from '../../server/src/config.ts';
import { parseHead, printedHead, verifyLedger } from '../../server/src/consent/index.ts';
import { open } from '../../server/src/main.ts';

/**
 * `kith audit verify`: recomputes the consent ledger and explains every delivery and every personal link by it. With `--head`
 * it also looks for a head that was printed or logged before.
 */
export async function run(args: readonly string[]): Promise<number> {
  const [verify, option, text] = args;
  const kept = text === undefined ? undefined : parseHead(text);
  const isWhole = option === undefined || (option === '--head' && kept !== undefined && args.length === 3);
  if (verify !== 'verify' || !isWhole) {
    process.stderr.write(
      'Usage: kith audit verify [--head ENTRIES:HASH]\nThe head stands at the end of an earlier run, and each day in the log as consents.head.\n',
    );
    return 2;
  }
  const kith = await open(readConfig(), { beside: true });
  try {
    const report = await kith.platform.database.asSystem((tx) => verifyLedger(tx, kept));
    process.stdout.write(
      `${report.entries} consents, ${report.deliveries} deliveries, ${report.unexplained} unexplained; ${report.links} personal links, ${report.unexplainedLinks} unexplained; head ${printedHead(report.head)}\n`,
    );
    if (report.brokenAt !== undefined)
      process.stderr.write(`The chain breaks at entry ${report.brokenAt}.\n`);
    if (report.cutOffAt !== undefined)
      process.stderr.write(
        `The ledger was cut off or written anew: entry ${report.cutOffAt} is not what its head says. Compare with a backup, and with consents.head in older logs.\n`,
      );
    const explained = report.unexplained === 0 && report.unexplainedLinks === 0;
    return report.brokenAt === undefined && report.cutOffAt === undefined && explained ? 0 : 1;
  } finally {
    await kith.stop();
  }
}
