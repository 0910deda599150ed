import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import type { BookFacts } from './book-facts.ts';
import { changeBlocks } from './routes/change-blocks.ts';
import { createRequest } from './routes/create-request.ts';
import { decideRequest } from './routes/decide-request.ts';
import { listConnections } from './routes/list-connections.ts';
import { listRequests } from './routes/list-requests.ts';
import { readGrowth } from './routes/read-growth.ts';
import { removeConnection } from './routes/remove-connection.ts';

export { blockMembers, unblockMembers } from './blocking.ts';
export {
  connect,
  connectedOrRequested,
  hearSender,
  hiddenFrom,
  refuseSender,
  relationOf,
  requestConnections,
  takenBackFor,
} from './connection.ts';
export { countRequests } from './store.ts';
export { keptOutKeys } from './welcome.ts';

export function registerConnections(app: App, platform: Platform, facts: BookFacts): void {
  listConnections(app, platform, facts);
  readGrowth(app, platform);
  removeConnection(app, platform);
  listRequests(app, platform, facts);
  createRequest(app, platform);
  decideRequest(app, platform);
  changeBlocks(app, platform);
}
