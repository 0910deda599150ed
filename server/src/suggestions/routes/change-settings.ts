import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { tell } from '../../live/index.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { readSettings, Settings } from '../settings.ts';
import { changeSettingsOf } from '../store.ts';

/** GET and PATCH /api/suggestions/settings */
export function changeSettings(app: App, platform: Platform): void {
  const tags = ['suggestions'];
  const reading = { tags, summary: 'What the member has said of suggestions', response: { 200: Settings } };
  app.get('/api/suggestions/settings', { schema: reading }, (request) => {
    const { memberId } = signedIn(request);
    return platform.database.asMember(memberId, (tx) => readSettings(platform, tx, memberId));
  });

  const changing = {
    tags,
    summary: 'Change who is suggested to whom',
    body: Type.Object(
      {
        shown: Type.Optional(Type.Boolean()),
        suggested: Type.Optional(Type.Boolean()),
        tellsHeld: Type.Optional(Type.Boolean()),
        showsHolders: Type.Optional(Type.Boolean()),
      },
      { minProperties: 1, additionalProperties: false },
    ),
    response: { 200: Settings },
  };
  app.patch('/api/suggestions/settings', { schema: changing }, async (request) => {
    const { memberId } = signedIn(request);
    const { tellsHeld, showsHolders, ...rest } = request.body;
    const settings = await platform.database.asMember(memberId, async (tx) => {
      await changeSettingsOf(tx, memberId, {
        ...rest,
        ...(tellsHeld === undefined ? {} : { tells_held: tellsHeld }),
        ...(showsHolders === undefined ? {} : { shows_holders: showsHolders }),
      });
      return readSettings(platform, tx, memberId);
    });
    tell(platform.events, memberId, 'suggestions');
    return settings;
  });
}
