import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { accountRuns } from './account-run.ts';
import { openGrantAccess } from './grant-access.ts';
import { openGrants } from './grants.ts';
import { endGrants } from './jobs/end-grants.ts';
import { answerGrant } from './routes/answer-grant.ts';
import { beginGrant } from './routes/begin-grant.ts';
import { listClients } from './routes/list-clients.ts';
import { listProviders } from './routes/list-providers.ts';
import { readAccount } from './routes/read-account.ts';
import { readGrant } from './routes/read-grant.ts';
import { readProvider } from './routes/read-provider.ts';
import { recogniseAccount } from './routes/recognise-account.ts';
import { sourceDns, sourceGuard, sourceNetwork } from './source-network.ts';

export { endGrantsOf } from './jobs/end-grants.ts';

/** Sources: where a member's contacts are, and the way to them. */
export function registerSources(app: App, platform: Platform): void {
  const network = sourceNetwork(platform);
  const runs = accountRuns(platform);
  app.addHook('preClose', () => runs.close());
  const guard = sourceGuard(platform);
  const access = openGrantAccess(platform, guard, runs);
  const grants = openGrants(platform, guard, network, access);
  listProviders(app, platform);
  readProvider(app, platform);
  readAccount(app, platform, network, runs);
  recogniseAccount(app, platform, network, sourceDns(platform));
  listClients(app, platform);
  beginGrant(app, platform, grants);
  readGrant(app, platform);
  answerGrant(app, grants);
  endGrants(platform, access);
}
