import { readConfig } from '../../server/src/config.ts';
import { beginPause, endPause, pauseNow, recentFates } from '../../server/src/invitations/index.ts';
import { open } from '../../server/src/main.ts';

/** `kith sending [status|pause|resume]`: whether messages go out, and how the latest fared. */
export async function run(args: readonly string[]): Promise<number> {
  const [what = 'status', ...more] = args;
  if (!['status', 'pause', 'resume'].includes(what) || more.length > 0) {
    process.stderr.write('Usage: kith sending [status|pause|resume]\n');
    return 2;
  }
  const kith = await open(readConfig(), { beside: true });
  try {
    const { platform } = kith;
    await platform.database.asSystem(async (tx) => {
      if (what === 'pause') await beginPause(platform, tx, 'operator');
      // Read before the pause ends: then what led to it counts no more.
      const { messages, complaints, bounces } = await recentFates(tx);
      if (what === 'resume') await endPause(platform, tx);
      const pause = await pauseNow(tx);
      process.stdout.write(
        `${pause === undefined ? 'Messages are sent.' : `Nothing is sent since ${pause.began_at.toISOString()} (${pause.reason}); kith sending resume ends it.`}\n` +
          `Of the last ${messages} messages ${bounces} came back and ${complaints} were called spam.\n`,
      );
    });
    return 0;
  } finally {
    await kith.stop();
  }
}
