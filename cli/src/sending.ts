import { readConfig } from '../../server/src/config.ts';
import {
  beginPause,
  endPause,
  pauseNow,
  reachesAsciiAlone,
  recentFates,
  resolveUnknown,
  unknownMessages,
  type Volume,
  volumeNow,
} from '../../server/src/invitations/index.ts';
import { open } from '../../server/src/main.ts';

/**
 * `kith sending [status|pause|resume]`: whether messages go out, and how the latest fared. `unknown` lists the Message-IDs of
 * which nobody knows whether they arrived; `arrived` and `lost` say what the mail server's log says of one.
 */
export async function run(args: readonly string[]): Promise<number> {
  const [what = 'status', messageId, ...more] = args;
  const resolves = what === 'arrived' || what === 'lost';
  const known = resolves || ['status', 'pause', 'resume', 'unknown'].includes(what);
  if (!known || more.length > 0 || (messageId !== undefined) !== resolves) {
    process.stderr.write(
      'Usage: kith sending [status|pause|resume|unknown|arrived MESSAGE-ID|lost MESSAGE-ID]\n',
    );
    return 2;
  }
  const kith = await open(readConfig(), { beside: true });
  try {
    const { platform } = kith;
    if (what === 'unknown') {
      for (const message of await platform.database.asSystem(unknownMessages))
        process.stdout.write(`${message.intendedAt.toISOString()} ${message.messageId}\n`);
      return 0;
    }
    if (resolves && messageId !== undefined) {
      const id = messageId.replace(/^<|>$/g, '');
      if (await platform.database.asSystem((tx) => resolveUnknown(platform, tx, id, what))) return 0;
      process.stderr.write('No message of this name is unknown; kith sending unknown lists them.\n');
      return 1;
    }
    await platform.database.asSystem(async (tx) => {
      if (what === 'pause') await beginPause(platform, tx, 'operator');
      // Read before the pause ends: then what led to it counts no more.
      const { messages, complaints, bounces } = await recentFates(tx);
      if (what === 'resume') await endPause(platform, tx);
      const pause = await pauseNow(tx);
      process.stdout.write(
        `${pause === undefined ? 'Messages are sent.' : `Nothing is sent since ${pause.began_at.toISOString()} (${pause.reason}); kith sending resume ends it.`}\n` +
          ((await reachesAsciiAlone(tx, platform.clock.now()))
            ? 'The mail server offers no SMTPUTF8: addresses in other scripts than ASCII get nothing.\n'
            : '') +
          `${volumeLines(await volumeNow(platform, tx))}` +
          `Of the last ${messages} messages ${bounces} came back and ${complaints} were called spam.\n`,
      );
    });
    return 0;
  } finally {
    await kith.stop();
  }
}

function volumeLines({ hour, day, warmUp }: Volume): string {
  const of = (most: number | undefined) => (most === undefined ? '' : ` of ${most}`);
  const young =
    warmUp === undefined || warmUp !== day.most
      ? ''
      : ' (the sending domain is warming up: at most twice the busiest of the last 30 days, or KITH_WARM_UP=false)';
  return `Today ${day.sent}${of(day.most)} have left${young}, in this hour ${hour.sent}${of(hour.most)}.\n`;
}
