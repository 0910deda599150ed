import { writeFileSync } from 'node:fs';
import { causeOf } from './log.ts';

/**
 * Sees to it that this process leaves nothing of its memory behind when it crashes: a member's password may be there.
 *
 * Node cannot lower its own limit on cores, and a core that is piped to a program knows no limit; what goes into one is
 * chosen here (core(5)): nothing. Of an error that nobody caught its kind and place are told, not its message.
 */
export function withoutDumps(): void {
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // Not Linux, or a system that writes no cores.
  }
  const { report } = process;
  report.reportOnFatalError = false;
  report.reportOnSignal = false;
  report.reportOnUncaughtException = false;
  process.on('uncaughtException', (error) => {
    const { reason, code, at } = causeOf(error);
    process.stderr.write(
      `Kith ends by a fault of its own: ${[reason, code, at].filter(Boolean).join(', ')}\n`,
    );
    process.exit(1);
  });
}
