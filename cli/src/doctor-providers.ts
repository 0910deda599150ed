import { parseArgs } from 'node:util';
import { type Check, checkProviders, providers } from '@kith/sources';
import { readConfig } from '../../server/src/config.ts';
import { systemClock } from '../../server/src/platform/clock.ts';
import { systemRandom } from '../../server/src/platform/random.ts';
import { sourceNetwork } from '../../server/src/sources/source-network.ts';

const words: Readonly<Record<Check['state'], string>> = {
  answers: 'answers',
  other: 'answers something else',
  'source.app_password': 'wants an app password',
  'source.certificate': 'certificate not valid',
  'source.access_ended': 'refused',
  'source.certificate_date': 'certificate not valid today',
  'source.denied': 'denied',
  'source.guarded': 'refused by the guard',
  'source.no_book': 'no address book',
  'source.no_password': 'takes no passwords',
  'source.not_enabled': 'not switched on',
  'source.refused': 'refused',
  'source.throttled': 'asks to wait',
  'source.too_large': 'answer too large',
  'source.unavailable': 'in trouble',
  'source.unreachable': 'no answer',
  'source.unreadable': 'answers something else',
};

/** `kith doctor providers`: asks the providers, all or those named, without credentials. Exit code 1 when one does not answer. */
export async function run(args: readonly string[]): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const unknown = positionals.filter((id) => providers.every((provider) => provider.id !== id));
  if (unknown.length > 0) {
    console.error(`There is no provider ${unknown.join(', ')}. \`kith doctor providers\` asks all.`);
    return 2;
  }
  const network = sourceNetwork({ clock: systemClock, config: readConfig(), random: systemRandom });
  const asked = providers.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
  const asking = { network, signal: new AbortController().signal };
  const checks: Check[] = [];
  for await (const check of checkProviders(asked, asking, () => performance.now())) checks.push(check);
  console.log(tableOf(checks));
  return checks.every(({ state }) => state === 'answers') ? 0 : 1;
}

/** Where nobody at all answered, it is our network that is missing, not theirs. */
function tableOf(checks: readonly Check[]): string {
  const offline = checks.length > 0 && checks.every(({ state }) => state === 'source.unreachable');
  const rows = checks
    .toSorted((a, b) => a.provider.localeCompare(b.provider, 'en'))
    .map(({ provider, protocol, host, state, milliseconds }) => [
      state === 'answers' ? '✔' : '✖',
      provider,
      protocol,
      host,
      offline ? 'no network' : words[state],
      `${milliseconds} ms`,
    ]);
  const widths = [0, 1, 2, 3, 4].map((at) => Math.max(0, ...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  '));
  const good = checks.filter(({ state }) => state === 'answers').length;
  return [...lines, '', `${good} of ${checks.length} endpoints answer.`].join('\n');
}
