import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { accountRuns } from './account-run.ts';
import { listProviders } from './routes/list-providers.ts';
import { readAccount } from './routes/read-account.ts';
import { readProvider } from './routes/read-provider.ts';
import { recogniseAccount } from './routes/recognise-account.ts';
import { sourceDns, sourceNetwork } from './source-network.ts';

/** Sources: where a member's contacts are, and the way to them. */
export function registerSources(app: App, platform: Platform): void {
  const network = sourceNetwork(platform);
  const runs = accountRuns(platform);
  app.addHook('preClose', () => runs.close());
  listProviders(app);
  readProvider(app);
  readAccount(app, platform, network, runs);
  recogniseAccount(app, platform, network, sourceDns(platform));
}
