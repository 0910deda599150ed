import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import type { MemberFacts } from '../facts.ts';
import { Me, readMe } from '../me.ts';

/** GET /api/me */
export function readMeRoute(app: App, platform: Platform, facts: MemberFacts): void {
  const schema = {
    tags: ['members'],
    summary: 'The signed-in member, the network and what waits',
    response: { 200: Me },
  };
  app.get('/api/me', { schema }, async (request) => {
    const { memberId } = signedIn(request);
    return platform.database.asMember(memberId, (tx) => readMe(platform, facts, tx, memberId));
  });
}
