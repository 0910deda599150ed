import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { uploadedFiles } from '../../imports/index.ts';
import type { Platform } from '../../platform/platform.ts';
import { spend } from '../../platform/rate.ts';
import { enterCode, takeContacts } from '../hand-off.ts';

const tries = { bucket: 'hand-off.client', capacity: 20, seconds: 600 };

/** POST /api/hand-offs/open and /api/hand-offs/contacts: the phone's side. Nobody is signed in there; the code says for whom. */
export function useHandOff(app: App, platform: Platform): void {
  const open = {
    tags: ['hand-offs'],
    summary: 'Enter a code on the phone',
    body: Type.Object({ code: Type.String({ maxLength: 40 }) }),
    response: {
      200: Type.Object({
        pass: Type.String({ description: 'Goes with the contacts' }),
        name: Type.String({ description: 'The member whose code it is' }),
        expiresAt: Type.String(),
      }),
    },
  };
  app.post('/api/hand-offs/open', { schema: open }, async (request) => {
    await spend(platform, tries, request.ip);
    return enterCode(platform, request.body.code);
  });

  const contacts = {
    tags: ['hand-offs'],
    summary: 'Send contacts from the phone (multipart, part name `file`); nothing is sent to anyone',
    consumes: ['multipart/form-data'],
    headers: Type.Object({ 'hand-off-pass': Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }) }),
    response: { 204: Type.Null() },
  };
  app.post('/api/hand-offs/contacts', { schema: contacts }, async (request, reply) => {
    await takeContacts(platform, request.headers['hand-off-pass'], uploadedFiles(request));
    return reply.code(204).send(null);
  });
}
