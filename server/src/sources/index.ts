import type { App } from '../app.ts';
import { listProviders } from './routes/list-providers.ts';
import { readProvider } from './routes/read-provider.ts';

/** Sources: where a member's contacts are, and the way to them. */
export function registerSources(app: App): void {
  listProviders(app);
  readProvider(app);
}
