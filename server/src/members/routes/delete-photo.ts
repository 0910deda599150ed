import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import type { MemberFacts } from '../facts.ts';
import { Me, readMe } from '../me.ts';

/** DELETE /api/me/photo */
export function deletePhoto(app: App, platform: Platform, facts: MemberFacts): void {
  const schema = { tags: ['members'], summary: 'Delete the own photo', response: { 200: Me } };
  app.delete('/api/me/photo', { schema }, async (request) => {
    const { memberId } = signedIn(request);
    return platform.database.asMember(memberId, async (tx) => {
      await tx.deleteFrom('member_photos').where('member_id', '=', memberId).execute();
      await tx.updateTable('members').set({ photo_etag: null }).where('id', '=', memberId).execute();
      return readMe(platform, facts, tx, memberId);
    });
  });
}
