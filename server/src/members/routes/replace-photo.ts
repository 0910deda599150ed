import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import type { MemberFacts } from '../facts.ts';
import { Me, readMe } from '../me.ts';
import { parsePhoto, photoLimit, photoTypes } from '../photo.ts';
import { keepPhoto } from '../store.ts';

/** PUT /api/me/photo */
export function replacePhoto(app: App, platform: Platform, facts: MemberFacts): void {
  const schema = {
    tags: ['members'],
    summary: 'Set the own photo',
    description: 'The body is the image: JPEG, PNG or WebP, at most 1 MB.',
    consumes: [...photoTypes],
    response: { 200: Me },
  };
  app.addContentTypeParser(
    [...photoTypes],
    { parseAs: 'buffer', bodyLimit: photoLimit },
    async (_: unknown, bytes: Buffer) => bytes,
  );
  app.put('/api/me/photo', { schema, bodyLimit: photoLimit }, async (request) => {
    const { memberId } = signedIn(request);
    if (!Buffer.isBuffer(request.body)) throw new KithError('photo.invalid', 'The body is no image.');
    const { mediaType, bytes, etag } = parsePhoto(request.body);
    return platform.database.asMember(memberId, async (tx) => {
      await keepPhoto(tx, memberId, { media_type: mediaType, bytes, etag });
      return readMe(platform, facts, tx, memberId);
    });
  });
}
