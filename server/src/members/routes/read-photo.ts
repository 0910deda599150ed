import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { MemberCard } from '../card.ts';
import { photoOf } from '../store.ts';

/** GET /api/members/:id/photo: kept by browsers for a year, since another photo has another `v`. */
export function readPhoto(app: App, platform: Platform): void {
  const schema = {
    tags: ['members'],
    summary: 'A member’s photo',
    params: Type.Pick(MemberCard, ['id']),
    querystring: Type.Object({ v: Type.Optional(Type.String({ maxLength: 40 })) }),
  };
  app.get('/api/members/:id/photo', { schema }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const photo = await platform.database.asMember(memberId, (tx) => photoOf(tx, request.params.id));
    if (photo === undefined) throw new KithError('request.not_found', 'This member has no photo.');
    return reply
      .header('content-type', photo.media_type)
      .header('cache-control', 'private, max-age=31536000, immutable')
      .send(photo.bytes);
  });
}
