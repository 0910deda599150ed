import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { listBooks } from './routes/list-books.ts';
import { listReportsRoute } from './routes/list-reports.ts';
import { readHealth } from './routes/read-health.ts';
import { readOpenApi } from './routes/read-openapi.ts';
import { readPublic } from './routes/read-public.ts';
import { readSending } from './routes/read-sending.ts';
import { settleReportRoute } from './routes/settle-report.ts';

export { checkSendingDomain, type DomainCode, type DomainFinding } from './sending-domain.ts';
export { zoneBy } from './zone.ts';

/** What a network says of itself, to anybody and to the machine that watches over it, and what its operators see and do. */
export function registerOperators(app: App, platform: Platform): void {
  readPublic(app, platform);
  readHealth(app, platform);
  readOpenApi(app);
  readSending(app, platform);
  listReportsRoute(app, platform);
  listBooks(app, platform);
  settleReportRoute(app, platform);
}
