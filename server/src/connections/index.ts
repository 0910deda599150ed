import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { createRequest } from './routes/create-request.ts';
import { decideRequest } from './routes/decide-request.ts';
import { listConnections } from './routes/list-connections.ts';
import { listRequests } from './routes/list-requests.ts';
import { removeConnection } from './routes/remove-connection.ts';

export {
  connect,
  connectedOrRequested,
  hiddenFrom,
  relationOf,
  requestConnections,
} from './connection.ts';
export { countRequests } from './store.ts';

export function registerConnections(app: App, platform: Platform): void {
  listConnections(app, platform);
  removeConnection(app, platform);
  listRequests(app, platform);
  createRequest(app, platform);
  decideRequest(app, platform);
}
