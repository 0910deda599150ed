import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { ContactId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { ContactDetail, contactDetail } from '../detail.ts';

export const ContactParams = Type.Object({ id: Type.Unsafe<ContactId>(Type.String({ format: 'uuid' })) });

/** GET /api/contacts/:id: every field with its sources. */
export function readContact(app: App, platform: Platform): void {
  const schema = {
    tags: ['contacts'],
    summary: 'A contact, each field with its sources',
    params: ContactParams,
    response: { 200: ContactDetail },
  };
  app.get('/api/contacts/:id', { schema }, (request) => {
    const { memberId: owner } = signedIn(request);
    return platform.database.asMember(owner, (tx) => contactDetail(platform, tx, owner, request.params.id));
  });
}
