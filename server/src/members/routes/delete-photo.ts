import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import type { MemberFacts } from '../facts.ts';
import { Me, readMe } from '../me.ts';
import { forgetPhoto } from '../store.ts';

/** DELETE /api/me/photo */
export function deletePhoto(app: App, platform: Platform, facts: MemberFacts): void {
  const schema = { tags: ['members'], summary: 'Delete the own photo', response: { 200: Me } };
  app.delete('/api/me/photo', { schema }, async (request) => {
    const { memberId } = signedIn(request);
    return platform.database.asMember(memberId, async (tx) => {
      await forgetPhoto(tx, memberId);
      return readMe(platform, facts, tx, memberId);
    });
  });
}
