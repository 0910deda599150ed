import { generatePeople } from '@kith/contacts/testing';
import { books, type Protocol } from '@kith/sources';
import { type Grants, startGraphServer, startPeopleServer, startYahooServer } from '@kith/sources/testing';
import { loadDemo } from '../../server/src/demo/index.ts';
import { readOne } from '../../server/src/imports/index.ts';
import { accountRuns } from '../../server/src/sources/account-run.ts';
import { sourceNetwork } from '../../server/src/sources/source-network.ts';
import { testKith, testMember } from '../../server/testing/kith.ts';

const token = 'bench';
const scopes = ['https://www.googleapis.com/auth/contacts.readonly', 'Contacts.Read'];
const grants: Grants = (one) => (one === token ? { scopes } : undefined);

/**
 * `npm run bench -- account [COUNT]`: whole accounts of 10,000 contacts, read from a server of this machine, matched and
 * ready to be shown in the demo network.
 *
 * The floor is the protocol alone: the same book read to its end, and its bytes left.
 */
export async function run(args: readonly string[]): Promise<void> {
  const count = Number(args[0] ?? 10_000);
  const book = { people: generatePeople({ seed: 10, count }), groups: [] };
  console.log('protocol         contacts  first rows     whole  contacts/s  × floor');
  for (const [protocol, start] of [
    ['google-people', () => startPeopleServer(book, grants)],
    ['microsoft-graph', () => startGraphServer(book, grants)],
    ['carddav', () => startYahooServer(book, grants)],
  ] as const)
    await measure(protocol, count, await start());
}

async function measure(
  protocol: Protocol,
  count: number,
  server: { url: string; port: number; ca: string; close(): void },
): Promise<void> {
  const kith = await testKith({
    settings: {
      KITH_DEMO: 'true',
      KITH_MATCHING_BUDGET: '1000000',
      KITH_PRIVATE_NETWORKS: '127.0.0.0/8',
      KITH_SOURCE_PORTS: String(server.port),
      KITH_SOURCE_CA: server.ca,
    },
  });
  try {
    await loadDemo(kith.platform);
    const read = books[protocol];
    if (read === undefined) throw new TypeError(`nobody reads ${protocol}`);
    const { id: owner } = await testMember(kith, { name: 'Bench', email: 'bench@home.example' });
    const request = {
      at: { url: server.url },
      address: 'bench@home.example',
      credential: { kind: 'bearer', token },
      network: sourceNetwork(kith.platform),
    } as const;
    const alone = performance.now();
    for await (const _ of read({ ...request, signal: AbortSignal.timeout(600_000) }));
    const floor = performance.now() - alone;
    const begun = performance.now();
    const id = await accountRuns(kith.platform).read(owner, { ...request, protocol, read });
    let firstRows: number | undefined;
    for (;;) {
      const { state, counters, failureCode } = await readOne(kith.platform, owner, id);
      if (counters.read > 0) firstRows ??= performance.now() - begun;
      if (state === 'failed') throw new Error(`the import failed: ${failureCode}`);
      if (state === 'read') break;
      await new Promise((resolve) => setTimeout(resolve, firstRows === undefined ? 20 : 250));
    }
    const whole = performance.now() - begun;
    console.log(
      [
        protocol.padEnd(15),
        String(count).padStart(10),
        `${Math.round(firstRows ?? whole)} ms`.padStart(12),
        `${Math.round(whole)} ms`.padStart(10),
        String(Math.round((count / whole) * 1000)).padStart(12),
        (whole / floor).toFixed(1).padStart(9),
      ].join(''),
    );
  } finally {
    await kith.close();
    server.close();
  }
}
