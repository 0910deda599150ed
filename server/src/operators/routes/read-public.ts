import { Type } from 'typebox';
import type { App } from '../../app.ts';
import type { Platform } from '../../platform/platform.ts';

/** GET /api/public: what a screen must know before anybody signs in. */
export function readPublic(app: App, { config }: Platform): void {
  const schema = {
    tags: ['network'],
    summary: 'The network’s name, what it is, and whether it is the demo',
    response: { 200: Type.Object({ name: Type.String(), about: Type.String(), demo: Type.Boolean() }) },
  };
  app.get('/api/public', { schema }, async () => ({
    name: config.network.name,
    about: config.network.about,
    demo: config.demo,
  }));
}
